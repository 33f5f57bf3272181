"""What bends a page: the longest, the emptiest, the most and the strangest that editors can store.

Written as the desk writes, through reforms.history.
"""

from django.core.management import call_command
from django.utils import timezone

from reforms import history
from reforms.models import Batch, Case, CreditedBody, Theme
from reforms.vocabulary import Status

# Reference of the case with each trait.
LONG_TITLE, NO_SUMMARY, LONG_BODY, JOINT, LATIN, RIGHT_TO_LEFT, WITHDRAWN = (
    f"stress-{number}" for number in ("01", "02", "03", "04", "05", "06", "07")
)
EMPTY_THEME = "no-cases"
LARGE_BATCH, LARGE_BATCH_CASES = "stress-large", 500
LONG_WORD = "Rechtsschutzversicherungsgesellschaften"
ADDRESS = f"https://example.org/{'procuratorial-reform/' * 6}index.html?{'section=1&' * 12}"
ARABIC = "\u202b\u0625\u0635\u0644\u0627\u062d \u0627\u0644\u0646\u064a\u0627\u0628\u0629\u202c"
OVERRIDE = "\u202eHTML\u202c"  # U+202E turns what follows around, U+202C ends it
SIX = (
    ("天津市检察院", "procuratorate", "tianjin", "provincial"),
    ("河北省检察机关", "system", "hebei", "provincial"),
    ("湖北省恩施土家族苗族自治州检察院", "procuratorate", "hubei", "municipal"),
    ("新疆生产建设兵团检察院", "corps", "xinjiang", "provincial"),
    ("北京铁路运输检察分院", "railway", "beijing", "municipal"),
    ("双江拉祜族佤族布朗族傣族自治县检察院", "procuratorate", "yunnan", "grassroots"),
)


def fill() -> None:
    """The seed, and beside it a theme without cases, a batch of 500, and the cases named above."""
    call_command("seed", verbosity=0)
    history.save_theme(
        Theme(slug=EMPTY_THEME, name="尚无案例的责任", name_en="Responsibility without cases")
    )
    large_batch(batch(LARGE_BATCH, "五百件案例的批次"))
    odd_cases(batch("stress", "极端情形一览"))


def batch(slug: str, title: str) -> Batch:
    text = f"{title}，{LONG_WORD * 3}。"
    return history.save_batch(
        Batch(
            slug=slug,
            title=title,
            issuers="、".join(f"第{number}机关" for number in range(1, 13)),
            topic=text,
            introduction=f"{text}{ADDRESS}",
            released_on="2022-03",
            source_name=LONG_WORD * 2,
            source_url=ADDRESS,
        )
    )


def odd_cases(of: Batch) -> None:
    odd = [
        case(of, 1, title="检察" * 150, title_en=f"{LONG_WORD * 7}, a title".ljust(300, "x")),
        case(of, 2),
        case(of, 3, body="\n".join(["检察机关依法履行法律监督职责。" * 20] * 167)[:50_000]),
        case(of, 4, bodies=SIX, title="六家检察机关协作"),
        case(
            of,
            5,
            title=f"适用{LONG_WORD}的{ADDRESS[:120]}",
            summary=f"见{ADDRESS}与{LONG_WORD * 4}。",
            body=f"{ADDRESS}\n{LONG_WORD * 9}",
            keywords=";".join([LONG_WORD * 3, *(f"关键词{number}" for number in range(20))]),
        ),
        case(
            of,
            6,
            title=f"改革{OVERRIDE}与{ARABIC}并用",
            summary=f"{ARABIC}{OVERRIDE}\u200f摘要\u200f，括号（{ARABIC}）。",
            body=f"\u202e{ARABIC}没有收尾的记号",
        ),
        case(of, 7),
    ]
    public = history.publish(odd)
    public[1].summary = ""
    history.save_case(public[1])
    history.withdraw([public[6]], "issuer", history.Edit(note=f"{ADDRESS}{OVERRIDE}"))


def case(of: Batch, number: int, bodies=SIX[:1], **fields) -> Case:
    defaults = {"title": f"第{number}件案例", "summary": "摘要。" * 60}
    return history.save_case(
        Case(batch=of, number=number, **(defaults | fields)),
        themes=Theme.objects.filter(slug="political"),
        bodies=[body(*body_fields) for body_fields in bodies],
    )


def body(name: str, kind: str, province: str, level: str) -> CreditedBody:
    return CreditedBody(name=name, kind=kind, province=province, level=level)


def large_batch(of: Batch) -> None:
    """In a few statements, as imports write; publish() would take a second for every hundred."""
    themes = list(Theme.objects.exclude(slug=EMPTY_THEME))
    prepared = [
        history.prepare(
            Case(
                batch=of,
                number=number,
                title=f"第{number}件案例",
                summary="摘要。" * 20,
                status=Status.PUBLISHED,
            ),
            [themes[number % len(themes)]],
            [body(*SIX[number % len(SIX)])],
        )
        for number in range(1, LARGE_BATCH_CASES + 1)
    ]
    for row in prepared:
        row.case.first_published_at = timezone.now()
    history.save_cases(prepared)
