"""`python -m tests.support.freeze fill DIR | list DIR | render DIR OUT | compare OUT1 OUT2`."""

import argparse
import os
import sys
from pathlib import Path

from . import compare


def main() -> int:
    given = parser().parse_args()
    return given.run(given) or 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m tests.support.freeze", description=__doc__)
    commands = top.add_subparsers(required=True)
    filled = commands.add_parser("fill", help="make the site, once")
    filled.add_argument("folder", type=Path)
    filled.set_defaults(run=fill_site)
    listed = commands.add_parser("list", help="write the list of addresses anew")
    listed.add_argument("folder", type=Path)
    listed.set_defaults(run=list_addresses)
    rendered = commands.add_parser("render", help="write the answer of each address to a file")
    rendered.add_argument("folder", type=Path)
    rendered.add_argument("out", type=Path)
    rendered.add_argument("--only", default="", help="addresses that hold these characters")
    rendered.set_defaults(run=render_site)
    add_compare(commands.add_parser("compare", help="say where two renderings differ"))
    return top


def add_compare(compared: argparse.ArgumentParser) -> None:
    compared.add_argument("before", type=Path)
    compared.add_argument("after", type=Path)
    compared.add_argument("--lines", type=int, default=20, help="of each difference (20)")
    compared.add_argument("--texts", action="store_true", help="only words, not how they are set")
    compared.set_defaults(run=compare_renderings)


def use_settings(folder: Path) -> None:
    """Name the settings; only then may anything of Django be imported that reads them."""
    os.environ["FREEZE_FOLDER"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.support.freeze.settings"


def fill_site(given: argparse.Namespace) -> None:
    if (given.folder / "site.sqlite3").exists():
        sys.exit(f"{given.folder} is filled already")
    given.folder.mkdir(parents=True, exist_ok=True)
    use_settings(given.folder)
    from . import clock

    clock.tick()
    from . import fill

    fill.fill()
    list_addresses(given)


def list_addresses(given: argparse.Namespace) -> None:
    from . import addresses

    print(addresses.write(given.folder), "addresses")


def render_site(given: argparse.Namespace) -> None:
    from . import render

    with render.copied(given.folder) as copy:
        use_settings(copy)
        render.render(given.folder, copy, given.out, given.only)


def compare_renderings(given: argparse.Namespace) -> int:
    show = compare.texts if given.texts else compare.everything
    return show(given.before, given.after, given.lines)


if __name__ == "__main__":
    sys.exit(main())
