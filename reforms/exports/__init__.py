"""Keys of cases → files. Knows no request, and adds no condition to what was selected."""

from .blocks import column_blocks
from .csv_files import BOM, csv_lines, guard, write_csv
from .excel import XLSX_ROWS, XLSX_TEXTS
from .export import LICENCE, PARTS_CASES, Export, Refused
from .feeds import DatedFeed, feed_language, xml_text
from .formats import FORMATS, OPTIONS, OPTIONS_OF, OPTIONS_OF_CASE, Format, compressed, offered
from .json_files import PAGE_SIZE, json_page, write_jsonl
from .tables import TABLES, Table, table_csv, table_json
from .word import DOCX_CASES, write_case_docx

__all__ = [
    "BOM",
    "DOCX_CASES",
    "FORMATS",
    "LICENCE",
    "OPTIONS",
    "OPTIONS_OF",
    "OPTIONS_OF_CASE",
    "PAGE_SIZE",
    "PARTS_CASES",
    "TABLES",
    "XLSX_ROWS",
    "XLSX_TEXTS",
    "DatedFeed",
    "Export",
    "Format",
    "Refused",
    "Table",
    "column_blocks",
    "compressed",
    "csv_lines",
    "feed_language",
    "guard",
    "json_page",
    "offered",
    "table_csv",
    "table_json",
    "write_case_docx",
    "write_csv",
    "write_jsonl",
    "xml_text",
]
