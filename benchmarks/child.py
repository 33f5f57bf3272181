"""What runs in a process of its own, on the database that DATABASE_URL names: fill and measure.

python -m benchmarks.child fill SIZE
python -m benchmarks.child measure NAME,NAME…       prints the rows as JSON
"""

import json
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from .measures import MEASURES  # noqa: E402
from .searching import current_finder  # noqa: E402
from .server import serving  # noqa: E402
from .synthetic import fill  # noqa: E402


def make(size: str) -> None:
    start = time.monotonic()

    def progress(done: int) -> None:
        rate = done / (time.monotonic() - start)
        print(f"  {done:,} cases, {rate:,.0f}/s", end="\r", file=sys.stderr, flush=True)

    call_command("migrate", verbosity=0)
    fill(int(size), progress)
    print(file=sys.stderr)


def measure(names: str) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    current_finder()  # else the site would build the index while it is measured
    rows = {}
    with serving() as site:
        for name in names.split(","):
            print(f"  {name} …", file=sys.stderr, flush=True)
            rows[name] = list(MEASURES[name](site))
    version = ".".join(map(str, connection.get_database_version()))
    facts = {"database": f"{connection.display_name} {version}", "release": settings.RELEASE}
    json.dump({**facts, "rows": rows}, sys.stdout)


if __name__ == "__main__":
    {"fill": make, "measure": measure}[sys.argv[1]](sys.argv[2])
