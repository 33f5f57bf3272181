"""Addresses that lead nowhere for what stands around them → the address that was meant.

People copy a link with the full stop, the bracket or the sentence behind it, and type references in
capitals.
"""

import re

from django.http import HttpRequest
from django.urls import Resolver404, resolve

FOREIGN = re.compile("[^\x21-\x7e]")  # in no address of ours
WORD = re.compile("[a-zA-Z0-9]")  # what follows is no sentence but another address
BEHIND = "/.,;:?!()[]{}<>'\"*"
LONGEST = 300  # characters; no address of ours has more


def nearby_address(request: HttpRequest) -> str:
    """The address that was meant by one that does not exist, with its query; empty if unsure."""
    path = request.path_info
    if request.method not in ("GET", "HEAD") or len(path) > LONGEST:
        return ""
    start = FOREIGN.split(path, maxsplit=1)[0].rstrip(BEHIND)
    if WORD.search(path, len(start)):
        return ""
    meant = start.lower() + ("" if "." in start.rpartition("/")[2] else "/")
    if meant == path or not is_public_address(meant):
        return ""
    query = request.META.get("QUERY_STRING", "")
    return f"{meant}?{query}" if query else meant


def is_public_address(path: str) -> bool:
    """Whether a page of ours has this address."""
    try:
        return not path.startswith("/admin/") and bool(resolve(path))
    except Resolver404:
        return False
