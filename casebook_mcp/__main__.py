"""python -m casebook_mcp https://example.org"""

import sys

from .server import server

if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].startswith(("http://", "https://")):
        sys.exit("python -m casebook_mcp https://SITE")
    server(sys.argv[1].rstrip("/")).run("stdio")
