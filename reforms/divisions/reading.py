"""A name as printed → the bodies that it means.

Knows cells and lines with nothing but names; mentions.py reads running text.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from .bodies import Bodies, Body, Context
from .forms import FORMS, WHOLE_FORMS, Form
from .gazetteer import may_be_dated

JOINT = re.compile(
    r"(?<=[院关统局厅部委])(?:\s*(?:会同|联合|协同|携手|以及|和|与|及|、|，|,|；|;|/|\||｜)\s*|\s+)"
)
LONGEST_NAME = 120  # characters, as the two below
LONGEST_CELL = 2000
LONGEST_CACHED = 30  # of longer cells nothing is cached: a hostile table could fill the memory


def is_joint(name: str) -> bool:
    """Whether a name is those of several bodies, with a separator between them."""
    return sum("检察" in part for part in JOINT.split(name)) > 1


def without_variants(name: str) -> str:
    """The name with 检察院 for 人民检察院, without the blanks that layout puts into names."""
    return re.sub(r"\s+", "", name).replace("人民检察", "检察").strip("：:，,。、")


def match_forms(name: str, context: Context, forms: Iterable[Form]) -> Bodies:
    """The bodies by the first form that gives any; none if no form does."""
    for form in forms:
        match = form.pattern.fullmatch(name)
        if match and (bodies := form.read(match, context)):
            return bodies
    return []


def unknown_body(name: str, context: Context) -> Body:
    """The body of a name that fits no form, with a question; choices are what its end may mean."""
    if "检察" not in name:
        return Body().with_question(f"不认得“{name}”，请填写机构类型、地区和层级")
    choices: Bodies = []
    for start in range(1, len(name) - 3):
        if choices := match_forms(name[start:], context, FORMS):
            break
    kind = "system" if name.endswith(("机关", "系统")) else "procuratorate"
    question = f"“{name}”与行政区划表对不上，请核对地名"
    return Body(kind=kind, choices=tuple(choices), questions=(question,))


def read_bodies(text: str, near: Body | None = None, year: int | None = None) -> tuple[Body, ...]:
    """The bodies named in a cell or line: one, or several where they acted jointly.

    `near` is the body named before, for 该院 and 市院; `year` is that of the release, for names
    abolished since. Never raises: what a name does not settle stays empty, with a question.
    """
    if len(text) > LONGEST_CELL:
        question = "单位一栏太长，没有读，请只写单位名称"
        return (Body(name=text[:LONGEST_NAME]).with_question(question),)
    if len(text) > LONGEST_CACHED:
        return _read(text, near, year)
    return _read_cached(text, near, year if may_be_dated(text) else None)


def _read(text: str, near: Body | None, year: int | None) -> tuple[Body, ...]:
    bodies: Bodies = []
    for part in JOINT.split(text.strip()):
        if name := part.strip():
            context = Context(bodies[-1] if bodies else near, year)
            bodies += [replace(body, name=name) for body in _read_name(name, context)]
    return tuple(bodies)


_read_cached = lru_cache(maxsize=4096)(_read)


def _read_name(name: str, context: Context) -> Bodies:
    plain = without_variants(name[:LONGEST_NAME])
    forms = (*FORMS, *WHOLE_FORMS)
    return match_forms(plain, context, forms) or [unknown_body(plain, context)]
