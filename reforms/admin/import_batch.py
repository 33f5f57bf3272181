"""The batch of a pasted release, cell by cell, as the page of an import shows it."""

from .. import importing
from ..models import Batch, BatchImport
from .import_rows import LONG, Cell


def batch_cells(found: BatchImport) -> list[Cell]:
    """The batch of a pasted release, to be corrected."""
    facts = found.facts
    plan = next(iter(facts.get("plans", ())), {"faults": (), "changes": ()})
    told = [*([about, text, False] for about, text in facts.get("questions", ()))]
    told += [[COLUMN_OF_FACT.get(name, name), text, True] for name, text in plan["faults"]]
    changed = {name: old for name, old, _new in plan["changes"]}
    return [
        Cell(
            name=name,
            label=str(Batch._meta.get_field(name).verbose_name),
            text=facts["batch"].get(name, ""),
            old=changed.get(name, ""),
            has_old=name in changed,
            passage=facts.get("passages", {}).get(FACT_OF_FIELD.get(name, name), ""),
            messages=tuple((text, bad) for about, text, bad in told if field_of(about) == name),
            is_long=name in LONG,
        )
        for name in importing.BATCH_FORM
    ]


# Fields as the reader of releases calls them, and as batches do.
FACT_OF_FIELD = {
    "released_on": "released",
    "issued_on": "issued",
    "reported_on": "reported",
    "source_name": "source",
}
FIELD_OF_FACT = {fact: name for name, fact in FACT_OF_FIELD.items()}
COLUMN_OF_FACT = {"batch": "slug", "batch_title": "title"}


def field_of(about: str) -> str:
    return FIELD_OF_FACT.get(about, about)


def questions_beside(found: BatchImport) -> list[str]:
    """What the reader asked about the text as a whole."""
    fields = set(importing.BATCH_FORM)
    return [
        text for about, text in found.facts.get("questions", ()) if field_of(about) not in fields
    ]
