"""Names of parameters: those that an address takes, those of trackers, and the nearest of ours.

A misspelt name that is ignored gives a list, or a file, of everything.
"""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

# What programs add to links that people share, which says nothing of the selection.
TRACKER_NAMES = """
_ _ga _gl ascene bd_vid chksm clicktime enterid exportkey fbclid from gclid hmci hmcu hmkw hmpl hmsr
isappinstalled mc_cid mc_eid msclkid nettype nsukey pass_ticket scene sessionid share_token spm
srcid subscene wx_header wxfrom yclid"""
TRACKERS = frozenset(TRACKER_NAMES.split())
TRACKER_PREFIX = "utm_"
# What other sites call ours.
OTHERS = {
    **dict.fromkeys(("query", "search", "keyword", "keywords", "wd", "text", "s", "关键词"), "q"),
    **dict.fromkeys(("region", "area", "place", "地区", "省份"), "province"),
    **dict.fromkeys(("order", "orderby", "ordering", "排序"), "sort"),
    **dict.fromkeys(("p", "pagenum", "页"), "page"),
    **dict.fromkeys(("fields", "cols"), "columns"),
    **dict.fromkeys(("rev", "version"), "revision"),
    **{"date": "year", "years": "year", "年份": "year", "tag": "theme", "主题": "theme"},
    **{"rank": "level", "层级": "level", "批次": "batch", "城市": "city"},
}


def unknown_names(names: Iterable[str], allowed: Collection[str]) -> list[str]:
    """The names that an address does not take, but those of trackers."""
    return [
        name
        for name in names
        if name not in allowed and name not in TRACKERS and not name.startswith(TRACKER_PREFIX)
    ]


def nearest_name(name: str, allowed: Collection[str]) -> str:
    """The name of ours that was most likely meant; empty if none is near.

    `amp;year` comes from links with escaped ampersands, `year[]` from other programs' forms.
    """
    plain = name.strip().lower().replace("amp;", "").removesuffix("[]")
    plain = OTHERS.get(plain, plain)
    near = [plain] if plain in allowed else get_close_matches(plain[:40], allowed, 1, 0.6)
    return near[0] if near else ""
