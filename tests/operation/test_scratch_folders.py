"""Runs of the tests leave no folders behind, however they end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
SLEEPS = "import tests.settings, time; print(tests.settings.SCRATCH, flush=True); time.sleep(60)"
ENDS = "import tests.settings; print(tests.settings.SCRATCH)"


@pytest.fixture
def environment(tmp_path):
    """Of a run beside this one."""
    own = {name: value for name, value in os.environ.items() if name != "SCRATCH_OF_RUN"}
    return own | {"TMPDIR": str(tmp_path)}


def killed(environment) -> Path:
    """The folder of a process that was killed."""
    line = [sys.executable, "-c", SLEEPS]
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True) as process:
        folder = Path(process.stdout.readline().strip())
        process.kill()
    return folder


def ended(environment) -> Path:
    """The folder of a process that came to its end."""
    line = [sys.executable, "-c", ENDS]
    return Path(subprocess.check_output(line, env=environment, text=True).strip())


def test_a_run_removes_its_own_and_that_of_a_killed_one(environment, tmp_path):
    assert killed(environment).is_dir()
    ended(environment)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_process_of_a_run_has_its_folder_in_that_of_the_run(environment, tmp_path):
    run = tmp_path / "run"
    run.mkdir()
    assert killed(environment | {"SCRATCH_OF_RUN": str(run)}).parent == run
