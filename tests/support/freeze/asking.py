"""One request and its answer as text: status, headers that matter, body."""

import gzip
import json
from contextlib import AbstractContextManager
from typing import NamedTuple
from urllib.parse import unquote

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings

from .forms import filled_in

# Their values depend on the code's digest, on chance or on what is written below them.
LEFT_OUT = {"etag", "content-length", "x-request-id", "date", "last-modified"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


def settings_of(request: dict) -> AbstractContextManager | None:
    changed = request.get("settings")
    return override_settings(**changed) if changed else None


class Answer(NamedTuple):
    """What came back, before a page is put into its canonical form."""

    head: str
    body: bytes
    is_page: bool


class Readers:
    """A browser for each person, logged in when first used."""

    def __init__(self) -> None:
        self.clients: dict[str, Client] = {}

    def client(self, name: str) -> Client:
        if name not in self.clients:
            client = Client(raise_request_exception=False, enforce_csrf_checks=name == "forger")
            if name not in ("reader", "forger"):
                client.force_login(get_user_model().objects.get(username=name), BACKEND)
            self.clients[name] = client
        return self.clients[name]


def answer(readers: Readers, request: dict) -> Answer:
    response = ask(readers.client(request["as"]), request)
    head = [heading(request), *redirects(response), *facts(response)]
    is_page = response.get("Content-Type", "").startswith("text/html")
    return Answer("\n".join([*head, "", ""]), body_of(response), is_page)


def heading(request: dict) -> str:
    method = request.get("method", "GET")
    rest = {name: request[name] for name in sorted(request) if name not in ("path", "method", "as")}
    suffix = f" {json.dumps(rest, ensure_ascii=False)}" if rest else ""
    return f"{method} {unquote(request['path'])[:300]} as {request['as']}{suffix}"


def ask(client: Client, request: dict) -> HttpResponse:
    headers, path = request.get("headers", {}), request["path"]
    if request.get("again"):
        headers = headers | {"If-None-Match": client.get(path, headers=headers)["ETag"]}
    if request.get("method", "GET") == "POST":
        return client.post(path, form_data(client, request), headers=headers, follow=True)
    return client.generic(request.get("method", "GET"), path, headers=headers)


def form_data(client: Client, request: dict) -> dict:
    """What is sent: with "form" the page's own form, over which the given fields go."""
    fields = dict(request.get("data", {}))
    if request.get("form"):
        page = client.get(request.get("form_at", request["path"]))
        fields = filled_in(page.content.decode()) | fields
    if file := request.get("file"):
        name, field = file["name"], file["field"]
        fields[field] = SimpleUploadedFile(name, file["text"].encode())
    return fields


def redirects(response: HttpResponse) -> list[str]:
    return [f"-> {status} {to}" for to, status in getattr(response, "redirect_chain", ())]


def facts(response: HttpResponse) -> list[str]:
    """The status and the headers in order; of cookies only their names."""
    shown = [
        f"{name}: {value}"
        for name, value in sorted(response.headers.items())
        if name.lower() not in LEFT_OUT
    ]
    tagged = ["ETag: some"] if response.has_header("ETag") else []
    cookies = [f"Set-Cookie: {name}" for name in sorted(response.cookies)]
    return [f"{response.status_code} {response.reason_phrase}", *shown, *tagged, *cookies]


def body_of(response: HttpResponse) -> bytes:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    if response.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    return content
