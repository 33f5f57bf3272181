"""Every kind of public page, on extreme rows: name → address, Chinese or English."""

from tests.support import extreme_rows

KINDS = {
    "home": "/",
    "list": "/cases/",
    "list, narrowed": "/cases/?theme=supervisory&theme=political&province=yunnan&year=2022",
    "list, searched": "/cases/?q=责任&page=2",
    "list, nothing found": "/cases/?q=没有这句话&theme=political",
    "list, wrong value": "/cases/?theme=none",
    "list, long address": "/cases/?" + "&".join(f"year={year}" for year in range(1951, 2023, 2)),
    "statistics of a province": "/statistics/?province=hubei",
    "list, picking": "/cases/?picking=1&reference=spp-reform-2-04&reference=spp-reform-2-05",
    "side by side": "/cases/compare/?reference=spp-reform-2-04&reference=spp-reform-2-05",
    "case": "/cases/spp-reform-2-04/",
    "case, joint": f"/cases/{extreme_rows.JOINT}/",
    "case, as it was": "/cases/spp-reform-2-04/?revision=9",
    "case, withdrawn": f"/cases/{extreme_rows.WITHDRAWN}/",
    "batches": "/batches/",
    "batch": "/batches/spp-reform-2/",
    "themes": "/themes/",
    "theme": "/themes/supervisory/",
    "theme without cases": f"/themes/{extreme_rows.EMPTY_THEME}/",
    "statistics": "/statistics/",
    "data": "/data/",
    "recipes": "/data/recipes/",
    "cite": "/data/cite/?theme=supervisory",
    "changes": "/data/changes/?since=7",
    "snapshots": "/data/snapshots/",
    "about": "/about/",
    "accessibility": "/about/accessibility/",
    "coverage": "/about/coverage/",
    "subscribe": "/about/subscribe/",
    "advanced search": "/search/?q=责任&field=title",
    "statistics, one table": "/statistics/province-year/",
    "not found": "/cases/none-1/",
}
ODD = {
    "long title": f"/cases/{extreme_rows.LONG_TITLE}/",
    "no summary": f"/cases/{extreme_rows.NO_SUMMARY}/",
    "50,000 characters": f"/cases/{extreme_rows.LONG_BODY}/",
    "Latin words and addresses": f"/cases/{extreme_rows.LATIN}/",
    "right to left": f"/cases/{extreme_rows.RIGHT_TO_LEFT}/",
    "batch of the odd": "/batches/stress/",
    "batch of 500": f"/batches/{extreme_rows.LARGE_BATCH}/",
    "list of the odd": "/cases/?batch=stress&q=摘要",
}
LANGUAGES = {"zh": "", "en": "/en"}
