"""A body as its name says → the credited body to store."""

from ...divisions import Body
from ...models import CreditedBody
from ...vocabulary import BodyKind


def credited(body: Body) -> CreditedBody:
    """The body to store; what the name leaves open stays empty."""
    return CreditedBody(
        name=body.name,
        standard_name=body.standard_name,
        kind=body.kind or BodyKind.OTHER,
        province=body.province,
        level=body.level,
        place_basis=body.place_basis,
    )
