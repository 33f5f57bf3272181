"""What holds for every public address: bad input, caching, cookies, language, visibility."""

import gzip
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reforms import history
from reforms.models import Revision
from reforms.public.cards import surroundings
from tests.support import cast

pytestmark = pytest.mark.slow

PAGES = ("/", "/cases/", "/cases/spp-reform-2-01/", "/batches/", "/batches/spp-reform-2/")
PAGES += ("/themes/", "/themes/political/", "/about/")
ADDRESSES = (*PAGES, *(f"/en{page}" for page in PAGES), "/cases.csv", "/en/cases.csv")


@pytest.fixture
def case(db):
    return cast.case(themes=("political",))


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_kept_by_any_cache_and_sets_no_cookie(client, case, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert not answer.has_header("Vary") or "Cookie" not in answer["Vary"]
    kept = "public, max-age=0, s-maxage=60, stale-while-revalidate=60"
    assert answer["Cache-Control"] == ("public, no-cache" if "csv" in address else kept)
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["X-Revision"] == "2"


def test_a_stale_session_of_the_desk_does_not_show(client, case):
    client.cookies["sessionid"] = "of-last-year"
    answer = client.get("/cases/")
    assert not answer.cookies
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_known_etag_costs_one_query(client, case, address, django_assert_num_queries):
    etag = client.get(address)["ETag"]
    with django_assert_num_queries(1):
        answer = client.get(address, headers={"if-none-match": etag})
    assert answer.status_code == 304
    history.save_case(case)
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("address", [a for a in ADDRESSES if "csv" not in a])
def test_a_page_is_made_once_in_a_revision(client, case, address, django_assert_num_queries):
    first = client.get(address).content
    with django_assert_num_queries(1):
        assert client.get(address).content == first
    history.save_case(case, themes=[], bodies=[])
    assert client.get(address)["X-Revision"] == "3"


def test_a_kept_page_is_the_page_with_all_its_headers(client, case):
    first, kept = client.get("/cases/"), client.get("/cases/")
    own = {"X-Request-ID": ""}
    assert dict(kept.headers) | own == dict(first.headers) | own
    assert client.head("/cases/").headers["Content-Length"] == first["Content-Length"]
    assert client.post("/cases/").status_code == 405


def test_a_kept_page_passes_by_the_middleware_of_the_desk(client, case, monkeypatch):
    first = client.get("/cases/").content
    monkeypatch.setattr("casebook.desk_middleware.is_admin", None)
    assert client.get("/cases/").content == first


def test_a_kept_page_is_for_our_own_hosts(client, case):
    assert client.get("/cases/").status_code == 200
    assert client.get("/cases/", headers={"host": "evil.example"}).status_code == 400


def test_a_page_is_compressed_for_whoever_takes_it(client, case):
    plain = client.get("/cases/")
    zipped = client.get("/cases/", headers={"accept-encoding": "br;q=0, gzip"})
    refused = client.get("/cases/", headers={"accept-encoding": "gzip;q=0"})
    assert gzip.decompress(zipped.content) == plain.content == refused.content
    assert zipped["Content-Encoding"] == "gzip"
    assert not plain.has_header("Content-Encoding")
    assert not refused.has_header("Content-Encoding")
    assert {answer["Vary"] for answer in (plain, zipped, refused)} == {"Accept-Encoding"}


def test_an_etag_is_of_one_address_in_one_language(client, case):
    addresses = ["/cases/", "/en/cases/", "/cases/?theme=political"]
    assert len({client.get(address)["ETag"] for address in addresses}) == 3


def test_an_etag_of_another_release_is_not_known(client, case, settings):
    etag = client.get("/cases/")["ETag"]
    settings.RELEASE = "another"
    assert client.get("/cases/", headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(("address", "language"), [("/", "zh-hans"), ("/en/", "en")])
def test_the_address_alone_decides_the_language(client, case, address, language):
    answer = client.get(address, headers={"accept-language": "fr,en;q=0.5"})
    assert answer["Content-Language"] == language


def test_english_without_its_slash_leads_to_english(client, db):
    assert client.get("/en")["Location"] == "/en/"


@pytest.mark.parametrize("address", ["/cases/", "/cases.csv", "/batches/", "/"])
def test_a_draft_appears_nowhere(client, case, address):
    cast.draft(2, title="尚未公开的草稿")
    cast.draft(1, of=cast.batch("draft-batch", title="尚未公开的批次"))
    answer = client.get(address)
    text = answer.getvalue().decode()
    assert "尚未公开" not in text
    assert "第1件案例的标题" in text or address in ("/batches/", "/")


@pytest.mark.parametrize("address", ["/cases/spp-reform-2-02/", "/batches/draft-batch/"])
def test_a_draft_is_not_found(client, case, address):
    cast.draft(2)
    cast.draft(1, of=cast.batch("draft-batch"))
    assert client.get(address).status_code == 404


def test_a_withdrawn_case_is_gone_and_says_why(client, case):
    history.withdraw([case], "superseded", history.Edit(note="见第三批"))
    answer = client.get("/cases/spp-reform-2-01/")
    assert answer.status_code == 410
    assert "见第三批" in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_only_reads(client, case, method):
    assert getattr(client, method)("/cases/").status_code == 405


PARAMETERS = ("q", "theme", "province", "level", "year", "batch", "match", "sort", "page")
WRONG = ("", "atlantis", "\x00", "长" * 300, "-1", "99999999", "9" * 40, "'\"<script>", "²", "٣")


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("value", WRONG)
def test_rubbish_is_never_an_error(client, case, name, value):
    query = urlencode({name: value})
    page = client.get(f"/cases/?{query}")
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()
    assert client.get(f"/cases.csv?{query}").status_code in (200, 400)


@pytest.mark.parametrize(
    "query",
    [
        "theme=political&" * 200,
        "theme=%ff%fe",
        "q=%ff",
        "%00=%00",
        "&&&=;=?&theme",
        "page=2&page=1",
        "q=" + "%E8%B4%A3" * 600,
    ],
)
def test_a_mangled_query_is_never_an_error(client, case, query):
    assert client.get(f"/cases/?{query}").status_code == 200


def test_too_many_parameters_are_a_bad_request(client, case):
    assert client.get("/cases/?" + "a&" * 2000).status_code == 400


def test_what_was_dropped_is_said(client, case):
    page = client.get("/cases/?theme=politcal&page=-1").content.decode()
    assert "politcal" in page
    assert "-1" in page


class AnythingTypedIsAValidRequest(TestCase):
    """Property: whatever the query string, a page answers 200 and a file 200 or 400."""

    @classmethod
    def setUpTestData(cls):
        cast.case(themes=("political",))

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(PARAMETERS), st.text(max_size=40)), min_size=1, max_size=6
        )
    )
    def test_it_answers(self, pairs):
        query = urlencode(pairs, errors="replace")
        assert self.client.get(f"/cases/?{query}").status_code == 200
        assert self.client.get(f"/cases.csv?{query}").status_code in (200, 400)


def test_a_case_shows_its_neighbours_and_those_that_share_a_theme(db):
    first = cast.case(1, themes=("political",))
    middle = cast.case(2, themes=("political", "supervisory"))
    cast.case(3)
    cast.case(1, themes=("supervisory",), of=cast.batch("older", reported_on="2019"))
    cast.draft(4, themes=("political",))
    around = surroundings(middle, Revision.current())
    assert (around["previous"], around["next"].number) == (first, 3)
    assert around["related"] == []
    assert [card.reference for card in around["sharing_theme"]] == ["spp-reform-2-01", "older-01"]


def test_a_query_in_raw_utf_8_is_not_taken_for_another(client, case):
    """A client may send 党 without percents; its bytes, each encoded again, are another text."""
    other = client.get("/cases/?q=%C3%A5%C2%85%C2%9A")
    raw = client.get("/cases/", QUERY_STRING="q=党".encode().decode("latin-1"))
    assert other["ETag"] != raw["ETag"]
    assert 'value="党"' in raw.content.decode()
