"""Rows of text → checked rows: what each would do to the catalogue, and what stands against it.

Reads the catalogue, writes nothing. A cell that says what the catalogue has already is never
read at all, so that our own files go round unchanged, whatever they hold.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db.models import Max, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from .columns import BY_NAME, SEPARATOR
from .columns import cell as as_cell
from .divisions import Body, read_bodies
from .likeness import Likeness
from .models import (
    Batch,
    BatchImport,
    Case,
    CreditedBody,
    ImportRow,
    Theme,
    make_reference,
    split_values,
    validate_text,
)
from .search import fold
from .vocabulary import (
    PROVINCE_ROWS,
    Author,
    BodyKind,
    Level,
    PlaceBasis,
    Province,
    Status,
    place_in_words,
)

RowStatus, Choice = ImportRow.Status, ImportRow.Choice

# ---------------------------------------------------------------- one cell


def one_line(text: str) -> str:
    return " ".join(text.split())


def whole_text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def listed(text: str) -> str:
    return SEPARATOR.join(split_values(text))


def whole_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}(\.0+)?", text.strip()):
        raise ValidationError(_("“%s”不是序号，请写成 3 的样子。") % text.strip())
    return int(text.strip().partition(".")[0])


def partial_date(text: str) -> str:
    """2021年7月29日, 2021/7/29, 2021.7 and 2021-07 alike; order and parts must be sure."""
    parts = re.fullmatch(
        r"([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2}))?)?[年月日]?(?:[ T]00:00:00)?",
        re.sub(r"\s*([-/.年月日])\s*", r"\1", text.strip()),
    )
    if not parts:
        return text.strip()
    return "-".join(part.zfill(2) for part in parts.groups() if part)


class Closed:
    """A closed list: every spelling of a value leads to it, anything else is refused."""

    def __init__(self, spellings: Iterable[tuple[str, str]], names: Iterable[str]) -> None:
        self.spellings = {self.key(spelling): value for spelling, value in spellings}
        self.names = list(names)

    @staticmethod
    def key(text: str) -> str:
        return re.sub(r"\s+", "", normalize("NFKC", text)).lower()

    def __call__(self, text: str) -> str:
        found = self.spellings.get(self.key(text))
        if found is None:
            near = get_close_matches(text.strip(), self.names, 3, 0.3) or self.names[:6]
            words = _("“%(text)s”不在可用的值里，最接近的是：%(near)s。")
            raise ValidationError(words % {"text": text.strip(), "near": "、".join(near)})
        return found


def closed(choices: type[TextChoices], **more: str) -> Closed:
    """By value, by Chinese and English label, and by other customary spellings."""
    pairs, names = [*more.items()], []
    for value in choices.values:
        label = choices(value).label
        with override("en"):
            pairs += [(value, value), (str(label), value)]
        with override("zh-hans"):
            chinese = str(label)
        pairs += [(chinese, value), (chinese.partition("（")[0], value)]
        names.append(chinese)
    return Closed(pairs, names)


@cache
def provinces() -> Closed:
    pairs = []
    for code, slug, chinese, english in PROVINCE_ROWS:
        pairs += [(spelling, slug) for spelling in (code, slug, chinese, english)]
        pairs += [(chinese + end, slug) for end in ("省", "市", "自治区", "特别行政区")]
    pairs += [("广西壮族自治区", "guangxi"), ("宁夏回族自治区", "ningxia")]
    pairs += [("新疆维吾尔自治区", "xinjiang"), ("新疆生产建设兵团", "xinjiang")]
    return Closed(pairs, [row[2] for row in PROVINCE_ROWS])


@cache
def levels() -> Closed:
    more = {"省级": "provincial", "市级": "municipal", "分院": "municipal", "基层": "grassroots"}
    return closed(
        Level, **more, 最高人民检察院="supreme", 区县院="grassroots", 地市级院="municipal"
    )


@cache
def kinds() -> Closed:
    return closed(BodyKind, 人民检察院="procuratorate", 派出检察院="dispatched", 兵团院="corps")


@cache
def authors() -> Closed:
    return closed(Author, 本站="catalogue", 编者="catalogue", 原文="issuer")


@cache
def bases() -> Closed:
    return closed(PlaceBasis, 原文="stated", 编者="inferred", 推断="inferred")


# The reading direction of the columns: how the cell of a case's own field is read.
FIELDS: dict[str, Callable[[str], Any]] = {
    "title": one_line,
    "title_en": one_line,
    "title_by": lambda text: authors()(text),
    "official_no": one_line,
    "themes_by": lambda text: authors()(text),
    "keywords": listed,
    "summary": whole_text,
    "summary_en": whole_text,
    "body": whole_text,
    "source_name": one_line,
    "source_url": str.strip,
}
# Column → field of the batch, and how its cell is read.
BATCH_FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "batch_title": ("title", one_line),
    "issuers": ("issuers", listed),
    "issued_on": ("issued_on", partial_date),
    "released_on": ("released_on", partial_date),
    "reported_on": ("reported_on", partial_date),
}
# Column → field of a credited body, and how one of its values is read.
BODY_FIELDS: dict[str, tuple[str, Callable[[str], str]]] = {
    "bodies": ("name", one_line),
    "body_names": ("standard_name", one_line),
    "body_kinds": ("kind", lambda text: kinds()(text)),
    "provinces": ("province", lambda text: provinces()(text)),
    "levels": ("level", lambda text: levels()(text)),
    "place_basis": ("place_basis", lambda text: bases()(text)),
}
# What follows from other columns: never read.
DERIVED = {"date", "date_basis", "year", "province_codes", "theme_names", "permalink"} | {
    "revision",
    "updated_at",
}


def same_text(one: str, other: str) -> bool:
    """Whether two cells say the same; files differ in how they break lines."""
    return whole_text(one) == whole_text(other)


# ---------------------------------------------------------------- one row


@dataclass
class Checked:
    """One row, and what it would do."""

    row: ImportRow
    batch: Batch | None = None
    number: int = 0
    target: Case | None = None
    values: dict[str, Any] = field(default_factory=dict)
    themes: list[Theme] | None = None
    bodies: list[CreditedBody] | None = None
    messages: list[list] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list)
    alike: list[list] = field(default_factory=list)
    choice: str = ""  # the editor's, else ours
    status: str = ""

    def refuse(self, column: str, words: str) -> None:
        self.messages.append([column, words, True])

    def ask(self, column: str, words: str) -> None:
        self.messages.append([column, words, False])

    @property
    def is_refused(self) -> bool:
        return any(refuses for _column, _words, refuses in self.messages)

    @property
    def is_written(self) -> bool:
        return self.status in (RowStatus.NEW, RowStatus.CHANGED)

    @property
    def changes_public(self) -> bool:
        return self.status == RowStatus.CHANGED and self.target.is_public

    def cell(self, column: str) -> str:
        return self.row.cells.get(column, "")

    def old(self, column: str) -> str:
        return as_cell(BY_NAME[column].write(self.target)) if self.target else ""

    def case(self) -> Case:
        """The case as it would be, not written."""
        case = copy(self.target) if self.target else Case(batch=self.batch, number=self.number)
        for name, value in self.values.items():
            setattr(case, name, value)
        return case

    def themes_after(self) -> list[Theme]:
        known = list(self.target.themes.all()) if self.target else []
        return known if self.themes is None else self.themes

    def bodies_after(self) -> list[CreditedBody]:
        known = list(self.target.bodies.all()) if self.target else []
        return known if self.bodies is None else self.bodies

    def store(self) -> ImportRow:
        """The row with what this check said of it."""
        self.row.status = self.status
        self.row.target = self.target.pk if self.target else None
        self.row.messages, self.row.changes = self.messages, self.changes
        self.row.alike = [[pk, why] for pk, why, _case in self.alike]
        return self.row


# ---------------------------------------------------------------- the batches of an import


@dataclass
class Plan:
    """One batch of an import: as it would be, and what stands against it."""

    batch: Batch
    line: int  # of the row that brought it
    facts: dict[str, str] = field(default_factory=dict)  # column → cell, first come
    changes: list[list[str]] = field(default_factory=list)
    faults: list[list[str]] = field(default_factory=list)
    next_number: int = 1

    @property
    def is_new(self) -> bool:
        return not self.batch.pk


def text_of(batch: Batch, name: str) -> str:
    value = getattr(batch, name)
    return "" if value is None else str(value)


def batch_value(plan: Plan, name: str, column: str, text: str, read: Callable, clear: bool) -> None:
    """Set one field of a batch from a cell, where the cell says something else."""
    old = text_of(plan.batch, name)
    if same_text(text, old) or not (text.strip() or clear):
        return
    try:
        model_field = Batch._meta.get_field(name)
        value = model_field.clean(read(text) or model_field.get_default(), plan.batch)
    except ValidationError as error:
        plan.faults.append([column, " ".join(error.messages)])
        return
    setattr(plan.batch, name, value)
    if not plan.is_new and text_of(plan.batch, name) != old:
        plan.changes.append([name, old, text_of(plan.batch, name)])


def complete(plan: Plan) -> None:
    """Say what a new batch lacks."""
    if plan.is_new:
        needed = {"batch": "slug", "batch_title": "title", "issuers": "issuers"}
        for column, name in needed.items():
            if not getattr(plan.batch, name):
                label = Batch._meta.get_field(name).verbose_name
                plan.faults.append([column, _("新批次缺少“%s”。") % label])
    try:
        plan.batch.clean_fields(exclude=["title", "issuers"])
    except ValidationError as error:
        found = error.message_dict
        if found.pop("slug", None):
            found["batch"] = [_("网址名只能用英文字母、数字和连字符，如 spp-reform-3。")]
        known = {column for column, _words in plan.faults}
        plan.faults += [[name, " ".join(said)] for name, said in found.items() if name not in known]


# ---------------------------------------------------------------- the check


class Check:
    """One pass over the rows of an import; knows what earlier rows said."""

    def __init__(self, batch_import: BatchImport) -> None:
        self.facts = batch_import.facts
        self.clear = bool(self.facts.get("clear"))
        self.columns = set(self.facts.get("columns", ()))
        self.themes = {theme.slug: theme for theme in Theme.objects.all()}
        self.theme_list = Closed(
            [
                (spelling, theme.slug)
                for theme in self.themes.values()
                for spelling in (theme.slug, theme.name, theme.name_en)
            ],
            [theme.name for theme in self.themes.values()],
        )
        self.likeness = Likeness()
        self.plans: dict[str, Plan] = {}
        self.written: dict[Any, int] = {}  # case or title and bodies → line
        given = self.facts.get("batch") or {}
        self.slug = given.get("slug", "").strip()
        if given:
            self.plan_from_form(given)

    def plan_from_form(self, given: dict[str, str]) -> None:
        """The batch that the editor named beside the rows."""
        plan = self.plan(self.slug, 0)
        reads = dict(BATCH_FIELDS.values())
        for name, text in given.items():
            if name != "slug":
                batch_value(plan, name, name, text, reads.get(name, whole_text), True)
        complete(plan)

    def plan(self, slug: str, line: int) -> Plan:
        if slug not in self.plans:
            batch = Batch.objects.filter(slug=slug).first() or Batch(slug=slug)
            plan = self.plans[slug] = Plan(batch, line)
            if batch.pk:
                plan.next_number = (batch.cases.aggregate(last=Max("number"))["last"] or 0) + 1
        return self.plans[slug]

    # ------------------------------------------------------------ many rows

    def rows(self, rows: Sequence[ImportRow]) -> list[Checked]:
        """Check rows in their order, with a fixed number of queries."""
        checked = [Checked(row, choice=row.choice) for row in rows]
        self.find_by_reference(checked)
        for one in checked:
            self.find_batch(one)
        self.find_by_number(checked)
        self.likeness.mark(
            one
            for one in checked
            if one.batch and not one.target and not any(is_surely(one, c) for *_, c in one.alike)
        )
        for one in checked:
            self.decide_target(one)
            self.read(one)
            self.conclude(one)
        return checked

    def find_by_reference(self, checked: list[Checked]) -> None:
        wanted = {one.cell("reference").strip() for one in checked} - {""}
        found = {
            case.reference: case
            for case in Case.objects.with_relations().filter(reference__in=wanted)
        }
        for one in checked:
            one.target = found.get(one.cell("reference").strip())

    def find_batch(self, one: Checked) -> None:
        slug = one.cell("batch").strip() or (one.target.batch.slug if one.target else self.slug)
        if not slug:
            one.refuse("batch", _("没有写批次的网址名，也没有为整个文件选定批次。"))
            return
        plan = self.plan(slug, one.row.line)
        one.batch = plan.batch
        for column, (name, read) in BATCH_FIELDS.items():
            if column in one.row.cells:
                self.fact(one, plan, column, name, read)
        if plan.line == one.row.line:
            complete(plan)
            for column, words in plan.faults:
                one.refuse(column, words)
        elif plan.faults:
            where = _("第 %d 行") % plan.line if plan.line else _("上面的批次")
            one.refuse("batch", _("批次有误，见%s；改好后这一行才能导入。") % where)

    def fact(self, one: Checked, plan: Plan, column: str, name: str, read: Callable) -> None:
        """What a row says of its batch: the first to say it decides, the others must agree."""
        text = one.cell(column)
        if column not in plan.facts:
            plan.facts[column] = text
            batch_value(plan, name, column, text, read, self.clear)
        elif not same_text(text, plan.facts[column]):
            words = _("与第 %(line)d 行对同一批次的写法不同：“%(text)s”。")
            one.refuse(column, words % {"line": plan.line, "text": plan.facts[column]})

    def find_by_number(self, checked: list[Checked]) -> None:
        """The number in the batch; a case that has it already is a likely duplicate."""
        for one in checked:
            if one.batch is None or not one.cell("case_no").strip():
                continue
            try:
                one.number = whole_number(one.cell("case_no"))
            except ValidationError as error:
                one.refuse("case_no", error.messages[0])
        batches = {one.batch.pk for one in checked if one.batch and one.batch.pk}
        numbers = {one.number for one in checked if one.number}
        cases = Case.objects.filter(batch__in=batches, number__in=numbers).with_relations()
        taken = {(case.batch_id, case.number): case for case in cases}
        for one in checked:
            found = one.batch and one.number and taken.get((one.batch.pk, one.number))
            if found and not one.target:
                one.alike.append([found.pk, _("同一批次、同一序号"), found])

    # ------------------------------------------------------------ one row

    def decide_target(self, one: Checked) -> None:
        """Which case the row is about, by its reference or by the editor's choice."""
        reference = one.cell("reference").strip()
        if one.target:
            self.check_place(one)
        elif reference and not (one.batch and reference == make_reference(one.batch, one.number)):
            one.refuse("reference", _("没有编号为“%s”的案例；新增的案例请留空。") % reference)
        elif one.alike and one.choice != Choice.ADD:
            first = one.alike[0][2]
            sure = Choice.UPDATE if is_surely(one, first) else Choice.SKIP
            one.choice = one.choice or sure
            one.target = first if one.choice == Choice.UPDATE else None
        if one.target or one.batch is None:
            return
        plan = self.plans[one.batch.slug]
        if not one.number or any(found.number == one.number for _pk, _why, found in one.alike):
            one.number = plan.next_number
        plan.next_number = max(plan.next_number, one.number + 1)

    def check_place(self, one: Checked) -> None:
        """Batch and number of a known case do not change by an import."""
        if one.batch and one.batch.slug != one.target.batch.slug:
            one.refuse("batch", _("编号 %s 不属于这个批次。") % one.target.reference)
        if one.number and one.number != one.target.number:
            one.refuse("case_no", _("与编号 %s 的序号不符。") % one.target.reference)

    def read(self, one: Checked) -> None:
        for column, words in one.row.faults:
            one.refuse(column, words)
        passed_over = TITLE if one.target and is_drafted(one.row) else set()
        for column, words in one.row.asks:
            if column not in passed_over:
                one.ask(column, words)
        for column, text in one.row.cells.items():
            known = column in FIELDS and column not in passed_over
            if known and self.says_something(one, column, text):
                self.read_field(one, column, text)
        self.read_themes(one)
        read_credited(one, self.says_something, one.batch.date[:4] if one.batch else "")
        if not one.target and not one.values.get("title"):
            one.refuse("title", _("缺少标题。"))

    def says_something(self, one: Checked, column: str, text: str) -> bool:
        """Whether a cell is there and differs from what the catalogue has."""
        if same_text(text, one.old(column)):
            return False
        return bool(text.strip()) or (self.clear and one.target is not None)

    def read_field(self, one: Checked, column: str, text: str) -> None:
        model_field = Case._meta.get_field(column)
        try:
            value = model_field.clean(FIELDS[column](text), None)
        except ValidationError as error:
            one.refuse(column, " ".join(error.messages))
            return
        one.values[column] = value
        if one.target and value != getattr(one.target, column):
            one.changes.append([column, one.old(column), value])
        elif one.target:
            del one.values[column]

    def read_themes(self, one: Checked) -> None:
        column = "themes" if "themes" in one.row.cells else "theme_names"
        text = one.cell(column)
        if column not in one.row.cells or not self.says_something(one, column, text):
            return
        found = {}
        for part in split_values(text):
            try:
                slug = self.theme_list(part)
                found[slug] = self.themes[slug]
            except ValidationError as error:
                one.refuse("themes", error.messages[0])
        one.themes = sorted(found.values(), key=lambda theme: (theme.position, theme.slug))
        new = SEPARATOR.join(theme.slug for theme in one.themes)
        if one.target and new == one.old("themes"):
            one.themes = None
        elif one.target:
            one.changes.append(["themes", one.old("themes"), new])

    def conclude(self, one: Checked) -> None:
        """Say what would become of the row."""
        if one.choice == Choice.SKIP:
            one.status = RowStatus.SKIPPED
            return
        changed = bool(one.changes)
        if one.target and changed and one.target.status == Status.WITHDRAWN:
            one.refuse("reference", _("案例已撤下，导入不改动它。"))
        self.refuse_twice(one)
        if one.is_refused:
            one.status = RowStatus.REFUSED
        elif one.target:
            one.status = RowStatus.CHANGED if changed else RowStatus.SAME
        else:
            one.status = RowStatus.NEW

    def refuse_twice(self, one: Checked) -> None:
        """A case that an earlier row of this import has already."""
        keys: list[Any] = [one.target.pk] if one.target else []
        if not one.target and one.batch:
            names = tuple(fold(body.name) for body in one.bodies or ())
            keys = [(one.batch.slug, one.number), (fold(one.values.get("title", "")), names)]
        for key in keys:
            line = self.written.setdefault(key, one.row.line)
            if line != one.row.line:
                one.refuse("", _("与第 %d 行是同一件案例。") % line)
                return


TITLE = {"title", "title_by"}


def is_drafted(row: ImportRow) -> bool:
    """Whether the title is one that we made for want of another: it replaces none."""
    return any(column == "title" for column, _words in row.asks)


def is_surely(one: Checked, case: Case) -> bool:
    """Whether the case with the row's number is the row's: same title, or a body in common."""
    if case.batch_id != one.batch.pk or case.number != one.number:
        return False
    names = {fold(name) for name in split_values(one.cell("bodies"))}
    ours = {fold(name) for body in case.bodies.all() for name in (body.name, body.standard_name)}
    return fold(one.cell("title")) == fold(case.title) or bool(names & ours)


# ---------------------------------------------------------------- credited bodies


def read_credited(one: Checked, says_something: Callable, year: str) -> None:
    """The bodies of a row: as its columns say, the rest as their names tell."""
    given = {column: one.cell(column) for column in BODY_FIELDS if column in one.row.cells}
    told = [column for column, text in given.items() if says_something(one, column, text)]
    if not told:
        return
    # A column that the file lacks, or leaves empty, keeps what the catalogue has.
    texts = {c: given.get(c, "") if given.get(c, "").strip() else one.old(c) for c in BODY_FIELDS}
    if "bodies" in told:
        texts = {c: text if given.get(c, "").strip() else "" for c, text in texts.items()}
    bodies = in_parallel(one, texts, int(year) if year else None)
    if bodies is None:
        return
    keep_numbers(one, bodies)
    changes = body_changes(one, bodies)
    if not one.target or changes:
        one.bodies = bodies
        one.changes += changes


def in_parallel(one: Checked, texts: dict[str, str], year: int | None) -> list | None:
    """Bodies from parallel cells, one value a body; None where a cell is at fault."""
    names = parts(texts["bodies"])
    others = {c: text for c, text in texts.items() if c != "bodies" and text.strip(" ;；")}
    if not others:
        return [make_body(one, body, {}) for body in by_names(names, year)]
    columns = {column: parts(text) for column, text in others.items()}
    known = len(one.messages)
    for column, values in columns.items():
        if len(values) != len(names):
            words = _("单位有 %(names)d 个，这里有 %(values)d 个，个数应相同，用分号隔开。")
            one.refuse(column, words % {"names": len(names), "values": len(values)})
    if len(one.messages) > known:
        return None
    bodies = []
    for position, name in enumerate(names):
        told = (read_bodies(name, year=year) or (Body(name=name),))[0]
        cells = {column: values[position].strip() for column, values in columns.items()}
        bodies.append(make_body(one, told, cells, name=name))
    return None if any(refuses for *_rest, refuses in one.messages[known:]) else bodies


def by_names(names: list[str], year: int | None) -> list[Body]:
    found: list[Body] = []
    for name in names:
        found += read_bodies(name, found[-1] if found else None, year)
    return found


def parts(text: str) -> list[str]:
    """The values of a cell, empty ones kept: `;` as we write it, else as editors do."""
    return [part.strip() for part in re.split("[;；\n]", whole_text(text))] if text.strip() else []


def make_body(one: Checked, told: Body, cells: dict[str, str], name: str = "") -> CreditedBody:
    """A body from its cells; what they leave open, from what its name tells."""
    values = {"name": name or told.name}
    for column, text in cells.items():
        field_name, read = BODY_FIELDS[column]
        try:
            values[field_name] = read(text) if text else ""
        except ValidationError as error:
            one.refuse(column, error.messages[0])
    fill_in(one, told, values)
    body = CreditedBody(**values)
    try:
        body.clean_fields(exclude=["case"])
    except ValidationError as error:
        for words in error.messages:
            one.refuse("bodies", f"{body.name}：{words}")
    return body


def fill_in(one: Checked, told: Body, values: dict[str, str]) -> None:
    """Take from the name what the cells leave open, and say what was doubtful."""
    known = {name: values[name] for name in ("kind", "province", "level") if values.get(name)}
    if told.level and "level" not in known:
        words = _("“%(name)s”按名称判断：%(place)s。")
        place = place_in_words(values.get("province") or told.province, told.level)
        one.ask("levels", words % {"name": values["name"], "place": place})
    for name in ("kind", "province", "level", "standard_name"):
        values[name] = values.get(name) or getattr(told, name)
    if not values.get("place_basis"):
        inferred = "level" not in known and "level" in told.inferred
        values["place_basis"] = PlaceBasis.INFERRED if inferred else PlaceBasis.STATED
    for words in told.questions if len(known) < 3 else ():
        one.ask("bodies", words)
    if not values["kind"]:
        values["kind"] = BodyKind.OTHER
        one.ask("body_kinds", _("认不出“%s”是哪类机构，暂记为其他单位。") % values["name"])
    for name, column, choices in (("province", "provinces", Province), ("level", "levels", Level)):
        if name in known and getattr(told, name) not in ("", known[name]):
            words = _("按名称“%(name)s”应是%(told)s，这里写的是%(given)s，请核对。")
            told_label, given = choices(getattr(told, name)).label, choices(known[name]).label
            said = {"name": values["name"], "told": told_label, "given": given}
            one.ask(column, words % said)


def keep_numbers(one: Checked, bodies: list[CreditedBody]) -> None:
    """A body that stays, by its name, keeps its row."""
    rows = {body.name: body for body in (one.target.bodies.all() if one.target else ())}
    for body in bodies:
        if old := rows.pop(body.name, None):
            body.pk = old.pk


def body_changes(one: Checked, bodies: list[CreditedBody]) -> list[list[str]]:
    if not one.target:
        return []
    after = {
        column: SEPARATOR.join(getattr(body, name) for body in bodies)
        for column, (name, _read) in BODY_FIELDS.items()
    }
    return [
        [column, one.old(column), new] for column, new in after.items() if new != one.old(column)
    ]


# ---------------------------------------------------------------- what rows hold


def clean_row(row: ImportRow) -> ImportRow:
    """Take out what no database can store, and say so."""
    for column, text in row.cells.items():
        try:
            validate_text(text)
        except ValidationError as error:
            row.cells[column] = re.sub(
                r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "\ufffd", text
            )
            row.faults.append([column, error.messages[0]])
    return row


def counts(statuses: Iterable[str]) -> dict[str, int]:
    found = Counter(statuses)
    return {status.value: found[status.value] for status in RowStatus}
