"""The batch of a pasted release, cell by cell, as the page of an import shows it."""

from .. import importing
from ..columns import BY_NAME
from ..models import Batch, BatchImport
from .import_rows import LONG, Cell


def batch_cells(found: BatchImport) -> list[Cell]:
    """The batch of a pasted release, to be corrected."""
    facts = found.facts
    plan = next(iter(facts.get("plans", ())), {"faults": (), "changes": ()})
    notes = [(about, text, False) for about, text in facts.get("questions", ())]
    notes += [(field_of(column), text, True) for column, text in plan["faults"]]
    changed = {name: old for name, old, _new in plan["changes"]}
    return [
        Cell(
            name=name,
            label=str(Batch._meta.get_field(name).verbose_name),
            text=facts["batch"].get(name, ""),
            old=changed.get(name, ""),
            has_old=name in changed,
            passage=facts.get("passages", {}).get(name, ""),
            messages=tuple((text, refuses) for about, text, refuses in notes if about == name),
            is_long=name in LONG,
        )
        for name in importing.BATCH_FORM
    ]


def field_of(column: str) -> str:
    """The field of the batch that a column shows; a field stays what it is."""
    return BY_NAME[column].field if column in BY_NAME else column


def questions_beside(found: BatchImport) -> list[str]:
    """What the reader asked about the text as a whole."""
    return [
        text
        for about, text in found.facts.get("questions", ())
        if about not in importing.BATCH_FORM
    ]
