"""The researchers' desk: files, JSON, citations, changes, snapshots, codebook, statistics."""

from .about import cite, codebook_csv, data_home, data_package, openapi
from .cases import case, case_file
from .differences import changes, changes_file
from .files import cases_file, cases_json, manifest, unknown_format
from .snapshot_files import snapshot_file, snapshots
from .statistics import statistics_csv, statistics_page

__all__ = [
    "case",
    "case_file",
    "cases_file",
    "cases_json",
    "changes",
    "changes_file",
    "cite",
    "codebook_csv",
    "data_home",
    "data_package",
    "manifest",
    "openapi",
    "snapshot_file",
    "snapshots",
    "statistics_csv",
    "statistics_page",
    "unknown_format",
]
