"""`make bench-reader`: how much the reader of releases gets right, by kind of layout.

The texts in releases/ are ours. Each stands under a line `##### kind: name`; after `=====` follows
what is to be read: the batch's fields, and a line for each case: number | title | subtitle |
bodies | provinces | levels | keywords. `*` is not compared.
"""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reforms.releases import ReadCase, Release, read

TEXTS = Path(__file__).parent / "releases"
VERDICTS = ("right", "wrong", "empty", "invented")
CASE_FIELDS = ("number", "title", "subtitle", "bodies", "provinces", "levels", "keywords")


class Layout(NamedTuple):
    """A text, and what is to be read in it."""

    kind: str
    name: str
    text: str
    facts: dict[str, str]
    cases: list[list[str]]


def layouts() -> Iterator[Layout]:
    """All texts with what is expected of them."""
    for path in sorted(TEXTS.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("##### ")[1:]:
            head, _, rest = part.partition("\n")
            text, _, expected = rest.partition("\n=====\n")
            kind, _, name = head.partition(": ")
            lines = [line.partition(":") for line in expected.splitlines()]
            facts = {field: value.strip() for field, _, value in lines if field != "case"}
            cases = [_cells(value) for field, _, value in lines if field == "case"]
            yield Layout(kind, name, text, facts, cases)


def _cells(line: str) -> list[str]:
    cells = [cell.strip() for cell in line.split("|")]
    return [*cells, *[""] * (len(CASE_FIELDS) - len(cells))]


def facts_of(release: Release) -> dict[str, str]:
    """The batch's fields as the texts write them."""
    return {
        "title": release.title,
        "ordinal": str(release.ordinal or ""),
        "issuers": "; ".join(release.issuers),
        "issued": release.issued_on,
        "released": release.released_on,
        "reported": release.reported_on,
        "document_number": release.document_number,
        "claimed": str(release.claimed or ""),
    }


def cells_of(case: ReadCase) -> list[str]:
    """A case's fields as the texts write them."""
    return [
        case.official_no,
        case.title,
        case.subtitle,
        "; ".join(body.name for body in case.bodies),
        "; ".join(dict.fromkeys(body.province for body in case.bodies if body.province)),
        "; ".join(dict.fromkeys(body.level for body in case.bodies if body.level)),
        "; ".join(case.keywords),
    ]


def verdict(got: str, wanted: str) -> str:
    """Of a field that was read: right, wrong, empty or invented. Blanks do not count."""
    values = [
        "; ".join(dict.fromkeys(filter(None, _bare(text).split(";")))) for text in (got, wanted)
    ]
    if wanted == "*" or values[0] == values[1]:
        return "right"
    return "empty" if not got else "invented" if not wanted else "wrong"


def _bare(text: str) -> str:
    return "".join(text.split()).replace("人民检察院", "检察院")


def differences(layout: Layout, release: Release) -> Iterator[tuple[str, str, str, str]]:
    """Field, verdict, what was read and what was wanted, for each field of a layout."""
    for field, got in facts_of(release).items():
        wanted = layout.facts.get(field, "")
        yield field, verdict(got, wanted), got, wanted
    for n in range(max(len(layout.cases), len(release.cases))):
        wanted_cells = layout.cases[n] if n < len(layout.cases) else [""] * len(CASE_FIELDS)
        got_cells = (
            cells_of(release.cases[n]) if n < len(release.cases) else [""] * len(CASE_FIELDS)
        )
        for field, got, wanted in zip(CASE_FIELDS, got_cells, wanted_cells, strict=True):
            yield f"{n + 1} {field}", verdict(got, wanted), got, wanted


def main() -> None:
    """Print the differences and the table by kind."""
    tally: dict[str, Counter[str]] = {}
    started, count = time.process_time(), 0
    for layout in layouts():
        count += 1
        for field, result, got, wanted in differences(layout, read(layout.text)):
            tally.setdefault(layout.kind, Counter())[result] += 1
            if result != "right":
                print(f"{layout.kind}: {layout.name}: {field} {result}: {got!r} for {wanted!r}")
    print(table(tally))
    print(f"{count} layouts in {time.process_time() - started:.1f} s")


def table(tally: dict[str, Counter[str]]) -> str:
    """The numbers of fields by kind and verdict."""
    rows = [*tally.items(), ("all", sum(tally.values(), Counter()))]
    head = f"{'kind':14}" + "".join(f"{name:>10}" for name in VERDICTS)
    lines = [f"{kind:14}" + "".join(f"{row[name]:>10}" for name in VERDICTS) for kind, row in rows]
    return "\n".join([head, *lines])


if __name__ == "__main__":
    main()
