"""How the site is served; every value can be set in the environment."""

import ctypes
import os
import socket
import subprocess
import sys

host = os.environ.get("HOST") or "127.0.0.1"
port = os.environ.get("PORT") or "8000"

os.umask(0o077)  # what the site writes is for its account alone; the setting is for sockets only

wsgi_app = "casebook.wsgi:application"
bind = f"[{host.strip('[]')}]:{port}" if ":" in host else f"{host}:{port}"
worker_class = "casebook.worker.DeadlineWorker"  # gthread with deadlines for what clients send
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("THREADS") or 4)
worker_connections = 500  # of a process, silent ones too: below the usual 1,024 open files
preload_app = False  # else a reload would go on with the code of before
limit_request_line = 8190  # its largest: a longer address than ours meets our page, not its
timeout = 60
keepalive = 75  # longer than a proxy's 60: it must never ask on a connection just closed
raw_env = [f"QUERY_SECONDS={os.environ.get('QUERY_SECONDS') or 30}"]
graceful_timeout = 30
forwarded_allow_ips = ""  # the application checks who may forward: see ProxyHeadersMiddleware
accesslog = os.environ.get("ACCESS_LOG") or None  # "-" writes it to stdout
# Its default place, in the home folder, is shared by every site of one user.
control_socket_disable = True


# The sets of a million cases, 125 kB each, come and go with every page. Taken from the system one
# by one their memory must be cleared each time, which took seven times as long as counting them;
# what is larger than a megabyte goes back at once. glibc would also keep an arena for each thread,
# a fifth of the process; other libraries have no mallopt(3).
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
    mallopt(M_TRIM_THRESHOLD, 4 << 20)
    mallopt(M_MMAP_THRESHOLD, 1 << 20)
    mallopt(M_ARENA_MAX, 2)


def on_starting(_server) -> None:
    """A wrong setting stops the start with one message instead of restarting workers for ever."""
    settings = os.environ.get("DJANGO_SETTINGS_MODULE") or "casebook.settings"
    if subprocess.run([sys.executable, "-c", f"import {settings}"]).returncode:
        sys.exit(1)


def when_ready(server) -> None:
    """Let a site that stops refuse whoever comes now: gunicorn closes its own end alone, and they
    would wait for as long as a worker, which has the other one, goes on with a file."""
    stop = server.stop

    def refuse_and_stop(graceful: bool = True) -> None:
        for listener in server.LISTENERS:
            listener.shutdown(socket.SHUT_RDWR)
        stop(graceful)

    server.stop = refuse_and_stop
