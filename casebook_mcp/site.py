"""The public API of a site over HTTP. Knows no protocol of assistants."""

import json
from contextlib import suppress
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.error import HTTPError
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
        try:
            request = Request(f"{self.address}{quote(path)}{query}", headers={"Accept": "*/*"})
            with urlopen(request, timeout=SECONDS) as response:
                content = response.read(LARGEST + 1)
                if response.length and len(content) <= LARGEST:  # read(n) does not say so itself
                    raise IncompleteRead(content, response.length)
        except HTTPError as error:
            raise Refused(words_of(error)) from error
        except (OSError, HTTPException, ValueError) as error:
            raise Refused(f"{self.address} does not answer: {error}") from error
        if len(content) > LARGEST:
            raise Refused(f"The answer is larger than {LARGEST} bytes; please narrow the question.")
        return content.decode(errors="replace")

    def json(self, path: str, **parameters: Any) -> Any:
        """The same for an answer in JSON."""
        text = self.text(path, **parameters)
        try:
            return json.loads(text)
        except ValueError as error:
            raise Refused(f"{self.address} does not answer in JSON: {error}") from error


def words_of(error: HTTPError) -> str:
    """What a site says of its refusal; only the status where that breaks off."""
    with suppress(OSError, HTTPException), error:
        return error.read(2000).decode(errors="replace") or str(error)
    return str(error)
