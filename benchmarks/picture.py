"""Measured rows → a picture of cost against the number of cases, both axes logarithmic."""

from html import escape
from math import log10

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 380, 56, 40, 250, 44
DECADES = range(0, 4)  # 1 ms to 1 s
# What is drawn: measure, the row that is, its name and colour.
LINES = (
    ("list", "three filters, all different", "list, three filters", "#2a6f97"),
    ("list", "unfiltered, last pages", "list, last pages", "#6a994e"),
    ("searches", "found for the first time", "search, first time", "#bc4749"),
    ("searches", "the very same page again", "page made before", "#7b2cbf"),
)
DASHES = {"SQLite": "none", "PostgreSQL": "6 4"}


def picture(results: list[dict]) -> str:
    """SVG of the medians; empty axes where nothing was measured."""
    sizes = sorted({result["size"] for result in results}) or [1]
    parts = [*axes(sizes)]
    place = 0
    for measure, page, label, colour in LINES:
        for database, dashes in DASHES.items():
            points = [
                (x(result["size"], sizes), y(row["median ms"]))
                for result in results
                if result["measure"] == measure and result["database"].startswith(database)
                for row in result["rows"]
                if row["page"] == page
            ]
            if points:
                style = (
                    f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"'
                )
                path = " ".join(f"{a:.0f},{b:.0f}" for a, b in points)
                level = TOP + 20 * place
                here = WIDTH - RIGHT + 20
                parts.append(f'<polyline points="{path}" {style}/>')
                parts += [
                    f'<circle cx="{a:.0f}" cy="{b:.0f}" r="3" fill="{colour}"/>' for a, b in points
                ]
                parts.append(f'<path d="M{here} {level}h30" {style}/>')
                parts.append(text(here + 38, level + 4, f"{label}, {database}", "start"))
                place += 1
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    font = 'font-family="system-ui, sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} {font} role="img">'
    title = "<title>Median time of a page in milliseconds against the number of cases</title>"
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    return "\n".join([head, title, ground, *parts, "</svg>"]) + "\n"


def axes(sizes: list[int]) -> list[str]:
    right = WIDTH - RIGHT
    parts = [text(LEFT, TOP - 18, "median of a page, ms", "start")]
    for decade in DECADES:
        level = y(10**decade)
        parts.append(f'<path d="M{LEFT} {level:.0f}H{right}" stroke="#ddd"/>')
        parts.append(text(LEFT - 8, level + 4, f"{10**decade:,}", "end"))
    for size in sizes:
        parts.append(text(x(size, sizes), HEIGHT - BOTTOM + 20, f"{size:,}", "middle"))
    parts.append(text((LEFT + right) / 2, HEIGHT - 6, "cases", "middle"))
    return parts


def x(size: int, sizes: list[int]) -> float:
    low, high = log10(sizes[0]), log10(sizes[-1])
    width = WIDTH - RIGHT - LEFT - 40
    return LEFT + 20 + (width * (log10(size) - low) / (high - low) if high > low else width / 2)


def y(value: float) -> float:
    low, high = DECADES[0], DECADES[-1]
    height = HEIGHT - TOP - BOTTOM
    return TOP + height * (high - max(low, min(high, log10(value)))) / (high - low)


def text(left: float, top: float, words: str, anchor: str) -> str:
    place = f'x="{left:.0f}" y="{top:.0f}" text-anchor="{anchor}"'
    return f'<text {place} fill="#333">{escape(words)}</text>'
