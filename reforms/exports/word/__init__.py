"""Cases as a Word document (ISO/IEC 29500), set as offices set theirs (GB/T 9704-2012).

The folder package/ has the parts that are the same in every document. No red head, document
number or emblem: the document is a compilation of ours.
"""

from .compilation import DOCX_CASES, write_case_docx, write_docx

__all__ = ["DOCX_CASES", "write_case_docx", "write_docx"]
