"""A credited body, and the bodies that a place has."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from .gazetteer import Place

CORPS_CITIES = "6590"  # cities of the corps, whose procuratorates are the corps' own


@dataclass(frozen=True)
class Body:
    """A credited body: what its name says, what was inferred, what is left open."""

    name: str = ""  # as printed
    kind: str = ""  # vocabulary.BodyKind
    province: str = ""  # vocabulary.Province
    level: str = ""  # vocabulary.Level
    standard_name: str = ""
    code: str = ""  # GB/T 2260, of its place
    inferred: tuple[str, ...] = ()  # the fields above that the name does not state
    choices: tuple["Body", ...] = ()  # what the name also fits
    questions: tuple[str, ...] = ()  # what an editor must decide
    notes: tuple[str, ...] = ()  # what an editor should know
    place: Place | None = None

    def asking(self, question: str) -> "Body":
        return replace(self, questions=(*self.questions, question))

    def noting(self, note: str) -> "Body":
        return replace(self, notes=(*self.notes, note))

    def inferring(self, *fields: str) -> "Body":
        return replace(self, inferred=tuple(dict.fromkeys((*self.inferred, *fields))))


class Context(NamedTuple):
    """What stands around a name: the body named before it, and the year of the release."""

    near: Body | None = None
    year: int | None = None


Bodies = list[Body]
Maker = Callable[[Place], Body]


def body_at(place: Place, kind: str, standard_name: str, level: str = "") -> Body:
    return Body(
        kind=kind,
        province=place.slug,
        level=level or place.level,
        standard_name=standard_name,
        code=place.code,
        place=place,
    )


def procuratorate_of(place: Place) -> Body:
    """The procuratorate of a place itself."""
    if place.code.startswith(CORPS_CITIES):
        body = body_at(place, "corps", "").inferring("kind", "level")
        return body.asking(f"“{place.name}”是兵团的城市，请核对是哪个院")
    if place.body_kind == "branch":
        return body_at(place, "branch", place.branch_name)
    if place.name.endswith(("盟", "地区")) and place.level == "municipal":
        # A league or prefecture has no congress of its own: the province's branch stands there.
        body = body_at(place, "branch", place.branch_name).inferring("kind")
        return body.noting("盟和地区一般设省级院的分院")
    body = body_at(place, place.body_kind or "procuratorate", f"{place.full_name}人民检察院")
    return body if place.code else body.inferring("kind").noting("特定区域的院，类型和全称请核对")


def system_of(place: Place) -> Body:
    """All procuratorates of a place together; the level is the place's, hence inferred."""
    return body_at(place, "system", f"{place.full_name}检察机关").inferring("level")
