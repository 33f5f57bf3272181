"""Every kind of public page, on the data of tests/stress.py: name → address, Chinese or English."""

from .. import stress

KINDS = {
    "home": "/",
    "list": "/cases/",
    "list, narrowed": "/cases/?theme=supervisory&theme=political&province=yunnan&year=2022",
    "list, searched": "/cases/?q=责任&page=2",
    "list, nothing found": "/cases/?q=没有这句话&theme=political",
    "list, wrong value": "/cases/?theme=none",
    "case": "/cases/spp-reform-2-04/",
    "case, joint": f"/cases/{stress.JOINT}/",
    "case, as it was": "/cases/spp-reform-2-04/?revision=9",
    "case, withdrawn": f"/cases/{stress.WITHDRAWN}/",
    "batches": "/batches/",
    "batch": "/batches/spp-reform-2/",
    "themes": "/themes/",
    "theme": "/themes/supervisory/",
    "theme without cases": f"/themes/{stress.EMPTY_THEME}/",
    "statistics": "/statistics/",
    "data": "/data/",
    "cite": "/data/cite/?theme=supervisory",
    "changes": "/data/changes/?since=7",
    "snapshots": "/data/snapshots/",
    "about": "/about/",
    "accessibility": "/about/accessibility/",
    "not found": "/cases/none-1/",
}
ODD = {
    "long title": f"/cases/{stress.LONG_TITLE}/",
    "no summary": f"/cases/{stress.NO_SUMMARY}/",
    "50,000 characters": f"/cases/{stress.LONG_BODY}/",
    "Latin words and addresses": f"/cases/{stress.LATIN}/",
    "right to left": f"/cases/{stress.RIGHT_TO_LEFT}/",
    "batch of the odd": "/batches/stress/",
    "batch of 500": f"/batches/{stress.LARGE_BATCH}/",
    "list of the odd": "/cases/?batch=stress&q=摘要",
}
LANGUAGES = {"zh": "", "en": "/en"}
