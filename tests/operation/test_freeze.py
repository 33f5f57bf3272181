"""The tool that compares two states of the site by all their answers still runs."""

import subprocess
import sys

import pytest

from benchmarks.databases import ROOT

FREEZE = (sys.executable, "-m", "tests.support.freeze")


def freeze(*arguments: str) -> str:
    return subprocess.run(
        [*FREEZE, *arguments], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True, timeout=300
    ).stdout


@pytest.mark.slow
def test_two_renderings_of_one_site_are_the_same(tmp_path):
    """A few pages, the writes among them, of which one has a link with a secret."""
    folder, renderings = tmp_path / "site", [tmp_path / "before", tmp_path / "after"]
    freeze("fill", str(folder))
    for out in renderings:
        freeze("render", str(folder), str(out), "--only", "people")
    answers = "".join(file.read_text() for file in renderings[0].glob("chief/*.txt"))
    assert "新来的同事" in answers
    assert "files, 0 differ, 0 on one side only" in freeze("compare", *map(str, renderings))
