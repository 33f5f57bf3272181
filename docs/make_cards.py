"""`python docs/make_cards.py`: draw static/cards/, what others show of a page that is shared.

One picture for the site and one for each theme, in both languages and in the colours of
tokens.css; wants a browser and a Chinese font, as the tests do.
"""

import re
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTH, HEIGHT = 800, 420
CARDS = {
    "site": ("检察改革典型案例库", "Casebook of Procuratorial Reform", ""),
    "political": ("政治责任", "Political responsibility", ""),
    "case-handling": ("办案责任", "Case-handling responsibility", "border-radius: 50%"),
    "supervisory": ("监管责任", "Supervisory responsibility", "rotate: 45deg"),
    "hierarchical": (
        "层级责任",
        "Hierarchical responsibility",
        "clip-path: polygon(50% 0, 100% 100%, 0 100%)",
    ),
}
PAGE = """<!doctype html><meta charset="utf-8"><style>{styles}
body {{ margin: 0; width: 800px; height: 420px; position: relative; overflow: hidden;
  background: var(--paper); border-block-start: 14px solid {colour}; box-sizing: border-box; }}
.words {{ position: absolute; left: 56px; top: 92px; width: 430px; }}
.mark {{ width: 34px; height: 34px; background: {colour}; {shape} }}
h1 {{ font: 700 {size}px/1.25 var(--serif); color: var(--ink); margin: 26px 0 10px; }}
p {{ font: 22px/1.4 var(--serif); color: var(--quiet); margin: 0; }}
.site {{ position: absolute; left: 56px; bottom: 34px; font-size: 17px; }}
.tiles {{ position: absolute; right: 40px; top: 70px; display: grid; gap: 4px;
  grid: repeat(8, 29px) / repeat(8, 29px); }}
.tiles i {{ background: {colour}; border-radius: 3px; opacity: .22; }}
</style><div class="words"><div class="mark"></div><h1>{name}</h1><p>{english}</p></div>
<p class="site">{site}</p><div class="tiles">{tiles}</div>"""


def tiles() -> str:
    """The places of the map, as the style sheet has them."""
    styles = (ROOT / "static/css/pages.css").read_text(encoding="utf-8")
    places = re.findall(r"\.tile-[a-z-]+ \{ grid-area: (\d) / (\d); \}", styles)
    return "".join(f'<i style="grid-area: {row} / {column}"></i>' for row, column in places)


def page_of(slug: str) -> str:
    name, english, shape = CARDS[slug]
    of_site = slug == "site"
    return PAGE.format(
        styles=(ROOT / "static/css/tokens.css").read_text(encoding="utf-8"),
        colour="var(--accent)" if of_site else f"var(--theme-{list(CARDS).index(slug)})",
        shape=shape,
        size=44 if of_site else 64,
        name=name,
        english=english,
        site="非官方整理 · An unofficial catalogue" if of_site else " · ".join(CARDS["site"][:2]),
        tiles=tiles(),
    )


def main() -> None:
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        for slug in CARDS:
            page.set_content(page_of(slug))
            page.screenshot(path=ROOT / "static" / "cards" / f"{slug}.png")
        browser.close()


if __name__ == "__main__":
    main()
