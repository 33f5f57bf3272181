"""A body that an editor types by hand → what its name says of it, as in imports."""

from django.utils.translation import gettext as _

from ..divisions import is_joint, read_bodies

FIELDS = ("kind", "province", "level", "standard_name", "place_basis")


class TypedBody:
    """What the name of a body says, and the question that must be answered before it is stored."""

    def __init__(self, name: str, year: int | None) -> None:
        bodies = read_bodies(name, year=year)
        self.body = bodies[0] if len(bodies) == 1 else None
        self.question = ""
        if is_joint(name):
            self.question = _("这里像是几个单位：请一行写一个。")
        elif self.body and self.body.choices and not self.body.standard_name:
            self.question = "；".join(self.body.questions)

    def fields(self) -> dict[str, str]:
        """Kind, province, level, full name and basis; none where the name says no place."""
        if not self.body or not (self.body.province or self.body.level):
            return {}
        return {name: getattr(self.body, name) for name in FIELDS}
