"""The tools that an assistant may call, all of them read-only."""

import re
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from .site import Refused, Site

INSTRUCTIONS = (
    "Typical cases (典型案例) that Chinese procuratorates publish about their own reform. "
    "Totals are exact. An unofficial arrangement: the issuer's text prevails. "
    "Quote a case with its citation."
)
SHOWN = "reference,title,title_en,bodies,provinces,levels,theme_names,date,date_basis,summary"
REFERENCE = re.compile(r"[a-z0-9][-a-z0-9_]{0,90}", re.ASCII)
READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True)
Values = list[str] | None


def server(address: str) -> MCPServer:
    """A server that reads the site at an address."""
    site = Site(address)
    made = MCPServer("casebook", instructions=INSTRUCTIONS)

    @made.tool(annotations=READ_ONLY)
    def search_cases(
        q: str = "",
        theme: Values = None,
        province: Values = None,
        level: Values = None,
        year: Values = None,
        batch: Values = None,
        page: int = 1,
    ) -> dict[str, Any]:
        """Cases by text and facets, 100 a page, with the exact total. Spaces in q mean AND; values
        of one facet mean OR. list_facets has the values."""
        facets = {"theme": theme, "province": province, "level": level, "year": year}
        return asked(site.json, "/cases.json", q=q, batch=batch, page=page, columns=SHOWN, **facets)

    @made.tool(annotations=READ_ONLY)
    def get_case(reference: str, revision: int | None = None) -> dict[str, Any]:
        """One case with its full text, now or as it was at a revision of the data."""
        return asked(site.json, f"/cases/{checked(reference)}.json", revision=revision)

    @made.tool(annotations=READ_ONLY)
    def list_facets(q: str = "", theme: Values = None, province: Values = None) -> dict[str, Any]:
        """The values of every facet with their exact numbers of cases, of all or of a search."""
        return asked(site.json, "/cases.facets.json", q=q, theme=theme, province=province)

    @made.tool(annotations=READ_ONLY)
    def changes_since(since: str) -> dict[str, Any]:
        """What was added, changed or withdrawn since a revision (12) or a day (2026-01-31)."""
        return asked(site.json, "/data/changes.json", since=since or "-")

    @made.tool(annotations=READ_ONLY)
    def cite(reference: str) -> str:
        """A case as it is cited: by GB/T 7714, in Chinese law journals, in Chinese and English."""
        return asked(site.text, f"/cases/{checked(reference)}.txt")

    return made


def checked(reference: str) -> str:
    """A reference that can stand in an address."""
    name = reference.strip().lower()
    if not REFERENCE.fullmatch(name):
        raise ToolError(f"{reference[:60]!r} is no reference of a case, such as spp-reform-2-01.")
    return name


def asked(ask: Any, path: str, **parameters: Any) -> Any:
    """The answer of the site; what it refuses is an error of the tool, in the site's words."""
    try:
        return ask(path, **parameters)
    except Refused as reason:
        raise ToolError(str(reason)) from reason
