"""What makes one synthetic case different from the next: rules that apply to every so many."""

from collections.abc import Callable

from benchmarks.synthetic import Synthetic
from reforms.models import Batch, CreditedBody, Theme
from reforms.vocabulary import Author, BodyKind, Level, PlaceBasis

HOSTILE = "<script>alert(\"1\")</script> & 'x' <b>粗</b> </title>"
LONG_WORD = "Donaudampfschiff" * 12
LATEX = r"50 % of {cases} & $x_1^2$ ~ #7 \alpha “双引号” – ä"
PARAGRAPHS = """【基本情况】
第一段：检察机关办理案件\t若干，见<附件>。

第二段 有两个  空格 & 一个“引号”。


【典型意义】
- 清单一
- 清单二
"""


def translate(sample: Synthetic, serial: int) -> None:
    sample.case.title_en = f"Case {serial}: a procuratorate refines its own supervision"
    sample.case.summary_en = f"Summary {serial}. It says who answers for what, and <how>."


def translate_title(sample: Synthetic, serial: int) -> None:
    sample.case.title_en, sample.case.summary_en = f"Only a title in English, {serial}", ""


def title_by_catalogue(sample: Synthetic, _serial: int) -> None:
    sample.case.title_by, sample.case.official_no = Author.CATALOGUE, ""


def themes_by_catalogue(sample: Synthetic, _serial: int) -> None:
    sample.case.themes_by = Author.CATALOGUE


def infer_levels(sample: Synthetic, _serial: int) -> None:
    for body in sample.bodies:
        body.place_basis = PlaceBasis.INFERRED


def join(sample: Synthetic, serial: int) -> None:
    """Credit bodies of several provinces, levels and kinds."""
    rows = (
        ("北京市检察机关", BodyKind.SYSTEM, "beijing", Level.PROVINCIAL),
        ("天津铁路运输检察院", BodyKind.RAILWAY, "tianjin", Level.GRASSROOTS),
        ("河北省雄安新区检察院", BodyKind.BRANCH, "hebei", Level.MUNICIPAL),
        ("新疆生产建设兵团检察院", BodyKind.CORPS, "xinjiang", Level.PROVINCIAL),
        ("某某工商联", BodyKind.OTHER, "", ""),
    )
    for name, kind, province, level in rows[: 2 + serial % 4]:
        sample.bodies.append(CreditedBody(name=name, kind=kind, province=province, level=level))


def own_source(sample: Synthetic, serial: int) -> None:
    sample.case.source_name = "检察日报"
    sample.case.source_url = f"https://example.org/own/{serial}?a=1&b=<2>" if serial % 2 else ""


def without_body(sample: Synthetic, _serial: int) -> None:
    sample.case.body = ""


def with_paragraphs(sample: Synthetic, _serial: int) -> None:
    sample.case.body = PARAGRAPHS


def endanger(sample: Synthetic, _serial: int) -> None:
    sample.case.title = f"{HOSTILE} {sample.case.title}"[:300]
    sample.case.summary = (
        f"</p><img src=x onerror=alert(1)>{HOSTILE}\n第二行；{sample.case.summary}"
    )
    sample.case.keywords = "<i>关键;a&b;'单引号'"
    sample.bodies[0].name = "某<b>市</b>检察院&\"'"


def lengthen(sample: Synthetic, _serial: int) -> None:
    sample.case.title = f"{LONG_WORD}与{sample.case.title}"[:300]
    sample.case.summary += f"{LONG_WORD} {LONG_WORD.lower()}"


def calculate(sample: Synthetic, _serial: int) -> None:
    """Text that a spreadsheet would take for a formula."""
    sample.case.title, sample.case.summary = "=1+1", "+86 10 @SUM(A1)\t-1"
    sample.case.official_no = "@案例"


def typeset(sample: Synthetic, _serial: int) -> None:
    sample.case.title, sample.case.summary = LATEX, f"{LATEX} {LATEX}"


RULES: tuple[tuple[int, int, Callable[[Synthetic, int], None]], ...] = (
    (3, 0, translate),
    (11, 2, translate_title),
    (7, 1, title_by_catalogue),
    (4, 2, themes_by_catalogue),
    (5, 3, infer_levels),
    (13, 4, join),
    (9, 5, own_source),
    (6, 4, without_body),
    (17, 6, with_paragraphs),
    (41, 7, endanger),
    (53, 8, lengthen),
    (67, 9, calculate),
    (71, 10, typeset),
)


def vary(sample: Synthetic, serial: int, themes: list[Theme]) -> Synthetic:
    """Apply every rule whose turn it is."""
    for every, first, rule in RULES:
        if serial % every == first:
            rule(sample, serial)
    if serial % 19 == 0:
        return sample._replace(themes=themes)
    return sample


def translate_batch(batch: Batch, index: int) -> None:
    batch.title_en = f"Batch {index + 1} of typical cases"
    batch.topic_en = "Who answers for what" if index % 2 else ""
    batch.introduction_en = f"An introduction in English, number {index + 1}."


def endanger_batch(batch: Batch) -> None:
    batch.title = f"{HOSTILE}典型案例"
    batch.introduction = f"{HOSTILE}\n\n第二段。"
    batch.issuers = "最高人民检察院;公安部<b>"
    batch.document_number = "高检发〔2020〕1号"
