"""Asks a copy of the filled site for every address, and writes each answer to a file.

Uses nothing of the project but its settings, so that its modules may have any names.
"""

import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import perf_counter

from . import clock
from .canonical import canonical, masked

SLUG = re.compile(r"[^\w.=-]+")
LONGEST = 60  # characters of a file's name that tell the address


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of the filled site, which is deleted after the rendering."""
    with tempfile.TemporaryDirectory(prefix="freeze-") as name:
        copy = Path(name)
        shutil.copy2(folder / "site.sqlite3", copy)
        shutil.copytree(folder / "var", copy / "var")
        yield copy


def render(folder: Path, copy: Path, out: Path, only: str) -> None:
    """Render a folder, whose copy the settings name, into another that must not be there yet."""
    requests = json.loads((folder / "addresses.json").read_text(encoding="utf-8"))
    chosen = [request for request in requests if only in json.dumps(request, ensure_ascii=False)]
    out.mkdir(parents=True)
    started = perf_counter()
    clock.stop()
    import django

    django.setup()
    from . import messages, tables

    messages.compile_into(copy / "locale")
    write_answers(out, chosen, Pages(folder / "pages"))
    tables.write(out / "tables")
    print(f"{len(chosen)} addresses in {perf_counter() - started:.0f} s")


def write_answers(out: Path, requests: list[dict], pages: "Pages") -> None:
    """Make the requests one after the other, and write what comes back."""
    from . import asking

    readers = asking.Readers()
    for number, request in enumerate(requests, 1):
        with asking.settings_of(request) or nullcontext():
            answer = asking.answer(readers, request)
        body = pages.canonical(answer.body) if answer.is_page and answer.body else answer.body
        path = out / request["as"] / name_of(request)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(answer.head.encode() + body)
        if number % 100 == 0:
            print(f"{number} / {len(requests)}", file=sys.stderr)


class Pages:
    """Canonical forms of pages, kept in a folder: parsing takes longer than all the rest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = Path(__file__).with_name("canonical.py").read_bytes()
        folder.mkdir(exist_ok=True)

    def canonical(self, body: bytes) -> bytes:
        markup = masked(body.decode())
        kept = self.folder / hashlib.sha256(self.code + markup.encode()).hexdigest()
        if kept.exists():
            return kept.read_bytes()
        text = canonical(markup).encode()
        unfinished = kept.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(text)
        unfinished.replace(kept)
        return text


def name_of(request: dict) -> str:
    """A name for a file that tells the address and differs from those of all other requests."""
    key = json.dumps(request, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{SLUG.sub('_', request['path']).strip('_')[:LONGEST] or 'home'}-{digest}.txt"
