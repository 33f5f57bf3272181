"""tables.py CSV: the rows of a CSV as polars and DuckDB read them, as JSON."""

import json
import sys

import duckdb
import polars

path = sys.argv[1]
frame = polars.read_csv(path, infer_schema=False, missing_utf8_is_empty_string=True)
query = "SELECT * FROM read_csv(?, all_varchar=true, parallel=false)"
table = duckdb.execute(query, [path])
names = [column[0] for column in table.description]
json.dump(
    {
        "polars": frame.rows(named=True),
        "duckdb": [
            {name: cell or "" for name, cell in zip(names, row, strict=True)}
            for row in table.fetchall()
        ],
        "versions": {"polars": polars.__version__, "duckdb": duckdb.__version__},
    },
    sys.stdout,
)
