"""A site with cases that are hard to cite, and Zotero's own server beside it."""

import os
import socket
import subprocess
from pathlib import Path
from threading import Timer

import pytest

from tests.clients.programs import FOLDER, Zotero
from tests.support import cast

READY_SECONDS = 60


@pytest.fixture
def cases(db):
    """A title of ours, a subtitle, special characters, an issuer's number, four issuers, partial
    dates."""
    official = cast.batch(
        "joint-1", title="联合案例", issuers="甲院;乙部;丙局;丁委", reported_on="", issued_on="2022"
    )
    dated = cast.batch("spp-2", title="第一批案例", reported_on="", released_on="2020-12")
    return [
        cast.case(1, themes=("political",), title_by="catalogue"),
        cast.case(1, of=official, title="“甲”：50%_{a} & #$^ 🙂", title_by="issuer"),
        cast.case(
            1,
            of=dated,
            title="官方的标题",
            subtitle="副标题",
            title_by="issuer",
            official_no="检例第9号",
        ),
    ]


@pytest.fixture
def hard(cases):
    """Texts with quotation marks, commas, every line end, and numbers that are texts."""
    case = cases[0]
    case.summary, case.keywords = '他说"好"，\n走了, =1+1 🙂', "007;1e5"
    cast.history.save_case(case)


@pytest.fixture(scope="session")
def zotero():
    """Zotero's translation server, which saves a page and reads a file as the program does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = f'{{"host": "127.0.0.1", "port": {port}}}'
    server = subprocess.Popen(
        ["node", "src/server.js"],
        cwd=FOLDER / "zotero",
        env=os.environ | {"NODE_CONFIG": config},
        stdout=subprocess.PIPE,
        text=True,
    )
    deadline = Timer(READY_SECONDS, server.kill)
    deadline.start()
    try:
        is_listening = any("Listening" in line for line in iter(server.stdout.readline, ""))
        deadline.cancel()
        assert is_listening
        yield Zotero(f"http://127.0.0.1:{port}")
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


@pytest.fixture
def files(client, cases, tmp_path):
    """A function that writes a file of all cases, ordered by reference, and returns its path."""

    def write(suffix: str) -> Path:
        response = client.get(f"/cases.{suffix}?sort=reference")
        path = tmp_path / f"cases.{suffix}"
        path.write_bytes(b"".join(response.streaming_content))
        return path

    return write
