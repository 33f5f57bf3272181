"""The public API of a site over HTTP. Knows no protocol of assistants."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

SECONDS = 30
LARGEST = 2 << 20  # bytes of an answer: more than an assistant can read


class Refused(ValueError):
    """The site has no such answer; the message says why, in its own words."""


class Site:
    """A site at an address without a slash at its end."""

    def __init__(self, address: str) -> None:
        self.address = address

    def text(self, path: str, **parameters: Any) -> str:
        """What is at a path; empty parameters are left out. Raises Refused."""
        pairs = [(name, value) for name, value in parameters.items() if value not in (None, "", [])]
        query = f"?{urlencode(pairs, doseq=True)}" if pairs else ""
        request = Request(f"{self.address}{quote(path)}{query}", headers={"Accept": "*/*"})
        try:
            with urlopen(request, timeout=SECONDS) as response:
                content = response.read(LARGEST + 1)
        except HTTPError as error:
            raise Refused(error.read(2000).decode(errors="replace")) from error
        except (URLError, TimeoutError) as error:
            raise Refused(f"{self.address} does not answer: {error}") from error
        if len(content) > LARGEST:
            raise Refused(f"The answer is larger than {LARGEST} bytes; please narrow the question.")
        return content.decode()

    def json(self, path: str, **parameters: Any) -> Any:
        """The same for an answer in JSON."""
        return json.loads(self.text(path, **parameters))
