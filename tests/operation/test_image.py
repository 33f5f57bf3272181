"""The image is built, and run, as the head of deploy/Containerfile says, where an engine is."""

import json
import re
import secrets
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from benchmarks.databases import ROOT
from benchmarks.server import HOST, free_port

pytestmark = pytest.mark.slow

RECIPE = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
BUILD, RUN = re.findall(
    r"^podman ((?:build|run) (?:.*\\\n)*.*)", re.sub("(?m)^# ", "", RECIPE), re.MULTILINE
)
BASE = re.search(r"^FROM (\S+)", RECIPE, re.MULTILINE)[1]
PULLING, BUILDING, STARTING = 300, 1200, 120  # seconds at most
CASES = 13  # of the seed


@pytest.fixture(scope="module")
def engine() -> str:
    """An engine that runs here and has the base image, or can pull it."""
    for name in ("podman", "docker"):
        if (
            shutil.which(name)
            and subprocess.run([name, "info"], capture_output=True).returncode == 0
        ):
            break
    else:
        pytest.skip("no podman or docker runs here: the image was not built")
    if subprocess.run([name, "image", "inspect", BASE], capture_output=True).returncode:
        pull = subprocess.run([name, "pull", BASE], capture_output=True, timeout=PULLING)
        if pull.returncode:
            pytest.skip(f"{name} cannot pull {BASE}: the image was not built")
    return name


@pytest.fixture(scope="module")
def image(engine) -> Iterator[str]:
    tag = f"casebook-test-{secrets.token_hex(4)}"
    written = BUILD.replace("--tag casebook", f"--tag {tag}")
    if engine == "docker":
        written = written.replace("--format docker ", "")
    done = subprocess.run(
        [engine, *shlex.split(written)], cwd=ROOT, capture_output=True, text=True, timeout=BUILDING
    )
    assert done.returncode == 0, done.stdout + done.stderr
    yield tag
    subprocess.run([engine, "image", "rm", "--force", tag], capture_output=True)


@pytest.fixture
def settings_file(tmp_path) -> Path:
    """The template of settings as for a trial: with a key, on SQLite."""
    text = (ROOT / "deploy" / "environment").read_text(encoding="utf-8")
    text = text.replace("SECRET_KEY=", f"SECRET_KEY={secrets.token_hex(32)}")
    text = re.sub("(?m)^DATABASE_URL=.*\n", "", text)
    path = tmp_path / "environment"
    path.write_text(re.sub("(?m)^SITE_URL=.*", "SITE_URL=http://127.0.0.1", text))
    return path


class Container:
    """A container of the image, on a volume, published on a free port."""

    def __init__(self, engine: str, image: str, settings_file: Path) -> None:
        self.engine, self.name, self.port = engine, image, free_port()
        written = RUN.replace("--volume casebook:", f"--volume {self.name}:")
        written = written.replace("deploy/environment", str(settings_file))
        written = written.replace(f"{HOST}:8000:", f"{HOST}:{self.port}:")
        options = shlex.split(written.replace("\\\n", ""))[1:-1]
        self.start = ["run", "--detach", "--name", self.name, *options, image]

    def does(self, *command: str) -> str:
        done = subprocess.run([self.engine, *command], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def inside(self, *command: str) -> str:
        return self.does("exec", self.name, *command)

    def get(self, address: str) -> str:
        """What the site answers, once it is there."""
        end = time.monotonic() + STARTING
        while True:
            try:
                with urlopen(f"http://{HOST}:{self.port}{address}", timeout=10) as answer:
                    return answer.read().decode()
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def removed(self) -> None:
        for command in (["rm", "--force"], ["volume", "rm", "--force"]):
            subprocess.run([self.engine, *command, self.name], capture_output=True)


@pytest.fixture
def container(engine, image, settings_file) -> Iterator[Container]:
    container = Container(engine, image, settings_file)
    try:
        yield container
    finally:
        container.removed()


def test_the_image_runs_as_its_head_says(image, container):
    """One test, since no two processes of tests should build an image."""
    names = set(container.does("run", "--rm", image, "ls", "-A").split())
    assert {"casebook", "reforms", "static-made"} <= names
    assert not {"tests", "benchmarks", "wheels", ".git"} & names

    container.does(*container.start)
    assert container.get("/readyz").startswith("ok")
    assert container.get("/cases.jsonl").count("\n") == CASES
    probe = container.does("inspect", "--format", "{{json .Config.Healthcheck}}", container.name)
    container.inside(*json.loads(probe)["Test"][1:])
    assert container.inside("id", "--user") == "10001"
    with pytest.raises(AssertionError, match="Read-only file system"):
        container.inside("touch", "/app/new")
    container.inside(".venv/bin/python", "manage.py", "backup")
    container.inside("touch", "var/kept")

    container.does("stop", container.name)
    assert container.does("inspect", "--format", "{{.State.ExitCode}}", container.name) == "0"
    container.does("rm", container.name)
    container.does(*container.start)  # as after an upgrade: another container, the same volume
    assert container.get("/cases.jsonl").count("\n") == CASES
    container.inside("test", "-e", "var/kept")
