"""PostgreSQL servers of a test's own, on loopback: to be stopped, followed and promoted."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psutil
import psycopg

from benchmarks.server import HOST, free_port

SECONDS = 60
SERVERS = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin: float(bin.parent.name))
OPTIONS = "-c wal_level=replica -c hot_standby_feedback=on -c wal_retrieve_retry_interval=200ms"


class Cluster:
    """One server and its data; ends with its block. As root it runs as nobody, as it must."""

    def __init__(self, follows: tuple["Cluster", ...] = (), within: str | Path = "/tmp") -> None:
        self.follows = follows
        self.port = free_port()
        # Not in TMPDIR: the server's account may not reach it.
        self.folder = tempfile.mkdtemp(prefix="casebook-cluster.", dir=within)
        self.is_root = os.geteuid() == 0
        if self.is_root:
            shutil.chown(self.folder, "nobody")

    def __enter__(self) -> "Cluster":
        if self.follows:
            self.copy(self.follows[0])
        else:
            self.run("initdb", "-U", "postgres", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8")
        self.start()
        return self

    def __exit__(self, *_error) -> None:
        subprocess.run(self.command("pg_ctl", "-m", "immediate", "stop"), capture_output=True)
        shutil.rmtree(self.folder)

    def copy(self, primary: "Cluster") -> None:
        """A standby of whichever of those that it follows takes writes."""
        source = f"host={HOST} port={primary.port} user=postgres"
        self.run("pg_basebackup", "-d", source, "--checkpoint=fast", "--no-sync")
        folder = Path(self.folder, "data")
        followed = ",".join(str(server.port) for server in self.follows)
        hosts = ",".join(HOST for _one in self.follows)
        with (folder / "postgresql.auto.conf").open("a") as settings:
            settings.write(
                f"primary_conninfo = 'host={hosts} port={followed} user=postgres "
                "target_session_attrs=read-write'\n"
            )
        (folder / "standby.signal").touch()

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses={HOST} {OPTIONS}"
        self.run("pg_ctl", "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def is_running(self) -> bool:
        return not subprocess.run(self.command("pg_ctl", "status"), capture_output=True).returncode

    def stop(self, mode: str = "immediate") -> None:
        """`immediate` is a crash: what was not yet on the disk is gone."""
        self.run("pg_ctl", "-w", "-m", mode, "stop")

    def kill(self) -> None:
        """SIGKILL to the server and all that work for it."""
        [pid, *_rest] = Path(self.folder, "data", "postmaster.pid").read_text().split("\n")
        server = psutil.Process(int(pid))
        workers = server.children(recursive=True)
        for process in (server, *workers):
            process.kill()
        psutil.wait_procs([server, *workers], timeout=SECONDS)

    def promote(self) -> None:
        self.run("pg_ctl", "-w", "promote")

    def run(self, *arguments: str) -> None:
        done = subprocess.run(
            self.command(*arguments), capture_output=True, text=True, timeout=SECONDS, cwd="/tmp"
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def command(self, name: str, *arguments: str) -> list[str]:
        program = [str(SERVERS / name), "-D", f"{self.folder}/data", *arguments]
        if not self.is_root:
            return program
        drop = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        return ["setpriv", *drop, "env", f"HOME={self.folder}", *program]

    @property
    def url(self) -> str:
        return f"postgres://postgres@{HOST}:{self.port}/postgres"

    def asked(self, sql: str) -> object:
        """The one value that a query gives."""
        with psycopg.connect(self.url, autocommit=True) as there:
            return there.execute(sql).fetchone()[0]


def any_of(clusters: tuple[Cluster, ...], wanted: str) -> str:
    """A URL of several servers, of which libpq takes the first that is wanted."""
    hosts = ",".join(HOST for _one in clusters)
    ports = ",".join(str(cluster.port) for cluster in clusters)
    query = f"host={hosts}&port={ports}&target_session_attrs={wanted}&connect_timeout=3"
    return f"postgres://postgres@/postgres?{query}"
