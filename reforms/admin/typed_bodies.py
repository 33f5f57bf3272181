"""Names of bodies as an editor types them → credited bodies, by what their names say.

Knows no request.
"""

from ..divisions import Body, read_bodies
from ..models import CreditedBody
from ..text.lines import split_values
from ..vocabulary import BodyKind, PlaceBasis


def named_bodies(text: str, year: int | None = None) -> list[Body]:
    """The bodies that a text names, one a line or separated by ; ； 、; a name may refer to the
    body before it. `year` decides what a name meant then."""
    bodies: list[Body] = []
    for name in split_values(text):
        bodies += read_bodies(name, bodies[-1] if bodies else None, year) or [Body(name=name)]
    return bodies


def credited(body: Body) -> CreditedBody:
    """The body to store; what the name leaves open stays empty."""
    is_inferred = "level" in body.inferred
    return CreditedBody(
        name=body.name,
        standard_name=body.standard_name,
        kind=body.kind or BodyKind.OTHER,
        province=body.province,
        level=body.level,
        place_basis=PlaceBasis.INFERRED if is_inferred else PlaceBasis.STATED,
    )
