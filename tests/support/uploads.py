"""Files to import, and what the tests ask of an import."""

import io

from openpyxl import Workbook

from reforms import importing
from reforms.models import BatchImport, ImportRow

HEADINGS = "批次,标题,单位,责任主题,摘要"


def upload(content: str | bytes, **options) -> BatchImport:
    raw = content.encode() if isinstance(content, str) else content
    return importing.start_upload(io.BytesIO(raw), "案例.csv", importing.TableOptions(**options))


def table(*rows: str) -> str:
    return "\n".join([HEADINGS, *rows]) + "\n"


def rows_of(batch_import: BatchImport) -> list[ImportRow]:
    return list(batch_import.rows.order_by("line"))


def statuses(batch_import: BatchImport) -> list[str]:
    return [row.status for row in rows_of(batch_import)]


def import_messages(batch_import: BatchImport) -> str:
    """All that an editor is told of the rows."""
    return "\n".join(
        words for row in rows_of(batch_import) for _column, words, _refuses in row.messages
    )


def applied(batch_import: BatchImport, **options) -> BatchImport:
    for _done in importing.apply(batch_import, **({"may_publish": True} | options)):
        pass
    return BatchImport.objects.get(pk=batch_import.pk)


def workbook(*rows: list, **sheets: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changes_one_and_adds_two() -> BatchImport:
    return upload(
        "编号,批次,标题,单位,责任主题\n"
        "spp-reform-2-01,,改过的标题,,\n"
        ",spp-reform-2,新增甲,云南省检察院,办案责任\n"
        ",spp-reform-2,新增乙,黑龙江省检察院,\n"
    )
