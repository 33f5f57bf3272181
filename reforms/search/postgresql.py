"""PostgreSQL: a GIN index over pairs of characters and the commonest phrases, computed from the
stored folded text.

An index over an expression can't differ from the text. It knows which pairs a text has, but not
in which order, so other terms of three or more characters are checked against the text itself.
"""

import itertools
from collections.abc import Sequence

from django.db import connection, transaction

from ..bitset import Bitset, parse_integers
from .phrases import PHRASES

TEXT = r"title || E'\n' || summary || E'\n' || rest"
GRAMS = f"reforms_grams({TEXT})"

LIST = ",".join(f'"{phrase}"' for phrase in PHRASES)  # letters and digits: nothing to escape
# A gram is an integer: one code point, two at 21 bits each, or below zero the place of a phrase in
# its list. Integers need no collation. The cost tells the planner never to compute grams for a
# whole table where the index has them.
FUNCTION = rf"""
CREATE OR REPLACE FUNCTION reforms_grams(text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100000 AS $$
    SELECT array_agg(ascii(a)::bigint)
        || array_agg(ascii(a)::bigint << 21 | ascii(b)) FILTER (WHERE b <> E'\n')
        || (SELECT array_agg(-place)
            FROM unnest('{{{LIST}}}'::text[]) WITH ORDINALITY AS known (phrase, place)
            WHERE strpos($1, phrase) > 0)
    FROM (SELECT string_to_array($1, NULL) AS letters) AS split,
         unnest(letters, letters[2:]) AS pairs (a, b)
    WHERE a <> E'\n'
$$
"""
INDEX = "reforms_casegrams"
INDEXED = "(SELECT case_id AS id FROM reforms_casetext)"


def create() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        # Unpacking is much of what checking a text costs, and lz4 does it in half the time.
        cursor.execute(
            "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
        )
        if cursor.fetchone() == (True,):
            cursor.execute("ALTER TABLE reforms_casetext ALTER COLUMN rest SET COMPRESSION lz4")
        # The rest of a text lies beside its row, title and summary in it: what the index found is
        # a tenth of the pages to go through. Where a term must be checked against the whole text
        # fetching it costs 3 us more, for each text.
        cursor.execute("ALTER TABLE reforms_casetext SET (toast_tuple_target = 1024)")
    create_index()


def create_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX {INDEX} ON reforms_casetext USING gin ({GRAMS})")
        # ANALYZE would compute the grams of 30,000 texts, for figures that change no plan.
        cursor.execute(f"ALTER INDEX {INDEX} ALTER COLUMN 1 SET STATISTICS 0")


def drop() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")
        cursor.execute("DROP FUNCTION reforms_grams(text)")


# ---------------------------------------------------------------- writing


def replace(entries: Sequence[tuple[int, Sequence[str]]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO reforms_casetext (case_id, title, summary, rest) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (case_id) DO UPDATE SET title = excluded.title, "
            "summary = excluded.summary, rest = excluded.rest",
            [(case_id, *tiers) for case_id, tiers in entries],
        )


def remove(ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reforms_casetext WHERE case_id = ANY(%s)", [list(ids)])


def stored(ids: Sequence[int]) -> list[tuple[int, str, str, str]]:
    """(id, title, summary, rest) of the cases that have folded texts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, title, summary, rest FROM reforms_casetext WHERE case_id = ANY(%s)",
            [list(ids)],
        )
        return cursor.fetchall()


# ---------------------------------------------------------------- rebuilding and health


def start_rebuild() -> None:
    """Nothing: the index follows the texts by itself."""


def unbuilt(ids: Sequence[int]) -> list[int]:
    return list(ids)


def rebuild(entries: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Nothing: see start_rebuild."""


def finish_rebuild() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)  # its list of phrases may have changed
    if not is_there():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")
        create_index()
        return
    # Concurrently means: searches and writers go on meanwhile. It can't be part of a transaction.
    how = "" if connection.in_atomic_block else "CONCURRENTLY"
    with connection.cursor() as cursor:
        for name in left_over():
            cursor.execute(f"DROP INDEX {how} IF EXISTS {name}")
        cursor.execute(f"REINDEX INDEX {how} {INDEX}")


def left_over() -> list[str]:
    """The indexes that PostgreSQL left half made when it was stopped: nothing uses them, and
    every write keeps them up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
            "WHERE indrelid = to_regclass('reforms_casetext') "
            "AND NOT indisvalid AND starts_with(relname, %s)",
            [f"{INDEX}_cc"],
        )
        return [name for (name,) in cursor.fetchall()]


def optimize() -> None:
    """Nothing: VACUUM of the texts takes forgotten ones out of their index."""


def is_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [INDEX]
        )
        return cursor.fetchone() == (True,)


# ---------------------------------------------------------------- finding


def grams(term: str) -> list[int]:
    """The grams of which a text that has the term has every one; GRAMS in Python."""
    if term in PHRASES:
        return [-PHRASES[term]]
    pairs = [ord(a) << 21 | ord(b) for a, b in itertools.pairwise(term)]
    return pairs or [ord(term)]


def find(term: str) -> list[Bitset]:
    """The ids of the cases that have a term: in the title; there or in the summary; anywhere."""
    is_gram = len(term) < 3 or term in PHRASES
    elsewhere = "TRUE" if is_gram else "strpos(rest, %(term)s) > 0"
    ids = "string_agg(case_id::text, ',') FILTER (WHERE tier = {})"
    with transaction.atomic(), connection.cursor() as cursor:
        # A list of hits that does not fit is kept by pages, whose texts all get their grams anew.
        # Compiling the query takes longer than most searches.
        cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
        # OFFSET 0: else each text would be looked into for each of the three.
        cursor.execute(
            f"SELECT {ids.format(1)}, {ids.format(2)}, {ids.format(3)} FROM ("
            "SELECT case_id, CASE WHEN strpos(title, %(term)s) > 0 THEN 1 "
            f"WHEN strpos(summary, %(term)s) > 0 THEN 2 WHEN {elsewhere} THEN 3 END AS tier "
            f"FROM reforms_casetext WHERE {GRAMS} @> %(grams)s::bigint[] OFFSET 0) AS hits",
            {"term": term, "grams": grams(term)},
        )
        title, summary, rest = (Bitset.of(parse_integers(joined)) for joined in cursor.fetchone())
    return [title, title | summary, title | summary | rest]
