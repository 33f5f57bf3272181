"""A session whose proof is old, and the page that asks for a new one, as a browser sends it."""

import time
from html.parser import HTMLParser

from django.test import Client

from reforms.history import PROVED_AT
from tests.admin.logging_in import PASSWORD, log_in


class Inputs(HTMLParser):
    """The hidden fields of the page, with every value of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "input" and attributes.get("type") == "hidden":
            name = attributes["name"] or ""
            self.fields.setdefault(name, []).append(attributes.get("value") or "")


def make_stale(client: Client, seconds: float = 601) -> None:
    """Let the last proof of a session be that old."""
    session = client.session
    session[PROVED_AT] = time.time() - seconds
    session.save()


def stale_client(name: str = "editor", seconds: float = 601) -> Client:
    client = Client()
    log_in(client, name=name)
    make_stale(client, seconds)
    return client


def asks_for_proof(response) -> bool:
    return response.status_code == 403 and "请再次确认身份" in response.content.decode()


def hidden_fields(response) -> dict[str, list[str]]:
    """The fields that the page sends again."""
    fields = Inputs(response.content.decode()).fields
    return {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}


def prove(client: Client, response, **options):
    """Send the page that asks for a proof, with the password."""
    fields = hidden_fields(response) | {"proof-password": [PASSWORD]}
    return client.post(response.request["PATH_INFO"], fields, **options)
