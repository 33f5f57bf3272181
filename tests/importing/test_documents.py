"""Releases that come as documents, and texts that are no release of ours."""

import io

import pytest
from django.core.exceptions import ValidationError

from reforms import importing
from reforms.models import BatchImport
from tests.documents.samples import docx, paragraph
from tests.support.release_text import NEWS

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("themes")]

BOLD = "<w:b/>"
RELEASE = docx(
    paragraph("检察机关服务春耕典型案例", '<w:jc w:val="center"/>', BOLD),
    "近日，最高人民检察院发布检察机关服务春耕典型案例，共2件。",
    paragraph("湖北省监利市人民检察院", run=BOLD),
    paragraph("推行农机安全联防", run=BOLD),
    "【关键词】",
    "农机安全　联防",
    "【主要做法】",
    "逐村排查。",
    paragraph("湖南省华容县人民检察院建立种业保护联络点", run=BOLD),
    "【关键词】",
    "种业保护",
    "【主要做法】",
    "设点服务。",
)


def test_it_reads_the_cases_of_a_word_document():
    batch_import = importing.start_document(RELEASE, "春耕.docx")
    assert batch_import.file_name == "春耕.docx"
    assert batch_import.facts["batch"]["title"] == "检察机关服务春耕典型案例"
    assert [row.cells["title"] for row in batch_import.rows.order_by("line")] == [
        "湖北省监利市人民检察院推行农机安全联防",
        "湖南省华容县人民检察院建立种业保护联络点",
    ]


def test_it_says_what_was_left_out_of_a_document():
    data = docx("最高检发布检察听证典型案例，共3件。", word__vbaProject_bin="x")
    batch_import = importing.start_document(data, "宏.docm")
    assert ["text", "文档里有宏，没有运行，也没有保存"] in batch_import.facts["questions"]


def test_it_opens_as_many_empty_rows_as_the_text_claims():
    text = "2024年3月8日，最高人民检察院发布第五批检察听证典型案例，共4件。各地要认真学习。"
    batch_import = importing.start_release(text)
    assert batch_import.rows.count() == 4
    assert batch_import.facts["batch"]["released_on"] == "2024-03-08"
    assert "对照原文填写" in batch_import.rows.first().asks[0][1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "最高人民法院发布典型案例。\n案例一 甲诉乙合同纠纷案\n退一赔三。",
            "不是检察机关",
        ),
        (
            "江苏高院发布典型案例\n案例一 甲诉乙合同纠纷案\n【裁判结果】\n支付。\n"
            "案例二 丙诉丁侵权案\n【裁判结果】\n赔偿。",
            "全文没有提到检察机关",
        ),
        (
            "最高人民检察院工作报告\n各位代表：\n检察机关发布指导性案例4批、典型案例60批。",
            "没有认出任何案例",
        ),
        ("案例一 甲检察院推行听证\n做法好。\n" * 2, "不止一批"),
        ("第一条　为了规范办案，制定本法。\n第二条　本法自公布之日起施行。", "没有认出任何案例"),
        ("那年冬天，他回到村里，雪下了一夜。\n清早推开门，路都没了。", "没有认出任何案例"),
        ("姓名\t年龄\n甲\t20\n乙\t30", "没有认出任何案例"),
        ("案例一\n" * 20_000, "没有认出任何案例"),
    ],
)
def test_it_refuses_what_is_no_release_and_stores_nothing(text, message):
    with pytest.raises(ValidationError, match=message):
        importing.start_release(text)
    assert not BatchImport.objects.exists()


def test_it_refuses_two_reports_at_once():
    second = NEWS.replace("第三批", "第四批").replace("浙江", "江西").replace("四川", "云南")
    second = second.replace("成都市武侯区", "昆明市盘龙区").replace("湖北省宜昌", "湖南省岳阳")
    with pytest.raises(ValidationError, match="不止一批"):
        importing.start_release(f"{NEWS}\n{second}")


def test_it_says_that_a_word_document_is_cut_off():
    with pytest.raises(ValidationError, match="文件已损坏或不完整"):
        importing.read_now(io.BytesIO(RELEASE[:300]), "春耕.docx")


def test_it_takes_half_a_release_and_says_what_is_missing():
    text = "案例五 江苏省淮安市人民检察院推行听证\n【主要做法】\n上门听证。\n【典型意义】\n便民。"
    batch_import = importing.start_release(f"最高检发布检察听证典型案例，共5件。\n{text}")
    assert batch_import.rows.count() == 1
    assert ["cases", "原文说共5件，认出1件，请核对"] in batch_import.facts["questions"]
