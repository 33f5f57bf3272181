"""The public pages, at their Chinese addresses."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from .facts import Facts

TEXTS = (
    *("办案", "责任", "办案 责任", "“司法责任”", '"监督 管理"', "-办案 监管", "办案 -责任 -监管"),
    *("检", "㐀", "a", "procuratorate", "Case 3", "refines supervision", "DONAUDAMPFSCHIFF"),
    *("江苏 监管", "江苏 监管责任 省级院", "成都市武侯区", "zhejiang", "基层院", "Sichuan"),
    *("办案责任 没有这个词zzzz", "没有这个词zzzz", "zzzz qqqq", "-办案", "   ", "，。", "\x00"),
    *("<script>alert(1)</script>", "' OR 1=1 --", '"没有收尾', "100%", "_", "*", "a*", "NEAR(a b)"),
    *("司法責任", "ＡＢＣ", "Çäse", "检察\u3000改革", "张某某", "■■", "=1+1", "\\alpha", "案例一"),
    *(
        " ".join(f"词{number}" for number in range(120)),
        "很" * 300,
        "第五次改过 OR 标题",
        "spp-reform-2-01",
    ),
)
CHOICES = (
    *("theme=supervisory", "theme=political&theme=hierarchical", "theme=empty", "theme=nothing"),
    *("theme=political&theme=hierarchical&match=all", "theme=political&match=all", "match=all"),
    "theme=political&theme=hierarchical&theme=supervisory&theme=case-handling&match=all",
    *("province=jiangsu", "province=beijing&province=tianjin", "province=macao", "province=x"),
    *("level=grassroots", "level=supreme", "level=provincial&level=municipal", "level=x&level=y"),
    *("province=hebei&level=municipal", "province=hebei&level=grassroots", "year=2026"),
    *("year=2010&year=2024", "year=1949", "year=abcd", "year=1999", "batch=frozen-1-of-year"),
    *("batch=frozen-2&batch=upload-1", "batch=nothing", "batch=%3Cb%3E", "match=some", "sort=x"),
    *("sort=oldest", "sort=reference", "sort=newest", "sort=relevance", "page=2", "page=7"),
    *("page=13", "page=99", "page=0", "page=-1", "page=x", "sort=oldest&page=3", "utm_source=x"),
    *("theme=supervisory&year=2026&page=2", "theme=&province=&q=", "sort=oldest&sort=reference"),
    *("theme=supervisory&province=jiangsu&level=grassroots&year=2020&sort=oldest", "page=1"),
    *("q=办案&sort=newest", "q=办案&sort=oldest&page=2", "q=办案&sort=reference", "q=办案&page=3"),
    *("q=办案&theme=political", "q=江苏&province=jiangsu&sort=oldest", "q=zzzz&year=2024"),
    *("q=责任&theme=political&theme=supervisory&match=all&level=grassroots", "q=a&q=办案"),
    *("q=没有zzzz&theme=political&year=2011&province=jiangsu", "theme=a&theme=b&level=c&year=d"),
)
SINGLE = ("/", "/themes/", "/statistics/", "/data/", "/data/cite/", "/data/changes/", "/about/")
SINGLE += ("/about/accessibility/", "/data/snapshots/", "/batches/", "/cases/", "/nothing/")
SINGLE += ("/cases/nothing-01/", "/batches/nothing/", "/themes/nothing/", "/cases", "/data/x/")
NARROWED = ("theme=political", "province=jiangsu", "year=2024&year=2020", "q=办案", "level=supreme")
NARROWED += ("theme=political&theme=hierarchical&match=all", "batch=frozen-1-of-year", "q=zzzz")
NARROWED += ("theme=nothing", "province=hebei&level=municipal&sort=oldest&page=4", "q=%3Cb%3E")
WITHOUT_LANGUAGE = ("/healthz", "/readyz", "/robots.txt", "/sitemap.xml", "/sitemap-pages.xml")
WITHOUT_LANGUAGE += ("/sitemap-batches-0.xml", "/sitemap-cases-0.xml", "/sitemap-cases-7.xml")
WITHOUT_LANGUAGE += ("/favicon.ico", "/static/site.css", "/static/nothing.css", "/en", "/zh/")


def get(path: str, **more) -> dict:
    return {"as": "reader", "path": quote(path, safe="/?&=%+:,;"), **more}


def requests(facts: Facts) -> Iterator[dict]:
    yield from map(get, SINGLE)
    yield from (get(f"/cases/?{query}") for query in CHOICES)
    yield from (get(f"/cases/?{urlencode({'q': text})}") for text in TEXTS)
    yield get(f"/cases/?q={'%E6%A3%80' * 800}")
    yield from (
        get(f"/{room}/?{query}") for room in ("statistics", "data/cite") for query in NARROWED
    )
    yield from cases(facts)
    yield from batches_and_themes(facts)
    yield from changes(facts)
    yield from special()


def cases(facts: Facts) -> Iterator[dict]:
    for reference in [*facts.remarkable(), *facts.published[::30], *facts.withdrawn]:
        yield get(f"/cases/{reference}/")
    for reference in (facts.drafts[0], facts.in_review[0], facts.published[0].upper()):
        yield get(f"/cases/{reference}/")
    changed = changed_often(facts)
    for revision in [*facts.revisions_of(changed), 0, 1, facts.revision, 9999, "x", ""]:
        yield get(f"/cases/{changed}/?revision={revision}")
    for reference in facts.withdrawn[:2]:
        yield get(f"/cases/{reference}/?revision={facts.revisions_of(reference)[0]}")
    for text in ("责任 办案", "<b>", "zzzz"):
        yield get(f"/cases/{facts.published[9]}/?{urlencode({'q': text})}")
        yield get(f"/cases/{changed}/?{urlencode({'q': text})}")


def changed_often(facts: Facts) -> str:
    [reference] = facts.references("status = 'published' AND title LIKE '第%次改过%'")
    return reference


def batches_and_themes(facts: Facts) -> Iterator[dict]:
    for slug in [*facts.batches[:12], *facts.batches[-7:]]:
        yield get(f"/batches/{slug}/")
    for page in (1, 2, 3, "x"):
        yield get(f"/batches/frozen-1-of-year/?page={page}")
    for query in ("page=2", "page=9", "year=2024", "year=2020&year=2021", "year=x", "year=1960"):
        yield get(f"/batches/?{query}")
    for slug in facts.themes:
        yield get(f"/themes/{slug}/")


def changes(facts: Facts) -> Iterator[dict]:
    for since in (0, 1, 60, 75, facts.revision - 3, facts.revision, 9999, "x", "", -1):
        yield get(f"/data/changes/?since={since}")


def special() -> Iterator[dict]:
    """Answers that depend on more than the address."""
    for path in ("/", "/cases/", "/cases.csv", "/data/codebook.csv", "/about/"):
        yield get(path, settings={"MAINTENANCE": True})
        yield get(path, headers={"Accept-Encoding": "gzip"})
        yield get(path, headers={"Accept-Encoding": "gzip;q=0, *"})
    for path in ("/", "/cases/?q=办案", "/cases.json", "/cases/spp-reform-2-01.json"):
        yield get(path, again=True)
        yield get(path, method="HEAD")
        yield get(path, method="OPTIONS")
        yield get(path, method="PUT")
    yield get("/cases/", settings={"DEBUG": False, "ICP_NUMBER": "", "POLICE_NUMBER": ""})
    yield get("/about/", settings={"CONTACT": "https://example.org/contact"})
    yield get("/about/accessibility/", settings={"CONTACT": ""})


def without_language(facts: Facts) -> Iterator[dict]:
    yield from map(get, WITHOUT_LANGUAGE)
    yield get("/healthz", settings={"MAINTENANCE": True})
    yield get("/", headers={"Host": "evil.example"})
    yield get("/", headers={"Accept-Language": "en"})
    yield get("/", headers={"Cookie": "sessionid=x"})
