"""Tables named .xls that are web pages or SpreadsheetML."""

import pytest
from django.core.exceptions import ValidationError

from tests.support import cast
from tests.support.uploads import rows_of, statuses, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]

PAGE = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<table><tr><td colspan=3>汇总表</td></tr>
<tr><th>批次<th>标题<th>单位</tr>
<tr><td>spp-reform-2<td>甲&amp;乙<br>下行<td>江苏 检察机关</tr>
<tr style='display: none'><td>spp-reform-2</td><td>乙</td><td>云南省检察院</td></tr>
</table></body></html>"""

CASE = ("b", "甲", "江苏检察机关", "某批", "某院")
HEADINGS = ("批次", "标题", "单位", "批次名称", "发布机关", "发布日期")


def cells(*texts: str) -> str:
    return "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in texts)


SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
XML = f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="{SPREADSHEET}" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="{SPREADSHEET}">
<Styles><Style ss:ID="m"><NumberFormat ss:Format="yyyy/mm"/></Style></Styles>
<Worksheet ss:Name="旧"><Table><Row>{cells("标题")}</Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
<Worksheet ss:Name="案例"><Table><Row>{cells(*HEADINGS)}</Row>
<Row ss:Index="4">{cells(*CASE)}
<Cell ss:StyleID="m"><Data ss:Type="DateTime">2021-07-01T00:00:00.000</Data></Cell></Row></Table>
</Worksheet></Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_page_is_read_as_a_table(encoding):
    cast.batch()
    batch_import = upload(PAGE.encode(encoding))
    assert [(row.line, row.status) for row in rows_of(batch_import)] == [(3, "new"), (4, "skipped")]
    assert rows_of(batch_import)[0].cells["title"] == "甲&乙\n下行"
    assert batch_import.encoding == "HTML"


def test_spreadsheet_xml_is_read_as_a_workbook():
    batch_import = upload(XML)
    [row] = rows_of(batch_import)
    assert (row.line, row.status) == (4, "new")
    assert (row.cells["title"], row.cells["released_on"]) == ("甲", "2021-07")
    assert (batch_import.facts["sheet"], batch_import.facts["other_sheets"]) == ("案例", ["旧"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html><body><p>没有表格</p></body></html>", "这是网页，里面没有表格"),
        (PAGE.replace("<td>spp", "<td rowspan=2>spp", 1), "第 3 行有合并单元格"),
        (XML.replace("</Workbook>", ""), "文件可能已损坏"),
        (XML.replace("?>", "?><!DOCTYPE a []>", 1), "不该有的定义"),
        (XML.replace('"4"', '"4000000000"'), "文件可能已损坏"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related", "存成单个文件的网页（.mht）"),
    ],
)
def test_it_says_why_a_page_is_no_table(text, words):
    with pytest.raises(ValidationError, match=words):
        upload(text)


def test_a_chosen_sheet_of_spreadsheet_xml_is_read():
    with pytest.raises(ValidationError, match="只有列名"):
        upload(XML, sheet="旧")
    with pytest.raises(ValidationError, match="没有名为“无”的工作表；有：旧、案例"):
        upload(XML, sheet="无")
    assert statuses(upload(XML, sheet="案例")) == ["new"]
