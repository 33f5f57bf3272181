"""The programs of others as functions: Zotero, pandoc, citeproc, BibTeX, biber."""

import csv
import json
import os
import re
import subprocess
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from shutil import copy
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

FOLDER = Path(os.environ.get("CLIENTS", "var/clients")).resolve()
SECONDS = 60
Item = dict[str, Any]

STYLES = FOLDER / "styles/src"
GBT = "GB-T-7714—2025（顺序编码，双语）"
LEGAL = "法学引注手册（第二版，多语言）"
CITEPROC = Path(__file__).with_name("citeproc.js").read_text()


def run(*command: str, folder: Path | None = None, **options: Any) -> str:
    """The output of a program; an error of it is an error of the test."""
    result = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, **options
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Zotero:
    """The translation server at an address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def ask(self, path: str, body: str, kind: str = "text/plain") -> Any:
        data = body.encode()
        request = Request(
            f"{self.address}/{path}", data, {"Content-Type": f"{kind}; charset=utf-8"}
        )
        try:
            with urlopen(request, timeout=SECONDS) as response:
                return json.load(response)
        except HTTPError as choice:
            if choice.code != 300:  # several items to choose from
                raise
            return json.load(choice)

    def saved(self, url: str) -> list[Item]:
        """The items of a page as the button saves them: all that it offers."""
        answer = self.ask("web", url)
        if isinstance(answer, dict):
            answer = self.ask("web", json.dumps(answer), "application/json")
        return [essence(item) for item in answer]

    def imported(self, file: Path) -> list[Item]:
        """The items of a file."""
        items = self.ask("import", file.read_text(encoding="utf-8"))
        return [essence(item) for item in items if item["itemType"] != "note"]

    def as_csl(self, items: list[Item]) -> list[Item]:
        """The items as Zotero hands them to citeproc."""
        numbered = [item | {"key": f"KEY{n}", "version": 0} for n, item in enumerate(items)]
        return self.ask("export?format=csljson", json.dumps(numbered), "application/json")


COMPARED = (
    *("itemType", "title", "creators", "websiteTitle", "date", "url", "language", "abstractNote"),
)


def essence(item: Item) -> Item:
    """What one item has in common by all ways: not the key, nor when the button was pressed."""
    compared = {name: item.get(name, "") for name in COMPARED}
    return compared | {
        "date": iso_date(item["date"]),
        "accessDate": re.sub("T.*", "", item.get("accessDate", "")),
    }


def iso_date(date: str) -> str:
    """Zotero writes a date of CSL-JSON in words, and a date of Highwire as it stands."""
    for spelt, iso in (("%B %d, %Y", "%Y-%m-%d"), ("%B %Y", "%Y-%m")):
        with suppress(ValueError):
            return datetime.strptime(date, spelt).strftime(iso)
    return date.replace("/", "-")


def cited(items: list[Item], style: str) -> dict[str, list[str]]:
    """The entries and the notes of CSL items by a style of zotero-chinese."""
    script = ["node", "-e", CITEPROC, "citeproc", str(STYLES / style / f"{style}.csl")]
    output = run(*script, str(FOLDER / "locales"), folder=FOLDER, input=json.dumps(items))
    answer = json.loads(output)
    return answer | {"entries": [re.sub(r"^\[\d+\]\s*", "", text) for text in answer["entries"]]}


def pandoc(file: Path, kind: str) -> list[Item]:
    """The items of a file as pandoc reads them."""
    return json.loads(run("pandoc", "-f", kind, "-t", "csljson", str(file)))


def bibtex(file: Path) -> list[str]:
    """The references of a file by BibTeX with gbt7714, without the commands of TeX."""
    folder = file.parent
    copy(file, folder / "paper.bib")
    style = FOLDER / "gbt7714/gbt7714-numeric"
    (folder / "paper.aux").write_text(
        "\\citation{*}\n\\bibstyle{gbt7714-numeric}\n\\bibdata{paper}\n"
    )
    paths = {"BSTINPUTS": f"{style.parent}:", "BIBINPUTS": f"{folder}:"}
    run("bibtex", "paper", folder=folder, env=os.environ | paths)
    text = (folder / "paper.bbl").read_text(encoding="utf-8")
    entries = re.split(r"\\bibitem\[.*?\]\{[-\w]+\}", text, flags=re.S)[1:]
    return [without_tex(entry) for entry in entries]


def without_tex(text: str) -> str:
    text = text.replace("\\end{thebibliography}", "").replace("\\newblock", "")
    text = re.sub(r"\\url\{(.*?)\}", r"\1", text.replace("\\allowbreak", ""), flags=re.S)
    text = " ".join(text.split())
    for command, character in TEX.items():
        text = text.replace(command, character)
    return re.sub(r"(?<!\\)[{}]", "", text).replace("\\{", "{").replace("\\}", "}")


TEX = {
    "\\^{}": "^",
    **{f"\\{character}": character for character in "&%$#_"},
}
