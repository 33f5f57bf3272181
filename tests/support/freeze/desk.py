"""The editors' desk, looked at by people of each role; nothing here writes."""

from collections.abc import Iterator
from urllib.parse import quote

from .facts import Facts

ADMIN = "/admin/"
CASES, BATCHES, THEMES = (f"{ADMIN}reforms/{name}/" for name in ("case", "batch", "theme"))
IMPORTS, ERASURES = f"{ADMIN}reforms/batchimport/", f"{ADMIN}reforms/erasure/"
COLLEAGUES = f"{ADMIN}people/"
PEOPLE = ("chief", "manager", "publisher", "editor", "stranger")
LISTS = (CASES, BATCHES, THEMES, IMPORTS, ERASURES, COLLEAGUES)
CASE_QUERIES = ("q=办案", "q=江苏 监管", "q=zzzz", "q=<b>", "q=检", "status__exact=draft", "o=2.-1")
CASE_QUERIES += ("status__exact=in-review", "status__exact=withdrawn", "themes__id__exact=1", "p=2")
CASE_QUERIES += ("province=jiangsu", "level=supreme", "year=2024", "e=1", "q=办案&province=jiangsu")


def get(who: str, path: str, **more) -> dict:
    return {"as": who, "path": quote(path, safe="/?&=%+:,;"), **more}


def requests(facts: Facts) -> Iterator[dict]:
    for who in PEOPLE:
        yield get(who, ADMIN)
        yield from (get(who, path) for path in LISTS)
        yield from (get(who, f"{path}add/") for path in LISTS)
        yield from rows(who, facts)
        yield from imports(who, facts)
    yield from lists(facts)
    yield from accounts(facts)
    yield from of_all_versions(facts)
    yield from asked(facts)


def rows(who: str, facts: Facts) -> Iterator[dict]:
    """All pages of a few cases, batches and themes."""
    chosen = [facts.published[3], facts.drafts[0], facts.in_review[0], facts.withdrawn[0]]
    for reference in [*chosen, facts.withdrawn[4]]:
        at = f"{CASES}{facts.case(reference)}/"
        for page in ("change", "history", "preview", "erase", "publish", "delete"):
            yield get(who, f"{at}{page}/")
    for slug in ("spp-reform-2", facts.batches[55], facts.batches[-4]):
        at = f"{BATCHES}{facts.batch(slug)}/"
        yield from (get(who, f"{at}{page}/") for page in ("change", "history", "publish", "delete"))
    for slug in ("hierarchical", "empty"):
        at = f"{THEMES}{facts.theme(slug)}/"
        yield from (get(who, f"{at}{page}/") for page in ("change", "history", "delete"))


def imports(who: str, facts: Facts) -> Iterator[dict]:
    for key in facts.column("SELECT id FROM reforms_batchimport ORDER BY id"):
        for page in ("change/", "undo/", "publish/", "refused.csv", "history/"):
            yield get(who, f"{IMPORTS}{key}/{page}")
    yield get(who, f"{IMPORTS}template.csv")


def lists(facts: Facts) -> Iterator[dict]:
    """Searches, filters and tabs, and what is not there."""
    yield from (get("chief", f"{CASES}?{query}") for query in CASE_QUERIES)
    yield get("editor", f"{CASES}?batch__id__exact={facts.batch('spp-reform-2')}")
    yield from (get("publisher", f"{BATCHES}?{query}") for query in ("q=frozen-1", "q=zzzz", "p=2"))
    yield from (get("chief", f"{IMPORTS}?{query}") for query in ("state__exact=prepared", "q=csv"))
    yield get("chief", f"{ERASURES}?kind__exact=phrase")
    prepared = facts.column("SELECT id FROM reforms_batchimport WHERE state = 'prepared'")
    for key in prepared:
        for status in ("new", "changed", "same", "skipped", "refused", "nothing"):
            yield get("publisher", f"{IMPORTS}{key}/change/?status={status}")
        yield get("publisher", f"{IMPORTS}{key}/change/?page=2")
    for path in ("nothing/", "reforms/", "reforms/case/99999/change/", "reforms/case/x/preview/"):
        yield get("chief", f"{ADMIN}{path}")
    yield get(
        "chief", f"{ADMIN}autocomplete/?app_label=reforms&model_name=case&field_name=batch&term=1"
    )


def accounts(facts: Facts) -> Iterator[dict]:
    chief = facts.user("chief")
    for path in (f"people/{chief}/", "forgotten/", "password_change/", "prove/"):
        yield get("chief", f"{ADMIN}{path}")
    for path in ("login/", "login/?next=/admin/reforms/case/", "prove/", "second-factor/", ""):
        yield get("reader", f"{ADMIN}{path}")
    yield get("editor", f"{ADMIN}second-factor/codes/")
    yield get("chief", f"{ADMIN}jsi18n/")
    wrong = {"username": "chief", "password": "wrong"}
    yield get("reader", f"{ADMIN}login/", method="POST", data=wrong)
    yield get("forger", f"{ADMIN}login/", method="POST", data=wrong)
    for who in ("reader", "stranger"):
        yield get(who, "/cases/", method="POST", data={"q": "x"})


def of_all_versions(facts: Facts) -> Iterator[dict]:
    """The pages of the versions of rows with several of them."""
    changed = facts.references("title LIKE '第%次改过%'") + facts.withdrawn[-1:]
    changed += facts.references("summary LIKE '%■■%'")[:1]
    for reference in [*changed, facts.published[4]]:
        key = facts.case(reference)
        for version in facts.versions("case", key):
            yield get("publisher", f"{CASES}{key}/history/{version}/")
            yield get("editor", f"{CASES}{key}/history/{version}/")
        yield get("publisher", f"{CASES}{key}/history/")
    for subject, path, key in (
        ("batch", BATCHES, facts.batch("frozen-2")),
        ("theme", THEMES, facts.theme("hierarchical")),
    ):
        for version in facts.versions(subject, key):
            yield get("chief", f"{path}{key}/history/{version}/")
    yield get("chief", f"{CASES}{key}/history/99999/")


def asked(facts: Facts) -> Iterator[dict]:
    """Pages that answer a form and still write nothing."""
    keys = [facts.case(reference) for reference in facts.published[:2]]
    withdraw = {"action": "withdraw_cases", "_selected_action": keys}
    yield get("publisher", CASES, method="POST", data=withdraw)
    merged = withdraw | {"reason": "merged", "successor": "nothing", "note": "<b>"}
    yield get("publisher", CASES, method="POST", data=merged)
    yield get("editor", CASES, method="POST", data=withdraw)
    erase = f"{CASES}{keys[0]}/erase/"
    for phrase, kind in (("办案", "phrase"), ("x", "phrase"), ("", "whole"), ("frozen", "phrase")):
        data = {"kind": kind, "phrase": phrase}
        yield get("chief", erase, method="POST", data=data)
    empty = {"title": "", "bodies-0-name": "a;b", "note": "x" * 400}
    yield get("publisher", f"{CASES}{keys[0]}/change/", method="POST", form=True, data=empty)
    stale = {"opened_on": 1, "title": "我写的标题"}
    changed = facts.case(facts.references("title LIKE '第%次改过%'")[0])
    yield get("publisher", f"{CASES}{changed}/change/", method="POST", form=True, data=stale)
    yield get("editor", f"{CASES}{changed}/change/", method="POST", data=stale)
    for text in ("", "今天天气很好，<b>没有</b>案例。"):
        paste = {"_paste": "1", "paste-text": text}
        yield get("editor", f"{IMPORTS}add/", method="POST", data=paste)
    for content in ("", "%PDF-1.4", "甲,乙\n"):
        file = {"name": "坏.csv", "field": "upload-file", "text": content}
        yield get("editor", f"{IMPORTS}add/", method="POST", data={"_upload": "1"}, file=file)
