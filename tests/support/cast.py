"""The cast of the tests: rows written as editors write them, through reforms.history."""

from reforms import history
from reforms.models import Batch, Case, CreditedBody, Theme

THEMES = {
    "political": ("政治责任", "Political responsibility", 1),
    "case-handling": ("办案责任", "Case-handling responsibility", 2),
    "supervisory": ("监管责任", "Supervisory responsibility", 3),
    "hierarchical": ("层级责任", "Hierarchical responsibility", 4),
}
JIANGSU = ("江苏检察机关", "system", "jiangsu", "provincial")
YUNNAN = ("云南省检察机关", "system", "yunnan", "provincial")
NANSHA = ("广州市南沙区检察院", "procuratorate", "guangdong", "grassroots")
TIANSHUI = ("甘肃省天水市检察院", "procuratorate", "gansu", "municipal")
CHONGQING = ("重庆市检察院", "procuratorate", "chongqing", "provincial")
SICHUAN = ("成都市武侯区检察院", "procuratorate", "sichuan", "grassroots")


def theme(slug: str) -> Theme:
    theme = Theme.objects.filter(slug=slug).first()
    if theme:
        return theme
    name, name_en, position = THEMES[slug]
    names = {"name": name, "name_en": name_en, "scheme": "四类责任"}
    return history.save_theme(Theme(slug=slug, position=position, **names))


def batch(slug: str = "spp-reform-2", **fields) -> Batch:
    batch = Batch.objects.filter(slug=slug).first()
    if batch:
        return batch
    defaults = {
        "title": "第二批典型案例",
        "issuers": "最高人民检察院",
        "reported_on": "2021-07-29",
        "source_name": "正义网",
    }
    return history.save_batch(Batch(slug=slug, **(defaults | fields)))


def body(name: str, kind: str, province: str, level: str) -> CreditedBody:
    return CreditedBody(name=name, kind=kind, province=province, level=level)


def draft(number: int = 1, *, bodies=(JIANGSU,), themes=(), of: Batch | None = None, **fields):
    defaults = {"title": f"第{number}件案例的标题", "summary": f"第{number}件案例的摘要"}
    return history.save_case(
        Case(batch=of or batch(), number=number, **(defaults | fields)),
        themes=[theme(slug) for slug in themes],
        bodies=[body(*body_fields) for body_fields in bodies],
    )


def case(number: int = 1, **fields) -> Case:
    """A published case."""
    [published] = history.publish([draft(number, **fields)])
    return published
