"""The CSV files of the import desk: its template, and the rows that were refused."""

import csv
from io import StringIO

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ...columns import BY_NAME
from ...exports import BOM, guard
from ...models import ImportRow, Theme
from ...tables import EXPLAINS, REASONS
from ..labels import column_label
from .cells import MAIN
from .desk import ImportDesk

Status = ImportRow.Status

# The columns that can be filled in from a release alone. Column → explanation, example.
TEMPLATE: dict[str, tuple[str, str]] = {
    "batch": ("批次的网址名，用英文字母、数字和连字符；同一批次每行相同", "spp-reform-9"),
    "batch_title": ("批次的全称；批次已经有的可以不填", "第九批检察改革典型案例"),
    "issuers": ("发布机关；联合发布的用分号隔开", "最高人民检察院"),
    "released_on": ("发布日期，如 2025、2025-03 或 2025-03-18；不知道就留空", "2025-03-18"),
    "reported_on": ("报道日期；只知道报道日期时才填", ""),
    "case_no": ("本站的序号：1、2、3……", "1"),
    "official_no": ("发布稿自己的编号；没有就留空", "案例一"),
    "title": ("照录发布稿的标题；没有标题的自拟一个", "建立办案流程监控机制"),
    "title_by": ("标题是谁写的：发布机关，或本站编者", "发布机关"),
    "bodies": ("单位，照录发布稿；几个单位用分号隔开", "某省人民检察院（示例，请删去本行）"),
    "provinces": ("地区，次序同单位；留空则按单位名称判断", "浙江"),
    "levels": ("最高检、省级院、市级院或基层院，次序同单位；留空则按单位名称判断", "省级院"),
    "themes": ("主题；几个主题用分号隔开，看不出来就留空。可用：{themes}", "监管责任"),
    "keywords": ("关键词，用分号隔开", "流程监控;办案规范"),
    "summary": ("自己写的摘要，80 至 200 字，不照抄原文", "用自己的话写 80 至 200 字。"),
    "body": ("发布稿里这件案例的全文，照录", ""),
    "source_name": ("刊登发布稿的媒体或网站", "检察日报"),
    "source_url": ("发布稿的网址，以 https:// 开头；不知道就留空", ""),
}


def csv_file(rows: list[list[str]], name: str) -> HttpResponse:
    """A download for Excel: with a BOM, and every cell guarded against formulas (RFC 4180)."""
    text = StringIO()
    csv.writer(text).writerows([guard(cell) for cell in row] for row in rows)
    response = HttpResponse(BOM + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class FilePages(ImportDesk):
    """The two CSV files."""

    def template(self, request: HttpRequest) -> HttpResponse:
        """A table with the headings, a line of explanations and an example."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        themes = "、".join(theme.name for theme in Theme.objects.all())
        explanations, examples = zip(*TEMPLATE.values(), strict=True)
        first, *others = explanations
        rows = [
            [BY_NAME[name].heading for name in TEMPLATE],
            [EXPLAINS + first, *(text.format(themes=themes) for text in others)],
            list(examples),
        ]
        return csv_file(rows, "import-template.csv")

    def refused(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The refused rows with a column of reasons, to be corrected and uploaded again."""
        batch_import = self.permitted_import(request, pk, "view")
        names = list(batch_import.facts.get("columns") or MAIN)
        rows = [[*(BY_NAME[name].heading for name in names), REASONS]]
        for row in batch_import.rows.filter(status=Status.REFUSED).order_by("line"):
            rows.append([*(row.cells.get(name, "") for name in names), reasons(row)])
        return csv_file(rows, f"import-{batch_import.pk}-refused.csv")


def reasons(row: ImportRow) -> str:
    """Why a row is refused."""
    texts = [
        f"{column_label(column)}：{text}" if column else text
        for column, text, refuses in row.messages
        if refuses
    ]
    return _("第 %d 行：") % row.line + "；".join(texts)
