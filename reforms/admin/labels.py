"""Names of columns, and of the codes in them, as editors read them."""

from django.db.models import TextChoices

from .. import importing
from ..columns import BY_NAME, SEPARATOR
from ..models import Batch, field_label

COLUMN_OF = {"kind": "batch_kind"}  # field of a batch → column with its codes, if named otherwise


def column_label(name: str) -> str:
    """What editors call a column, or a field of a batch; other names stay what they are."""
    if name in BY_NAME:
        column = BY_NAME[name]
        return column.label or column.heading
    return field_label(Batch, name) if name in importing.BATCH_FORM else name


def closed_list(name: str) -> type[TextChoices] | None:
    """The closed list of the codes in a column, or in a field of a batch; None without one."""
    column = COLUMN_OF.get(name, name)
    values = BY_NAME[column].values if column in BY_NAME else ()
    return None if isinstance(values, tuple) else values


def code_labels(choices: type[TextChoices] | None) -> dict[str, str]:
    """Code → label, for a closed list."""
    return {} if choices is None else {code: str(label) for code, label in choices.choices}


def cell_in_words(column: str, text: str) -> str:
    """A cell with labels in place of codes."""
    labels = code_labels(closed_list(column))
    return SEPARATOR.join(labels.get(part, part) for part in text.split(SEPARATOR))


def cell_options(column: str, text: str) -> tuple[str, ...]:
    """All labels that a cell may hold, and its text; nothing for open columns and lists."""
    labels = code_labels(closed_list(column)).values()
    if not labels or SEPARATOR in text:
        return ()
    return tuple(dict.fromkeys(["", *labels, text]))
