"""`python -m benchmarks.web [--size 100000]`: the pages in a browser, on a simulated slow phone.

Lighthouse's mobile preset, bytes and requests over the wire, validity by the Nu HTML Checker.
Needs Node, Java and Chromium; both tools come from npm into var/.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import brotli
from playwright.sync_api import sync_playwright

from .__main__ import SETTINGS, child
from .databases import ROOT, sqlite
from .report import machine, table
from .server import HOST, free_port, serving

TOOLS = ROOT / "var" / "web"
PACKAGES = ("lighthouse@12", "vnu-jar@26")
RESULT = Path(__file__).parent / "results" / "web.md"
RUNS = 3  # of Lighthouse on each page: the one in the middle counts
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: it refuses root. The others keep the browser from calling home.
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
PAGES = {
    "home": "/",
    "list": "/cases/",
    "theme": "/themes/supervisory/",
    "case": "/cases/synthetic-1-01/",
    "statistics": "/statistics/",
    "batch": "/batches/synthetic-1/",
    "advanced search": "/search/",
    "data": "/data/",
}
OTHERS = (
    *("/cases/?q=责任&theme=political", "/cases/?q=none+of+this", "/themes/", "/batches/"),
    *("/data/cite/", "/data/changes/?since=0"),
    *("/data/snapshots/", "/about/", "/about/accessibility/", "/cases/none-1/"),
)
NOTE = """\
To reach: performance 99, the other scores 100; 40,000 bytes a page with its style sheet; 3 requests
at the first visit, 1 after; largest paint 1.0 s, layout shift 0. Scores and times are Lighthouse's
for its simulated slow 4G and a phone four times slower than this machine. Bytes are what the site
itself sends, headers included; the page's encoding stands beside them."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="number of cases")
    size = parser.parse_args().size
    install()
    url = sqlite(size, lambda new: child(new, "fill", str(size)))
    port = free_port()
    site = f"http://{HOST}:{port}"
    os.environ.update(SETTINGS | {"DATABASE_URL": url, "SITE_URL": site})
    where = machine()
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, check=True)
    with serving(port):
        rows = [measured(site, name, PAGES[name]) for name in PAGES]
        wrong = invalid(site)
    RESULT.write_text(report(where, size, rows, wrong), encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


def install() -> None:
    TOOLS.mkdir(parents=True, exist_ok=True)
    if not (TOOLS / "node_modules" / "vnu-jar").exists():
        npm = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(TOOLS)]
        subprocess.run([*npm, *PACKAGES], check=True)


def browser() -> str:
    return next(filter(None, map(shutil.which, BROWSERS)))


def measured(site: str, name: str, address: str) -> dict[str, Any]:
    """One row of the table."""
    print(f"  {name} …", file=sys.stderr, flush=True)
    runs = [lighthouse(f"{site}{address}") for _run in range(RUNS)]
    audited = sorted(runs, key=lambda run: run["categories"]["performance"]["score"])[RUNS // 2]
    audits = audited["audits"]
    (TOOLS / f"{name}.json").write_text(json.dumps(audited), encoding="utf-8")
    encoding, _size, whole = sent(site, address)
    first, after = requests(f"{site}{address}")
    return {
        "page": name,
        **{
            category: round(100 * audited["categories"][category]["score"])
            for category in CATEGORIES
        },
        "LCP s": audits["largest-contentful-paint"]["numericValue"] / 1000,
        "CLS": audits["cumulative-layout-shift"]["numericValue"],
        "bytes with CSS": audits["total-byte-weight"]["numericValue"],
        "page as": encoding,
        "page with brotli": len(brotli.compress(whole)),
        "requests": first,
        "at the next visit": after,
    }


def lighthouse(url: str) -> dict[str, Any]:
    """Its report on a page, mobile preset."""
    tool = TOOLS / "node_modules" / ".bin" / "lighthouse"
    options = ["--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}"]
    answer = subprocess.run(
        [str(tool), url, *options, f"--chrome-flags={FLAGS}"],
        env=os.environ | {"CHROME_PATH": browser()},
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
    )
    return json.loads(answer.stdout)


def sent(site: str, address: str) -> tuple[str, int, bytes]:
    """Encoding and size of a page as a browser gets it, and the page itself."""

    def answer(encodings: str) -> tuple[str, bytes]:
        connection = HTTPConnection(site.removeprefix("http://"), timeout=60)
        connection.request("GET", address, headers={"Accept-Encoding": encodings})
        response = connection.getresponse()
        return response.getheader("Content-Encoding", "none"), response.read()

    encoding, body = answer("gzip, deflate, br, zstd")
    return encoding, len(body), answer("identity")[1]


def requests(url: str) -> tuple[int, int]:
    """How many requests reach the site at the first visit, and at the second."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=browser(), args=FLAGS.split()) as opened,
    ):
        page = opened.new_page()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        asked, in_memory = [], set()
        session.on("Network.responseReceived", lambda event: asked.append(event))
        session.on(
            "Network.requestServedFromCache", lambda request: in_memory.add(request["requestId"])
        )
        counts = []
        for _visit in range(2):
            asked.clear()
            page.goto(url, wait_until="networkidle")
            over_the_wire = [
                request for request in asked if not request["response"]["fromDiskCache"]
            ]
            counts.append(sum(request["requestId"] not in in_memory for request in over_the_wire))
        return counts[0], counts[1]


def invalid(site: str) -> list[str]:
    """What the Nu HTML Checker finds wrong with any kind of page in either language.

    It reads files: addresses of the loopback are closed to it.
    """
    folder = TOOLS / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for language in ("", "/en"):
        for number, address in enumerate((*PAGES.values(), *OTHERS)):
            _encoding, _size, page = sent(site, f"{language}{quote(address, safe='/?&=')}")
            name = f"{language.strip('/') or 'zh'}-{number}-{slugify(address)}.html"
            (folder / name).write_bytes(page)
    jar = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--errors-only", "--exit-zero-always", "--format", "json"]
    answer = subprocess.run([*command, str(folder)], capture_output=True, check=True, timeout=600)
    messages = json.loads(answer.stderr)["messages"]
    return [f"{Path(message.get('url', '')).name}: {message['message']}" for message in messages]


def slugify(address: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in address)


def report(where: str, size: int, rows: list[dict], wrong: list[str]) -> str:
    lines = [
        "# What readers get",
        "",
        f"- {date.today()}, {where}, SQLite with {size:,} synthetic cases",
        f"- Lighthouse 12, mobile preset, the middle one of {RUNS} runs. Others may have used the "
        "machine too.",
        "",
        NOTE,
        "",
        *table(rows),
        "",
        f"Nu HTML Checker on {2 * len((*PAGES, *OTHERS))} pages: {len(wrong)} errors.",
        *(f"- {line}" for line in dict.fromkeys(wrong)),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
