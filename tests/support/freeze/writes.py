"""Requests that write, in their order, each followed by the page on which it ends.

They come last: what is read before them is the site as it was filled.
"""

from collections.abc import Iterator

from .desk import BATCHES, CASES, COLLEAGUES, IMPORTS, THEMES, get
from .facts import Facts
from .pages import get as read

TABLE = "批次,标题,单位,责任主题,摘要\nspp-reform-2,新来的标题,云南省检察机关,监管责任,新的摘要\n"
PASTED = """\
最高检发布第七批检察改革典型案例

发布时间:2026-02-03 来源:检察日报

  近日,最高人民检察院发布第七批全国检察机关检察改革典型案例。典型案例共2件。

  一是强化政治责任。陕西省检察机关建立重大事项请示报告清单,逐项写明由谁报告。

  二是实化监管责任。贵州省贵阳市检察院建立流程预警机制,对临近期限的案件自动提示。
"""


def post(who: str, path: str, **data) -> dict:
    return get(who, path, method="POST", data=data)


def fill_in(who: str, path: str, **data) -> dict:
    """Send the form that the page has, with some fields changed."""
    return post(who, path, **data) | {"form": True}


def requests(facts: Facts) -> Iterator[dict]:
    yield from edits(facts)
    yield from publishing(facts)
    yield from importing(facts)
    yield from people(facts)
    yield from results(facts)


def edits(facts: Facts) -> Iterator[dict]:
    case = f"{CASES}{facts.case(facts.published[20])}/"
    draft = f"{CASES}{facts.case(facts.drafts[1])}/"
    yield fill_in("publisher", f"{case}change/", title="改后的标题 <b>", note="为什么", _save="1")
    yield fill_in("editor", f"{draft}change/", summary="第一段\r\n第二段", keywords="甲、乙；丙")
    yield fill_in("publisher", f"{case}change/", summary="要公开", _publish="1")
    first = facts.versions("case", facts.case(facts.published[20]))[0]
    yield post("publisher", f"{case}history/{first}/", note="改回去")
    batch = f"{BATCHES}{facts.batch('frozen-7')}/change/"
    yield fill_in("publisher", batch, title="改后的批次", issued_on="2020-02", note="改名")
    yield fill_in("publisher", batch, issued_on="2020-13")
    theme = f"{THEMES}{facts.theme('political')}/change/"
    yield fill_in("manager", theme, name="政治责任（改）", definition_en="Changed.")
    names = {"slug": "new-theme", "name": "新主题", "name_en": "New theme", "position": "20"}
    yield fill_in("manager", f"{THEMES}add/", **names)
    yield post("manager", f"{THEMES}{facts.theme('empty')}/delete/", post="yes")
    new = {"title": "新批次", "slug": "new-batch", "issuers": "最高检、公安部"}
    yield fill_in("editor", f"{BATCHES}add/", **new, released_on="2026")
    of_case = {"batch": facts.batch("spp-reform-2"), "number": "50", "title": "手工录入的案例"}
    body = {"bodies-0-name": "云南省检察机关", "bodies-0-kind": "system"}
    yield fill_in("editor", f"{CASES}add/", **of_case, **body)
    yield post("editor", f"{CASES}{facts.case(facts.drafts[4])}/delete/", post="yes")


def publishing(facts: Facts) -> Iterator[dict]:
    keys = [facts.case(reference) for reference in facts.published[100:104]]
    drafts = [facts.case(reference) for reference in facts.drafts]
    yield action("editor", "submit_cases", drafts[2:4])
    yield action("editor", "return_cases", drafts[2:3])
    yield action("publisher", "publish_cases", drafts[2:4])
    yield fill_in("publisher", f"{CASES}{drafts[0]}/publish/")
    yield fill_in("publisher", f"{BATCHES}{facts.batch(facts.batches[-4])}/publish/")
    yield action("publisher", "withdraw_cases", keys[:2], reason="issuer", note="来函 <i>")
    successor = {"reason": "merged", "successor": facts.published[110]}
    yield action("publisher", "withdraw_cases", keys[2:3], **successor)
    yield fill_in("publisher", f"{CASES}{keys[0]}/publish/")
    erase = {"kind": "phrase", "phrase": "检察官", "_erase": "1"}
    yield post("chief", f"{CASES}{keys[3]}/erase/", **erase)
    whole = {"kind": "whole", "phrase": "", "_erase": "1"}
    yield post("chief", f"{CASES}{facts.case(facts.published[120])}/erase/", **whole)
    publish_batch = {"action": "publish_batches", "_selected_action": [facts.batch("frozen-3")]}
    yield post("publisher", BATCHES, **publish_batch)


def action(who: str, name: str, keys: list[int], **data) -> dict:
    return post(who, CASES, action=name, _selected_action=keys, **data)


def importing(facts: Facts) -> Iterator[dict]:
    ids = "SELECT id FROM reforms_batchimport WHERE state = ? ORDER BY id"
    table, release = (f"{IMPORTS}{key}/" for key in facts.column(ids, "prepared"))
    yield fill_in("publisher", f"{table}change/", _correct="1")
    yield fill_in("publisher", f"{table}change/", _apply="1")
    yield fill_in("publisher", f"{table}change/", _apply="1", public="on")
    yield fill_in("editor", f"{release}change/", _apply="1", **{"batch-slug": "frozen-release"})
    yield fill_in("publisher", f"{release}publish/")
    applied = facts.column(ids, "applied")
    yield from (post("publisher", f"{IMPORTS}{key}/undo/") for key in applied[:2])
    yield fill_in("publisher", f"{IMPORTS}{applied[2]}/undo/", all="on")
    yield post("publisher", f"{table}undo/")
    file = {"name": "新来的.csv", "field": "upload-file", "text": TABLE}
    yield post("editor", f"{IMPORTS}add/", _upload="1") | {"file": file}
    yield post("editor", f"{IMPORTS}add/", _paste="1", **{"paste-text": PASTED})
    last = facts.value("SELECT max(id) FROM reforms_batchimport")
    yield fill_in("editor", f"{IMPORTS}{last + 1}/change/", _apply="1")
    yield post("editor", f"{IMPORTS}{last + 2}/change/", _discard="1")
    yield post("publisher", f"{IMPORTS}{facts.value(ids, 'reading')}/change/", _discard="1")


def people(facts: Facts) -> Iterator[dict]:
    editor = f"{COLLEAGUES}{facts.user('editor')}/"
    yield fill_in("chief", COLLEAGUES, name="新来的同事", role="编辑")
    yield fill_in("chief", editor, name="改名", _save="1")
    yield post("chief", editor, _device="1")


def results(facts: Facts) -> Iterator[dict]:
    """What readers and editors see of all this."""
    for prefix in ("", "/en"):
        for path in ("/", "/cases/", "/cases/?q=标题", "/themes/", "/statistics/", "/batches/"):
            yield read(f"{prefix}{path}") | {"after": "writes"}
        yield read(f"{prefix}/data/changes/?since={facts.revision}") | {"after": "writes"}
        yield read(f"{prefix}/data/changes.csv?since={facts.revision - 1}") | {"after": "writes"}
        yield read(f"{prefix}/cases.csv?sort=reference") | {"after": "writes"}
        yield read(f"{prefix}/cases.jsonl?body=1") | {"after": "writes"}
        for reference in (facts.published[20], facts.published[100], facts.published[103]):
            yield read(f"{prefix}/cases/{reference}/") | {"after": "writes"}
    for path in (CASES, BATCHES, THEMES, IMPORTS, f"{CASES}?q=标题"):
        yield get("chief", path) | {"after": "writes"}
    yield get("publisher", f"{CASES}{facts.case(facts.published[20])}/history/", after="writes")
