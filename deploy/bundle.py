"""`make bundle`: the source of the last commit and the packages it needs, as one file.

    python deploy/bundle.py 3.11 3.12    for these Pythons, on machines like this one

Unpacked anywhere, `make run` takes the packages from its folder wheels/ and asks no network.
"""

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "run.txt"

sys.path.insert(0, str(ROOT))
from casebook import __version__  # noqa: E402  this file is run as a script


def main(*pythons: str) -> None:
    name = f"casebook-{__version__}"
    target = ROOT / "var" / f"{name}.tar"
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as scratch:
        source, wheels = Path(scratch, "source.tar"), Path(scratch, "wheels")
        run("git", "archive", f"--prefix={name}/", f"--output={source}", "HEAD")
        for python in pythons:
            download(python, wheels)
        with tarfile.open(source, "a") as bundle:
            bundle.add(wheels, f"{name}/wheels")
        source.replace(target)
    size = target.stat().st_size >> 20
    print(f"{target.relative_to(ROOT)}  {size} MB, Python {', '.join(pythons)}")


def download(python: str, wheels: Path) -> None:
    """Download the wheels of the lock for a version of Python, whichever runs this."""
    lock = wheels.with_name(f"{python}.txt")
    lock.write_text("".join(requirements_of(python, LOCK.read_text(encoding="utf-8"))))
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    options += ["--only-binary=:all:", f"--python-version={python}", f"--dest={wheels}"]
    run(sys.executable, "-m", "pip", "download", *options, "--requirement", str(lock))


def requirements_of(python: str, lock: str) -> Iterator[str]:
    """The requirements in a lock that a Python needs, without their markers.

    pip itself would evaluate the markers for the Python that it runs on.
    """
    wanted = False
    environment = {"python_version": python, "python_full_version": f"{python}.0"}
    for line in lock.splitlines(keepends=True):
        if line[0].isalnum():
            requirement = Requirement(line.rstrip("\\\n"))
            wanted = requirement.marker is None or requirement.marker.evaluate(environment)
            line = f"{requirement.name}{requirement.specifier} \\\n"
        if wanted and not line.startswith("#"):
            yield line


def run(*command: str) -> None:
    """Run a program; exits with a message where that fails."""
    try:
        subprocess.run(command, cwd=ROOT, check=True)
    except (OSError, subprocess.CalledProcessError):
        sys.exit(
            "没有打成离线安装包，见上；需要 git 检出的源码和软件包索引 / "
            "no bundle was made, see above; it needs a checkout of git and a package index"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
