"""Imports in every state: read, prepared, applied, published, undone and given up."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO
from random import Random

from django.contrib.auth.models import User

from benchmarks.texts import SUBJECTS, pool, prose, title
from reforms import history, importing
from reforms.history import Edit
from reforms.models import BatchImport, Case

from .samples import APPLIED, RELEASE

HEADINGS = ("编号", "批次", "批次名称", "发布机关", "发布日期", "本站序号", "标题")
HEADINGS += ("单位", "地区", "检察院层级", "责任主题", "摘要", "来源", "备注")
WIDTH = len(HEADINGS)


def upload(cases: list[Case], people: dict[str, User]) -> None:
    by = people["publisher"]
    published = apply(read("第一批.csv", new_rows("upload-1", 6), by), by)
    publish(published, by)
    apply(importing.start_release(APPLIED, by=people["editor"]), by)
    changed = apply(read("改动.csv", changed_rows(cases[40:43]), by), by)
    importing.undo(
        apply(read("要撤销.csv", new_rows("upload-2", 4), by), by), Edit(by, proof_age=0)
    )
    edit_after(changed, cases[41], by)
    read("待核对.csv", mixed_rows(cases), people["editor"])
    importing.start_release(RELEASE, by=people["editor"])
    importing.discard(read("放弃.csv", new_rows("upload-3", 2), by))
    BatchImport.objects.create(kind="csv", file_name="断 <开>.csv", sha256="0" * 64, by=by)


def read(name: str, rows: Iterable[Iterable[str]], by: User) -> BatchImport:
    text = StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return importing.start_upload(BytesIO(text.getvalue().encode()), name, by=by)


def apply(batch_import: BatchImport, by: User) -> BatchImport:
    for _done in importing.apply(batch_import, Edit(by, proof_age=0), may_publish=True):
        pass
    return BatchImport.objects.get(pk=batch_import.pk)


def publish(batch_import: BatchImport, by: User) -> None:
    history.publish(importing.waiting_cases(batch_import), Edit(by, "导入后发布", proof_age=0))


def edit_after(batch_import: BatchImport, case: Case, by: User) -> None:
    """Edit a case after the import changed it, so that undoing has something to ask."""
    case.refresh_from_db()
    case.summary = f"导入 {batch_import.pk} 之后改的摘要。"
    history.save_case(case, Edit(by, proof_age=0))


def row(**cells: str) -> list[str]:
    return [cells.get(heading, "") for heading in HEADINGS]


def new_rows(slug: str, count: int) -> list[list[str]]:
    return [new_row(slug, number) for number in range(1, count + 1)]


def new_row(slug: str, number: int) -> list[str]:
    """A case so unlike all others that it is no likely duplicate."""
    chance = Random(f"{slug}:{number}")
    subject = chance.choice(SUBJECTS)
    body = chance.choice(("江苏检察机关", "成都市武侯区检察院", "甘肃省天水市检察院"))
    return row(
        批次=slug,
        批次名称=f"上传的批次 {slug}",
        发布机关="最高人民检察院",
        发布日期="2024-05-06",
        本站序号=str(number),
        标题=title(chance, "", subject),
        单位=body,
        责任主题="监管责任",
        摘要=prose(chance, pool(chance, subject), 90),
        来源="检察日报",
    )


def changed_rows(cases: Iterable[Case]) -> list[list[str]]:
    return [row(编号=case.reference, 标题=f"导入时改的标题 {case.reference}") for case in cases]


def mixed_rows(cases: list[Case]) -> list[list[str]]:
    """Rows of every outcome, more than one page of them."""
    first = cases[50]
    same = row(编号=first.reference, 标题=first.title)
    alike = row(批次="frozen-3", 标题=cases[60].title, 单位=cases[60].bodies.first().name)
    return [
        same,
        *changed_rows(cases[51:53]),
        alike,
        *refused_rows(),
        *new_rows("upload-4", 24),
    ]


def refused_rows() -> list[list[str]]:
    return [
        row(批次="frozen-3", 标题="地区写错", 单位="某检察院", 地区="火星", 检察院层级="天上"),
        row(批次="frozen-3", 标题="", 单位="江苏检察机关"),
        row(编号="no-such-99", 标题="没有这个编号"),
        row(批次="<b>坏", 标题="批次写错", 单位="江苏检察机关"),
        row(批次="frozen-3", 标题="序号写错", 单位="江苏检察机关", 本站序号="甲"),
        row(批次="frozen-3", 标题="主题写错 <i>", 单位="江苏检察机关", 责任主题="没有的责任"),
        [*row(批次="frozen-3", 标题="多出一格", 单位="云南省检察机关"), "第十五格"],
    ]
