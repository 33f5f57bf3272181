"""A case to cite."""

from reforms import citations

CASE = {
    "reference": "spp-reform-2-04",
    "title": "构建社会危险性量化评估机制",
    "title_en": "",
    "subtitle": "",
    "title_by": "issuer",
    "official_no": "",
    "issuers": ["最高人民检察院"],
    "batch_title": "第二批典型案例",
    "date": "2021-07-29",
    "date_basis": "released",
    "permalink": "http://casebook.test/cases/spp-reform-2-04/",
    "revision": 12,
    "updated_at": "2026-11-23T09:30:00+08:00",
    "summary": "摘要。",
    "theme_names": ["监管责任"],
    "keywords": ["量化"],
    "source_name": "正义网",
}


def work(**changes) -> citations.Work:
    return citations.of_case(CASE | changes)
