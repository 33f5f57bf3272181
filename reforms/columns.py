"""The columns of a case: name, heading, meaning, value. Files, versions and the codebook read it.

A column says from which fields its value comes, so that one table serves a case in memory and
rows fetched without making cases. Knows no file format.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone

from .vocabulary import (
    PROVINCE_CODES,
    Author,
    BodyKind,
    DateBasis,
    Level,
    PlaceBasis,
    Province,
    bilingual,
)

SEPARATOR = ";"
NOTHING = "—"  # an empty place among values that keep the order of the bodies

Cell = str | int | None
Value = Cell | list[str]


@dataclass(frozen=True)
class Column:
    """One column. `paths` are the fields it is made from, `make` makes one cell of them.

    In a cell several values are joined by `;`, and None is no value at all: a case without
    bodies has None, a case with one body of no province an empty text.
    """

    name: str
    heading: str
    heading_en: str
    meaning: str
    meaning_en: str
    example: str
    paths: tuple[str, ...] = ()
    make: Callable[..., Cell] | None = None
    kind: str = "text"  # text, integer, date (whole or partial, ISO 8601-1), time or address
    many: bool = False
    values: type[TextChoices] | tuple[str, ...] = ()
    since: str = "0.1.0"

    def cell(self, *raw: Any) -> Cell:
        """The cell that the raw values of the paths make."""
        return self.make(*raw) if self.make else raw[0]

    def value(self, cell: Cell) -> Value:
        """A cell as JSON has it: several values as a list."""
        return (cell.split(SEPARATOR) if cell is not None else []) if self.many else cell

    def write(self, case: Any) -> Value:
        """The value of a case that has its batch, bodies and themes."""
        return self.value(self.cell(*(raw(case, path) for path in self.sources)))

    @property
    def sources(self) -> tuple[str, ...]:
        return self.paths or (self.name,)

    @property
    def shown_heading(self) -> str:
        """The heading in the reader's language."""
        return str(bilingual(self.heading, self.heading_en))

    def in_words(self, value: Value) -> str:
        """A value as people read it: codes by their names in the reader's language."""
        names = dict(getattr(self.values, "choices", ()))
        several = value if isinstance(value, list) else [plain(value)]
        words = [str(names.get(one, one) or NOTHING) for one in several]
        return str(bilingual("；", "; ")).join(words)

    @property
    def codes(self) -> tuple[str, ...]:
        """The closed list of its values; empty where it is open."""
        return tuple(getattr(self.values, "values", self.values))


def raw(case: Any, path: str) -> Any:
    """What a path leads to, as a row of the database has it: relations joined, times as text."""
    relation, _, field = path.rpartition("__")
    if relation == "batch":
        return getattr(case.batch, field)
    if relation:
        return joined(getattr(one, field) for one in getattr(case, relation).all())
    value = getattr(case, field)
    return value.astimezone(UTC).isoformat(" ") if isinstance(value, datetime) else value


def joined(values: Iterable[str]) -> str | None:
    values = list(values)
    return SEPARATOR.join(values) if values else None


# ---------------------------------------------------------------- cells from several fields

# What is the same for all cases of a batch or a place is made once, not once a row.
remembered = lru_cache(maxsize=4096)


def given(text: str) -> str | None:
    """A stored list: an empty one has no value."""
    return text or None


@remembered
def basis(*days: str) -> str | None:
    """Which date is the best known one; the order of DateBasis decides."""
    return next((str(name) for name, day in zip(DateBasis, days, strict=True) if day), None)


@remembered
def codes(provinces: str | None) -> str | None:
    if provinces is None:
        return None
    return SEPARATOR.join(PROVINCE_CODES.get(slug, "") for slug in provinces.split(SEPARATOR))


@remembered
def source(position: int, *named: str) -> str:
    """Name or address of a case's own source, else of its batch's."""
    own, batch = named[:2], named[2:]
    return (own if any(own) else batch)[position]


def local_time(utc: str) -> str:
    """A moment in the site's time zone; both databases give UTC as `YYYY-MM-DD HH:MM:SS…`."""
    minute, offset = local_minute(utc[:16])
    return minute + utc[16:19] + offset


@remembered
def local_minute(utc: str) -> tuple[str, str]:
    """Time zones differ by whole minutes, so the seconds need no arithmetic."""
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    local = moment.astimezone(timezone.get_default_timezone()).isoformat()
    return local[:16], local[19:]


def permalink(reference: str) -> str:
    return f"{settings.SITE_URL}/cases/{reference}/"


SOURCE = ("source_name", "source_url", "batch__source_name", "batch__source_url")

# ---------------------------------------------------------------- the table

COLUMNS = (
    Column(
        "reference",
        "编号",
        "Reference",
        "案例的固定编号：批次网址名加本站序号，首次发布后不再改变",
        "Permanent reference of the case: the batch's slug and our number; never changes",
        "spp-reform-2-01",
    ),
    Column(
        "title",
        "标题",
        "Title",
        "案例标题；是否出自发布机关见 title_by",
        "Title; title_by says whether it is the issuer's",
        "江苏检察机关完善办案责任体系，放权与监督并重",
    ),
    Column(
        "title_en",
        "英文标题",
        "Title in English",
        "本站译名，可能为空",
        "Title in English, our translation; may be empty",
        "Jiangsu procuratorates refine responsibility for casework",
    ),
    Column(
        "title_by",
        "标题出自",
        "Title by",
        "标题由谁拟定：issuer 发布机关；catalogue 本站编者自拟",
        "Who wrote the title: the issuer or this catalogue",
        "catalogue",
        values=Author,
    ),
    Column(
        "batch",
        "批次",
        "Batch",
        "批次的网址名",
        "Slug of the batch",
        "spp-reform-2",
        ("batch__slug",),
    ),
    Column(
        "batch_title",
        "批次名称",
        "Title of the batch",
        "批次的名称，照录",
        "Title of the batch as released",
        "第二批全国检察机关检察改革典型案例",
        ("batch__title",),
    ),
    Column(
        "case_no",
        "本站序号",
        "Our number",
        "在批次中的次序，本站编排",
        "Number in the batch, ours",
        "3",
        ("number",),
        kind="integer",
    ),
    Column(
        "official_no",
        "原编号",
        "Official number",
        "发布机关自己的编号，可能为空",
        "The issuer's own number; may be empty",
        "案例三",
    ),
    Column(
        "issuers",
        "发布机关",
        "Issued by",
        "发布机关，联合发布的有多个",
        "Issuing bodies; several where the release is joint",
        "最高人民检察院",
        ("batch__issuers",),
        given,
        many=True,
    ),
    Column(
        "date",
        "日期",
        "Date",
        "最可靠的已知日期，可能只到年或月；依据见 date_basis",
        "Best known date, may be a year or a month; date_basis says which date it is",
        "2021-07-29",
        kind="date",
    ),
    Column(
        "date_basis",
        "日期依据",
        "What the date is of",
        "date 是哪个日期：released 发布；issued 印发；reported 报道",
        "Which date `date` is: of release, of issue or of a report",
        "reported",
        ("batch__released_on", "batch__issued_on", "batch__reported_on"),
        basis,
        values=DateBasis,
    ),
    Column(
        "issued_on",
        "印发日期",
        "Date issued",
        "印发日期，可能为空或只到年、月",
        "Date issued; may be empty or partial",
        "2021-07",
        ("batch__issued_on",),
        kind="date",
    ),
    Column(
        "released_on",
        "发布日期",
        "Date released",
        "发布日期，可能为空或只到年、月",
        "Date released; may be empty or partial",
        "2021-07-29",
        ("batch__released_on",),
        kind="date",
    ),
    Column(
        "reported_on",
        "报道日期",
        "Date reported",
        "媒体报道的日期，可能为空或只到年、月",
        "Date of the press report; may be empty or partial",
        "2021-07-29",
        ("batch__reported_on",),
        kind="date",
    ),
    Column("year", "年份", "Year", "date 的年份", "Year of `date`", "2021", kind="integer"),
    Column(
        "bodies",
        "单位",
        "Bodies",
        "发布稿署名的单位，照录",
        "Credited bodies as printed in the release",
        "广州市南沙区检察院",
        ("bodies__name",),
        many=True,
    ),
    Column(
        "body_names",
        "规范全称",
        "Full names of the bodies",
        "各单位的规范全称，次序同 bodies",
        "Standard full names, in the order of `bodies`",
        "广东省广州市南沙区人民检察院",
        ("bodies__standard_name",),
        many=True,
    ),
    Column(
        "body_kinds",
        "机构类型",
        "Kinds of bodies",
        "各单位的类型，次序同 bodies",
        "Kinds of the bodies, in the order of `bodies`",
        "procuratorate",
        ("bodies__kind",),
        many=True,
        values=BodyKind,
    ),
    Column(
        "provinces",
        "地区",
        "Provinces",
        "各单位所在地区，次序同 bodies；军事和全国性单位为空",
        "Provinces of the bodies, in the order of `bodies`; none for military and national ones",
        "guangdong",
        ("bodies__province",),
        many=True,
        values=Province,
    ),
    Column(
        "province_codes",
        "地区代码",
        "Codes of the provinces",
        "各地区的 GB/T 2260 代码，次序同 bodies",
        "GB/T 2260 codes of the provinces, in the order of `bodies`",
        "440000",
        ("bodies__province",),
        codes,
        many=True,
        values=tuple(PROVINCE_CODES.values()),
    ),
    Column(
        "levels",
        "检察院层级",
        "Levels",
        "各单位的层级，次序同 bodies；不是检察院的为空",
        "Levels of the bodies, in the order of `bodies`; none for other bodies",
        "grassroots",
        ("bodies__level",),
        many=True,
        values=Level,
    ),
    Column(
        "place_basis",
        "层级依据",
        "Where the levels are from",
        "各单位的层级从何而来：stated 据原文；inferred 编者判断",
        "Whether each level is stated in the release or inferred by the editors",
        "stated",
        ("bodies__place_basis",),
        many=True,
        values=PlaceBasis,
    ),
    Column(
        "themes",
        "责任主题",
        "Themes",
        "责任主题的网址名，可能没有或有多个",
        "Slugs of the responsibility themes; none, one or more",
        "supervisory",
        ("themes__slug",),
        many=True,
    ),
    Column(
        "theme_names",
        "主题名称",
        "Names of the themes",
        "责任主题的名称，次序同 themes",
        "Names of the themes, in the order of `themes`",
        "监管责任",
        ("themes__name",),
        many=True,
    ),
    Column(
        "themes_by",
        "主题归类出自",
        "Themes by",
        "主题由谁归类：issuer 发布机关；catalogue 本站编者",
        "Who assigned the themes: the issuer or this catalogue",
        "issuer",
        values=Author,
    ),
    Column(
        "keywords",
        "关键词",
        "Keywords",
        "关键词，可能没有",
        "Keywords; may be none",
        "检察权运行",
        make=given,
        many=True,
    ),
    Column(
        "summary",
        "摘要",
        "Summary",
        "本站编写的中文摘要，不是原文",
        "Summary in Chinese, ours, not the issuer's text",
        "江苏检察机关把司法办案中的责任划分得更细。",
    ),
    Column(
        "summary_en",
        "英文摘要",
        "Summary in English",
        "本站编写的英文摘要，可能为空",
        "Summary in English, ours; may be empty",
        "The procuratorates of Jiangsu divided responsibility for casework more finely.",
    ),
    Column(
        "source_name",
        "来源",
        "Source",
        "刊载发布稿的媒体或网站",
        "Medium that carried the release",
        "正义网",
        SOURCE,
        partial(source, 0),
    ),
    Column(
        "source_url",
        "来源网址",
        "Address of the source",
        "来源的网址，不知道的为空",
        "Address of the source; empty where unknown",
        "https://example.org/release.html",
        SOURCE,
        partial(source, 1),
        kind="address",
    ),
    Column(
        "permalink",
        "固定网址",
        "Permanent address",
        "案例页的固定网址",
        "Permanent address of the case's page",
        "https://example.org/cases/spp-reform-2-01/",
        ("reference",),
        permalink,
        kind="address",
    ),
    Column(
        "revision",
        "数据版本",
        "Revision",
        "案例或其批次最后一次变动时的数据版本",
        "Revision in which the case or its batch last changed",
        "12",
        kind="integer",
    ),
    Column(
        "updated_at",
        "更新时间",
        "Updated",
        "该次变动的时间（北京时间）",
        "When that was (Asia/Shanghai)",
        "2026-11-23T09:30:00+08:00",
        make=local_time,
        kind="time",
    ),
)
# Not in a file unless asked for: full texts make it five times as large.
BODY = Column(
    "body",
    "正文",
    "Full text",
    "发布稿全文，照录；没有收录的为空。只在 body=1 或 columns= 写明时给出",
    "Full text as released; empty where it is not held here. Only with body=1 or named in columns=",
    "一、基本情况……",
)
BY_NAME: Mapping[str, Column] = {column.name: column for column in (*COLUMNS, BODY)}


def values(case: Any, columns: Iterable[Column] = COLUMNS) -> dict[str, Value]:
    """A case as JSON has it: lists stay lists, times are ISO 8601 in the site's time zone."""
    return {column.name: column.write(case) for column in columns}


def plain(value: Any) -> Any:
    """A field's value as JSON has it."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value


def cell(value: Value) -> str:
    """A value as a cell of a file has it: several values joined by `;`, nothing as empty."""
    value = plain(value)
    if isinstance(value, list):
        return SEPARATOR.join(value)
    return "" if value is None else str(value)
