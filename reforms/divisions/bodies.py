"""The value object of a credited body, and the bodies that belong to a place.

Knows no text: how names are read is the business of forms.py and choosing.py.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from .gazetteer import Place

CORPS_CITIES = "6590"  # code prefix of cities whose procuratorates belong to the corps (兵团)


@dataclass(frozen=True)
class Body:
    """A credited body: what its name says, what was inferred, what is left open."""

    name: str = ""  # as printed
    kind: str = ""  # vocabulary.BodyKind
    province: str = ""  # vocabulary.Province
    level: str = ""  # vocabulary.Level
    standard_name: str = ""
    code: str = ""  # of its place, GB/T 2260
    inferred: tuple[str, ...] = ()  # the fields above that the name does not state
    choices: tuple["Body", ...] = ()  # the bodies that the name may also mean
    questions: tuple[str, ...] = ()  # what an editor must decide
    notes: tuple[str, ...] = ()  # what an editor should know
    place: Place | None = None

    @property
    def place_basis(self) -> str:
        """vocabulary.PlaceBasis: whether the name states the level."""
        return "inferred" if "level" in self.inferred else "stated"

    def with_question(self, question: str) -> "Body":
        return replace(self, questions=(*self.questions, question))

    def with_note(self, note: str) -> "Body":
        return replace(self, notes=(*self.notes, note))

    def with_inferred(self, *fields: str) -> "Body":
        return replace(self, inferred=tuple(dict.fromkeys((*self.inferred, *fields))))


class Context(NamedTuple):
    """What helps to read a name: the body named before it, and the year of the release."""

    near: Body | None = None
    year: int | None = None


Bodies = list[Body]
BodyOfPlace = Callable[[Place], Body]


def is_anonymous(name: str) -> bool:
    """Whether a name leaves open which body it is: 某市检察院. Two such are never one body."""
    return "某" in name


def body_at(place: Place, kind: str, standard_name: str, level: str = "") -> Body:
    """A body at a place, of the place's level unless another is given."""
    return Body(
        kind=kind,
        province=place.slug,
        level=level or place.level,
        standard_name=standard_name,
        code=place.code,
        place=place,
    )


def procuratorate_of(place: Place) -> Body:
    """The procuratorate of a place."""
    if place.code.startswith(CORPS_CITIES):
        body = body_at(place, "corps", "").with_inferred("kind", "level")
        return body.with_question(f"“{place.name}”是兵团的城市，请核对是哪个院")
    if place.body_kind == "branch":
        return body_at(place, "branch", place.branch_name)
    if place.name.endswith(("盟", "地区")) and place.level == "municipal":
        # Leagues and prefectures have no people's congress, so a branch of the provincial
        # procuratorate takes the place of a municipal one.
        body = body_at(place, "branch", place.branch_name).with_inferred("kind")
        return body.with_note("盟和地区一般设省级院的分院")
    body = body_at(place, place.body_kind or "procuratorate", f"{place.full_name}人民检察院")
    if place.code:
        return body
    return body.with_inferred("kind").with_note("特定区域的院，类型和全称请核对")


def system_of(place: Place) -> Body:
    """All procuratorates of a place together. Their level is inferred: it is that of the place."""
    return body_at(place, "system", f"{place.full_name}检察机关").with_inferred("level")


def common_value(values: Iterable[str]) -> str:
    """The one value that all have; empty where they differ or there are none."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else ""
