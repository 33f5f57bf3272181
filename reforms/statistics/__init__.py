"""Selection → cross tables with links, and the shapes of their charts.

Knows no request."""

from .charts import chart
from .cross_tables import TABLES, as_csv, table, tables

__all__ = [
    "TABLES",
    "as_csv",
    "chart",
    "table",
    "tables",
]
