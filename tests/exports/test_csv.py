"""The file is the list: same cases, same order, whole, from one consistent read."""

import csv
import io

import pytest
from django.db import connection
from django.utils import timezone

from reforms.exports import guard
from reforms.models import Revision
from reforms.tables.text_tables import unguarded
from tests.support import cast
from tests.support.locks import in_thread

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

COLUMNS = (
    "reference,title,title_en,title_by,batch,batch_title,case_no,official_no,issuers,date,"
    "date_basis,issued_on,released_on,reported_on,year,bodies,body_names,body_kinds,provinces,"
    "province_codes,levels,place_basis,themes,theme_names,themes_by,keywords,summary,summary_en,"
    "source_name,source_url,permalink,revision,updated_at,subtitle,batch_kind,notice_title,"
    "issuer_roles,body_codes,body_anonymity,theme_schemes,theme_bases,theme_passages"
)


def content(response) -> str:
    return b"".join(response.streaming_content).decode()


def rows(client, query: str = "") -> list[dict]:
    text = content(client.get(f"/cases.csv{query}"))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_has_the_columns_in_their_order(client):
    assert content(client.get("/cases.csv")) == COLUMNS + "\r\n"


def test_it_writes_a_joint_case_on_one_row(client):
    cast.case(
        bodies=(cast.CHONGQING, cast.SICHUAN),
        themes=("supervisory", "political"),
        keywords="量化、评估",
    )
    [row] = rows(client)
    del row["updated_at"]
    assert row == {
        "reference": "spp-reform-2-01",
        "title": "第1件案例的标题",
        "title_en": "",
        "title_by": "issuer",
        "batch": "spp-reform-2",
        "batch_title": "第二批典型案例",
        "case_no": "1",
        "official_no": "",
        "issuers": "最高人民检察院",
        "date": "2021-07-29",
        "date_basis": "reported",
        "issued_on": "",
        "released_on": "",
        "reported_on": "2021-07-29",
        "year": "2021",
        "bodies": "重庆市检察院;成都市武侯区检察院",
        "body_names": ";",
        "body_kinds": "procuratorate;procuratorate",
        "provinces": "chongqing;sichuan",
        "province_codes": "500000;510000",
        "levels": "provincial;grassroots",
        "place_basis": "stated;stated",
        "themes": "political;supervisory",
        "theme_names": "政治责任;监管责任",
        "themes_by": "issuer",
        "keywords": "量化;评估",
        "summary": "第1件案例的摘要",
        "summary_en": "",
        "source_name": "正义网",
        "source_url": "",
        "permalink": "http://casebook.test/cases/spp-reform-2-01/",
        "revision": "3",
        "subtitle": "",
        "batch_kind": "",
        "notice_title": "",
        "issuer_roles": "issuer",
        "body_codes": "500000;510107",
        "body_anonymity": "named;named",
        "theme_schemes": "四类责任;四类责任",
        "theme_bases": ";",
        "theme_passages": ";",
    }


def test_it_has_exactly_the_cases_of_the_list_in_its_order(client):
    cast.case(1, bodies=(cast.NANSHA,), of=cast.batch("old", reported_on="2019"))
    cast.case(2, bodies=(cast.YUNNAN,))
    cast.case(3, bodies=(cast.NANSHA,))
    cast.draft(4, bodies=(cast.NANSHA,))
    chosen = rows(client, "?province=guangdong")
    assert [row["reference"] for row in chosen] == ["spp-reform-2-03", "old-01"]
    oldest = rows(client, "?province=guangdong&sort=oldest")
    assert [row["reference"] for row in oldest] == ["old-01", "spp-reform-2-03"]


def test_it_says_how_many_rows_of_which_revision(client):
    cast.case(1)
    response = client.get("/cases.csv")
    assert response["X-Total-Count"] == "1"
    assert response["X-Revision"] == "1"
    day = timezone.localtime(Revision.current().at).date()
    assert f'filename="cases-revision-1-{day}-rows-1.csv"' in response["Content-Disposition"]
    content(response)


def test_it_has_chinese_headings_on_request(client):
    assert content(client.get("/cases.csv?headings=zh")).startswith("编号,标题,英文标题,")


def test_the_plain_form_alters_nothing(client):
    title = '=SUM(A1)+"引号",逗号'
    cast.case(title=title, summary="两行\n文字\U0002a6a5\t🙂")
    [row] = rows(client)
    assert row["title"] == title
    assert row["summary"] == "两行\n文字\U0002a6a5\t🙂"
    assert not content(client.get("/cases.csv")).startswith("\ufeff")


def test_the_excel_form_has_a_bom_and_no_formula(client):
    cast.case(title="=SUM(A1)", summary="'引号")
    text = content(client.get("/cases.csv?excel=1"))
    assert text.startswith("\ufeffreference,")
    [row] = csv.DictReader(io.StringIO(text[1:], newline=""))
    assert row["title"] == "'=SUM(A1)"
    assert [unguarded(row[name]) for name in ("title", "summary")] == ["=SUM(A1)", "'引号"]


@pytest.mark.parametrize(
    "text", ["", "案例", "=1", "+1", "-1", "@x", "\tx", "\rx", "'", "''=1", "＝1", "１", "a=1"]
)
def test_the_guard_can_be_undone(text):
    assert unguarded(guard(text)) == text
    assert not guard(text).startswith(tuple("=+-@\t\r＝＋－＠"))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("theme=politcal", "theme=politcal"),
        ("province=jiangsu&province=atlantis", "province=atlantis"),
        ("sort=best", "sort=best"),
        ("page=-1", "page=-1"),
        ("headings=fr", "headings=fr"),
        ("excel=yes", "excel=yes"),
        ("q=%00", "q="),
    ],
)
def test_a_file_with_a_wrong_value_is_refused_by_name(client, query, named):
    response = client.get(f"/cases.csv?{query}")
    assert response.status_code == 400
    assert named in response.content.decode()


def test_parameters_that_are_not_ours_are_ignored(client):
    cast.case()
    assert len(rows(client, "?utm_source=x&from=singlemessage")) == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_during_the_download_stays_out_of_it(client):
    for number in range(1, 4):
        cast.case(number)
    response = client.get("/cases.csv")
    stream = iter(response.streaming_content)
    heading = next(stream)
    in_another_connection(lambda: cast.case(4))
    text = (heading + b"".join(stream)).decode()
    response.close()
    assert response["X-Total-Count"] == "3"
    assert text.count("spp-reform-2-0") == 3 * 2  # reference and permalink
    assert not connection.in_atomic_block


def in_another_connection(write) -> None:
    """Run a write in a thread of its own, which has a database connection of its own."""
    errors: list[BaseException] = []
    in_thread(write, errors).join()
    if errors:
        raise errors[0]
