"""Cases as an Excel workbook (ISO/IEC 29500), with a codebook beside them.

The folder package/ has the parts that are the same in every workbook.
"""

from .workbook import XLSX_ROWS, XLSX_TEXTS, write_xlsx

__all__ = ["XLSX_ROWS", "XLSX_TEXTS", "write_xlsx"]
