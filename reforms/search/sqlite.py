"""SQLite: an FTS5 table of pairs of characters, where a term is a phrase of pairs, and a small
one of single characters and of the commonest phrases.

Contentless, since the folded text is stored once already. Deleting from such a table means
handing it the old tokens again, which is why the folded text is stored at all.
"""

import json
from collections.abc import Iterable, Sequence
from operator import add

from django.db import connection, transaction

from ..bitset import NOTHING, Bitset, parse_integers
from . import index_version
from .phrases import PHRASES, known

PAIRS = "reforms_casepairs"
# Apart, because it needs no positions: with them it would be four times as big.
LETTERS = "reforms_caseletters"
DETAIL = {PAIRS: "full", LETTERS: "none"}
# No character folds to these. Before what stands in a title, and in a title or summary;
# between two fields, so that no phrase goes on from one into the next.
TITLE, SUMMARY, GAP = "¹", "²", "¦"
INDEXED = f"{PAIRS}_docsize"  # has the id of every case that is in
TOGETHER = 1 << 18  # ids that are joined at once: a million would take 20 MB for a moment
# Bytes of new tokens that are sorted in memory before they are written and merged: the default of
# 1 MB makes thousands of cases a third slower to index.
SORTED = 32 << 20
# Behind the names of tables that a rebuild of this code is filling.
NEW = f"_new_{index_version.SHORT}"


def create(suffix: str = "") -> None:
    # `ascii` takes every character beyond ASCII as part of a token, whatever its nature.
    with connection.cursor() as cursor:
        for name, detail in DETAIL.items():
            options = f"content='', tokenize='ascii', detail={detail}"
            table = name + suffix
            cursor.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(grams, {options})")
            cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', {SORTED})")


def drop(suffix: str = "") -> None:
    with connection.cursor() as cursor:
        for name in DETAIL:
            cursor.execute(f"DROP TABLE {name}{suffix}")


# ---------------------------------------------------------------- writing


def tokens(name: str, tiers: Sequence[str]) -> str:
    """What an index table stores of a case: all its text, and what ranks higher under a mark."""
    title, summary, rest = tiers
    tokens_of = pairs if name == PAIRS else letters
    stored_tokens = [*tokens_of(f"{title}\n{summary}\n{rest}")]
    stored_tokens += [TITLE + token for token in tokens_of(title)]
    stored_tokens += [SUMMARY + token for token in tokens_of(f"{title}\n{summary}")]
    return " ".join(stored_tokens)


def pairs(text: str) -> list[str]:
    """The pairs of each field, in their order."""
    grams: list[str] = []
    for field in text.split("\n"):
        grams += map(add, field, field[1:])
        grams.append(GAP)
    return grams


def letters(text: str) -> list[str]:
    """The characters of a text, and the phrases that are known whole, each once."""
    return [*dict.fromkeys(text.replace("\n", "")), *sorted(known(text))]


def replace(entries: Sequence[tuple[int, Sequence[str]]]) -> None:
    suffixes = in_use()
    for suffix in suffixes:
        forget([case_id for case_id, _ in entries], suffix)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO reforms_casetext (case_id, title, summary, rest) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (case_id) DO UPDATE SET title = excluded.title, "
            "summary = excluded.summary, rest = excluded.rest",
            [(case_id, *tiers) for case_id, tiers in entries],
        )
    for suffix in suffixes:
        insert(entries, suffix)


def remove(ids: Sequence[int]) -> None:
    for suffix in in_use():
        forget(ids, suffix)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM reforms_casetext WHERE case_id IN (SELECT value FROM json_each(%s))",
            [json.dumps(list(ids))],
        )


def insert(entries: Sequence[tuple[int, Sequence[str]]], suffix: str) -> None:
    with connection.cursor() as cursor:
        for name in DETAIL:
            cursor.executemany(
                f"INSERT INTO {name}{suffix} (rowid, grams) VALUES (%s, %s)",
                [(case_id, tokens(name, tiers)) for case_id, tiers in entries],
            )


def forget(ids: Sequence[int], suffix: str) -> None:
    """Take cases out of the index tables, as far as they are in."""
    in_index = indexed(ids, suffix)
    old = [row for row in stored(ids) if row[0] in in_index]
    with connection.cursor() as cursor:
        for name in DETAIL:
            table = name + suffix
            cursor.executemany(
                f"INSERT INTO {table} ({table}, rowid, grams) VALUES ('delete', %s, %s)",
                [(case_id, tokens(name, tiers)) for case_id, *tiers in old],
            )


def stored(ids: Sequence[int]) -> list[tuple[int, str, str, str]]:
    """(id, title, summary, rest) of the cases that have folded texts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, title, summary, rest FROM reforms_casetext "
            "WHERE case_id IN (SELECT value FROM json_each(%s))",
            [json.dumps(list(ids))],
        )
        return cursor.fetchall()


def indexed(ids: Sequence[int], suffix: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {PAIRS}{suffix}_docsize WHERE id IN (SELECT value FROM json_each(%s))",
            [json.dumps(list(ids))],
        )
        return {case_id for (case_id,) in cursor.fetchall()}


# ---------------------------------------------------------------- rebuilding and health


def in_use() -> list[str]:
    """The suffixes of the tables to write to: a second set while the index is being rebuilt, and
    never those of other code, whose tokens FTS5 could not take out again."""
    return [""] * index_version.is_ours() + [NEW] * exists(PAIRS + NEW)


def exists(*tables: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE name IN (SELECT value FROM json_each(%s))",
            [json.dumps(tables)],
        )
        return cursor.fetchone() == (len(tables),)


def is_there() -> bool:
    return exists(*DETAIL)


@transaction.atomic
def start_rebuild() -> None:
    """Make the tables to fill beside those in use, if no interrupted rebuild left them; drop what
    a rebuild of other code left. All of them or none: every write would fail at a missing one."""
    with connection.cursor() as cursor:
        for name in half_made():
            cursor.execute(f"DROP TABLE {name}")
    for suffix in ("", NEW):
        if not exists(PAIRS + suffix):
            create(suffix)


def half_made() -> list[str]:
    """The tables that rebuilds of other code left; what FTS5 keeps behind them goes with them."""
    virtual = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    with connection.cursor() as cursor:
        cursor.execute(f"{virtual} AND name GLOB 'reforms_case*_new*'")
        names = [name for (name,) in cursor.fetchall()]
    return [name for name in names if not name.endswith(NEW)]


def unbuilt(ids: Sequence[int]) -> list[int]:
    built = indexed(ids, NEW)
    return [case_id for case_id in ids if case_id not in built]


def rebuild(entries: Sequence[tuple[int, Sequence[str]]]) -> None:
    insert(entries, NEW)


@transaction.atomic
def finish_rebuild() -> None:
    drop()
    with connection.cursor() as cursor:
        for name in DETAIL:
            cursor.execute(f"ALTER TABLE {name}{NEW} RENAME TO {name}")


def optimize() -> None:
    """Merge the index into one piece: only then are the tokens of forgotten texts gone from it."""
    with connection.cursor() as cursor:
        for name in DETAIL:
            cursor.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")


# ---------------------------------------------------------------- finding


def find(term: str) -> list[Bitset]:
    """The ids of the cases that have a term: in the title; there or in the summary; anywhere."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {INDEXED}")
        [last] = cursor.fetchone()
    starts = range(0, (last or 0) + 1, TOGETHER)
    return [matching(term, mark, starts) for mark in (TITLE, SUMMARY, "")]


def matching(term: str, mark: str, starts: Iterable[int]) -> Bitset:
    """A term holds letters and digits only: there is nothing to escape."""
    is_token = len(term) == 1 or term in PHRASES
    table, grams = (LETTERS, [term]) if is_token else (PAIRS, map(add, term, term[1:]))
    phrase = " ".join(mark + gram for gram in grams)
    within = f"{table} MATCH %s AND rowid BETWEEN %s AND %s"
    matches = NOTHING
    with connection.cursor() as cursor:
        for start in starts:
            # One value for many: fetched row by row ids cost ten times as much.
            cursor.execute(
                f"SELECT group_concat(rowid) FROM {table} WHERE {within}",
                [f'"{phrase}"', start, start + TOGETHER - 1],
            )
            matches |= Bitset.of(parse_integers(*cursor.fetchone()))
    return matches
