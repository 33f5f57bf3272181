"""How the site is served; every value can be set in the environment."""

import os

host = os.environ.get("HOST") or "127.0.0.1"
port = os.environ.get("PORT") or "8000"

wsgi_app = "casebook.wsgi:application"
bind = f"[{host.strip('[]')}]:{port}" if ":" in host else f"{host}:{port}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("THREADS") or 4)
# A wrong setting then stops the start with one message instead of restarting workers for ever.
preload_app = True
limit_request_line = 8190  # its largest: a longer address than ours meets our page, not its
timeout = 60
raw_env = [f"QUERY_SECONDS={os.environ.get('QUERY_SECONDS') or 30}"]
graceful_timeout = 30
accesslog = os.environ.get("ACCESS_LOG") or None  # "-" writes it to stdout
# Its default place, in the home folder, is shared by every site of one user.
control_socket_disable = True
