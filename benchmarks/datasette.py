"""The list beside Datasette on the same file: three facets, suggested facets off, 20 rows."""

import subprocess
import sys
import venv
from collections.abc import Iterator
from itertools import count, repeat
from pathlib import Path
from statistics import median

from django.conf import settings
from django.db import connection

from .databases import KEPT
from .server import HOST, Client, Site, free_port, running

PACKAGE = "datasette==0.65.5"
PAIRS = 10  # requests of each kind
PAGE = "reforms_case?_size=20&_sort_desc=date&_facet=year&_facet=theme_key&_facet=place_key"
COLUMNS = "&_col=reference&_col=title&_col=summary&_col=date"
# Without limits: at a million cases its facets would be left out.
OPTIONS = {"suggest_facets": "off", "sql_time_limit_ms": "60000", "facet_time_limit_ms": "60000"}


def installed() -> Path:
    """The program, in an environment of its own; installed where it is not yet."""
    home = KEPT / "datasette"
    if not (home / "bin" / "datasette").exists():
        venv.create(home, with_pip=True)
        pip = [home / "bin" / "python", "-m", "pip", "install", "-qq", PACKAGE, "setuptools<81"]
        subprocess.run(pip, check=True, stdout=sys.stderr)
    return home / "bin" / "datasette"


def beside_datasette(site: Site) -> Iterator[dict]:
    """Nothing on PostgreSQL, which it does not read."""
    if connection.vendor != "sqlite":
        return
    file, port = Path(settings.DATABASES["default"]["NAME"]), free_port()
    command = [str(installed()), "serve", "-i", str(file), "-h", HOST, "-p", str(port)]
    for name, value in OPTIONS.items():
        command += ["--setting", name, value]
    with running(command, {"PATH": ""}, port, "/-/versions.json"):
        theirs = Client(port)
        address = f"/{file.stem}/{PAGE}{COLUMNS}"
        new = (f"/cases/?page={number}&x=1" for number in count(1))
        again = repeat("/cases/?sort=reference")
        for kind, pages in {"a page not made before": new, "the very page again": again}.items():
            times = [
                # Connections of ours anew: kept ones are closed while Datasette thinks.
                (Client(site.port).get(next(pages)).seconds, theirs.get(address).seconds)
                for _ in range(PAIRS)
            ]
            mine, other = (1000 * median(column) for column in zip(*times, strict=True))
            yield {
                "page of ours": kind,
                "ours ms": mine,
                "Datasette ms": other,
                "ours × its rate": other / mine,
            }
