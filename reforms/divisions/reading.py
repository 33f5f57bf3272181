"""A name as printed → the bodies that it gives."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from .bodies import Bodies, Body, Context
from .forms import FORMS, WHOLE_FORMS, Form

JOINT = re.compile(
    r"(?<=[院关统局厅部委])(?:\s*(?:会同|联合|协同|携手|以及|和|与|及|、|，|,|；|;|/)\s*|\s+)"
)
LONGEST_NAME = 120
LONGEST_CELL = 2000
LONGEST_KEPT = 30  # of longer cells nothing is kept: a hostile table could fill the memory


def without_variants(name: str) -> str:
    """检察院 and 人民检察院 are the same name; blanks inside a name come from layout."""
    return re.sub(r"\s+", "", name).replace("人民检察", "检察").strip("：:，,。、")


def match_forms(
    name: str, context: Context, forms: Iterable[tuple[re.Pattern[str], Form]]
) -> Bodies:
    for pattern, form in forms:
        match = pattern.fullmatch(name)
        if match and (bodies := form(match, context)):
            return bodies
    return []


def unknown_body(name: str, context: Context) -> Body:
    """No form fits: what is missing, and what the end of the name would fit."""
    if "检察" not in name:
        return Body().asking(f"不认得“{name}”，请填写机构类型、地区和层级")
    choices: Bodies = []
    for start in range(1, len(name) - 3):
        if choices := match_forms(name[start:], context, FORMS):
            break
    kind = "system" if name.endswith(("机关", "系统")) else "procuratorate"
    question = f"“{name}”与行政区划表对不上，请核对地名"
    return Body(kind=kind, choices=tuple(choices), questions=(question,))


def read_bodies(text: str, near: Body | None = None, year: int | None = None) -> tuple[Body, ...]:
    """The bodies named in a cell or line: one, or several where they acted jointly.

    `near` is the body named before, for 该院 and 市院; `year` that of the release, for names
    since abolished. Never raises: what cannot be told stays empty, with a question.
    """
    if len(text) > LONGEST_CELL:
        return (Body(name=text[:LONGEST_NAME]).asking("单位一栏太长，没有读，请只写单位名称"),)
    read = _kept if len(text) <= LONGEST_KEPT else _kept.__wrapped__
    return read(text, near, year)


@lru_cache(maxsize=4096)
def _kept(text: str, near: Body | None, year: int | None) -> tuple[Body, ...]:
    bodies: Bodies = []
    for part in JOINT.split(text.strip()):
        if name := part.strip():
            context = Context(bodies[-1] if bodies else near, year)
            folded = without_variants(name[:LONGEST_NAME])
            read = match_forms(folded, context, (*FORMS, *WHOLE_FORMS)) or [
                unknown_body(folded, context)
            ]
            bodies += [replace(body, name=name) for body in read]
    return tuple(bodies)


def read_body(name: str, near: Body | None = None, year: int | None = None) -> Body:
    """The one body that a name gives; the first, with a question, where it gives several."""
    bodies = read_bodies(name, near, year) or (Body().asking("没有写单位"),)
    if len(bodies) == 1:
        return bodies[0]
    several = "、".join(body.standard_name or body.name for body in bodies)
    return bodies[0].asking(f"“{name}”是几个单位：{several}")
