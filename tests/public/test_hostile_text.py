"""Text that would be markup, in every field: nowhere does it become any."""

import io
import json
import zipfile
from xml.etree import ElementTree

import html5lib
import pytest
from django.urls import reverse

from reforms import exports, history, importing
from reforms.models import BatchImport, Case
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MARKUP = "\"'></title></script><script>alert(1)</script><img src=x onerror=alert(1)>]]>&lt"
SAFE = {"script": {"application/ld+json"}}  # data for search engines: never run
SLUG, REFERENCE = "hostile-1", "hostile-1-01"


@pytest.fixture
def hostile():
    """A case whose every text is markup, with its batch and its theme; once corrected."""
    theme = cast.theme("political")
    theme.name, theme.name_en = f"主题{MARKUP}"[:50], f"theme {MARKUP}"[:50]
    theme.definition = theme.definition_en = MARKUP
    history.save_theme(theme)
    texts = ("title", "title_en", "topic", "topic_en", "introduction", "introduction_en")
    more = ("series", "document_number", "source_name")
    batch = {name: f"{name} {MARKUP}"[:100] for name in (*texts, *more)}
    of = cast.batch(SLUG, **batch, source_url="https://example.org/?a='onclick=alert(1)")
    texts = ("title", "title_en", "summary", "summary_en", "body", "keywords", "official_no")
    fields = {name: f"{name} {MARKUP}"[: 50 if name == "official_no" else 300] for name in texts}
    bodies = ((f"{MARKUP}检察院", "other", "", ""),)
    case = cast.case(of=of, bodies=bodies, themes=("political",), **fields)
    case.summary += "改"
    history.save_case(case, history.Edit(note=MARKUP))
    other = cast.case(2, of=of, themes=("political",), title=f"{MARKUP}二")
    history.withdraw([other], "catalogue", history.Edit(note=MARKUP))
    return Case.objects.get(pk=case.pk)


def markup(page: str) -> list[str]:
    """What of a page would run or was smuggled in."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    faults = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        bad = [name for name in element.attrib if name.startswith("on")]
        own = element.get("src", "").startswith(("/static/", "/admin/jsi18n/"))
        if element.tag in ("script", "img", "iframe", "object") and not own:
            bad += [] if element.get("type") in SAFE.get(element.tag, ()) else [element.tag]
        if element.get("href", "").startswith(("javascript:", "data:")):
            bad.append("href")
        faults += bad
    return faults


def test_what_would_run_is_found_out():
    assert markup(f"<title>{MARKUP}") == ["script", "onerror", "img"]


PAGES = (
    *("/", "/cases/", f"/cases/?q=alert&batch={SLUG}", f"/cases/{REFERENCE}/?q=script"),
    *(f"/cases/{SLUG}-02/", f"/cases/{REFERENCE}/?revision=4", "/batches/", f"/batches/{SLUG}/"),
    *("/themes/", "/themes/political/", "/statistics/", "/data/", "/data/cite/?theme=political"),
    *("/data/changes/?since=1", "/data/snapshots/", "/about/", "/cases/?theme=%22%3E%3Cscript%3E"),
)


@pytest.mark.parametrize("language", ["", "/en"])
def test_on_no_public_page(hostile, client, language):
    for address in PAGES:
        answer = client.get(f"{language}{address}")
        assert answer.status_code in (200, 410), address
        page = answer.content.decode()
        assert markup(page) == [], address
        for block in page.split('<script type="application/ld+json">')[1:]:
            json.loads(block.partition("</script>")[0])


def test_on_no_page_of_the_desk_about_a_case(hostile, admin_client):
    for name in ("change", "history", "preview", "erase", "publish"):
        page = admin_client.get(reverse(f"admin:reforms_case_{name}", args=[hostile.pk]))
        assert page.status_code == 200, name
        assert markup(page.content.decode()) == [], name


def test_on_no_list_of_the_desk(hostile, admin_client):
    for name in ("case", "batch", "theme", "batchimport", "erasure"):
        page = admin_client.get(reverse(f"admin:reforms_{name}_changelist"), {"q": MARKUP})
        assert markup(page.content.decode()) == [], name


def test_on_no_page_of_an_import(hostile, admin_client):
    table = (
        f'批次,标题,单位,主题,摘要\n{SLUG},"{MARKUP.replace(chr(34), "")}",{MARKUP[2:30]},无,摘要\n'
    )
    batch_import = importing.start_upload(io.BytesIO(table.encode()), f"{MARKUP}.csv")
    release = importing.start_release(
        f"最高检发布典型案例（1件）\n案例1\n江苏检察机关：{MARKUP}\n{MARKUP}"
    )
    for started in (batch_import, release):
        address = reverse("admin:reforms_batchimport_change", args=[started.pk])
        page = admin_client.get(address).content.decode()
        assert markup(page) == []
        assert "alert(1)" in page
        assert (
            markup(admin_client.post(address, {"_apply": "1"}, follow=True).content.decode()) == []
        )
    assert BatchImport.objects.count() == 2


def content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_in_no_feed_and_no_sitemap(hostile, client):
    for address in ("/cases.atom", "/sitemap-cases-0.xml", "/sitemap-batches-0.xml"):
        tree = ElementTree.fromstring(content(client.get(address)))
        assert {element.tag.rpartition("}")[2] for element in tree.iter()}.isdisjoint(
            {"script", "img"}
        )


def test_in_no_workbook(hostile, client):
    raw = content(client.get("/cases.xlsx"))
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        for name in book.namelist():
            if name.endswith(".xml"):
                tags = {
                    element.tag.rpartition("}")[2]
                    for element in ElementTree.fromstring(book.read(name)).iter()
                }
                assert tags.isdisjoint({"script", "img", "f"})  # f is a formula


def test_files_are_sent_as_what_they_are(hostile, client):
    for form in exports.FORMATS:
        answer = client.get(f"/cases.{form}")
        assert "alert(1)" in content(answer).decode("latin-1") or form in ("xlsx", "docx"), form
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "html" not in answer["Content-Type"]
