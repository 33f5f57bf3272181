"""Likely full names of persons are found by what stands before or after them."""

from pathlib import Path

import pytest

from reforms.text.person_names import likely_names


def names_in(text: str) -> list[str]:
    return [name.name for name in likely_names(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("被告人王小明盗窃一案", ["王小明"]),
        ("当事人：陈红，女，35岁", ["陈红"]),
        ("被害人系于建国，住某县", ["于建国"]),
        ("村民赵大山等人反映", ["赵大山"]),
        ("法定代表人李伟（另案处理）", ["李伟"]),
        ("被告人王小明、李大伟和欧阳建国共同诈骗", ["王小明", "李大伟", "欧阳建国"]),
        ("犯罪嫌疑人司马光明被取保候审", ["司马光明"]),
        ("王芳，女，1980年出生", ["王芳"]),
        ("其妻周丽及其子周强", ["周丽", "周强"]),
        ("被救助人刘强", ["刘强"]),
        ("王小明盗窃案", ["王小明"]),
        ("王小明、李大伟等5人电信网络诈骗案", ["王小明", "李大伟"]),
        ("案例三：陈红涉嫌故意伤害不起诉案", ["陈红"]),
        ("司马光明（抢劫）核准追诉案", ["司马光明"]),
        ("于建国诉某县公安局行政处罚检察监督案", ["于建国"]),
        ("依法办理“赵大山与某公司劳动争议抗诉案”", ["赵大山"]),
    ],
)
def test_full_names_are_found(text, names):
    assert names_in(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "被告人张某、李某某诈骗案",
        "被救助人王某明，女，1990年出生",
        "申诉人赵甲和钱乙",
        "被害人陈××提出，李XX同意",
        "当事人陈述、当事人程序权利、当事人应当",
        "申请人向公安机关提出，被告人于凌晨到案",
        "被申请人金华公司与当事人安徽某公司",
        "当事人方面、当事人高度评价、当事人及其家属",
        "关爱妇女儿童加强司法救助",
        "王某明盗窃案",
        "张某、李某甲等3人集资诈骗案",
        "安全生产领域行政公益诉讼案",
        "金华某公司合同诈骗案、江苏某银行申请执行监督案",
        "黄河流域非法采砂公益诉讼案",
        "严惩水污染行为，办好每一起破坏环境资源案",
        "占控告申诉检察部门公开听证案件的一半",
        "检察官王小明办理",  # an official in office
        "",
    ],
)
def test_hidden_names_and_ordinary_words_are_not(text):
    assert names_in(text) == []


def test_each_place_is_told_with_the_role_before_it():
    [name] = likely_names("经查，被害人王小明，男，住某县")
    assert (name.name, name.start, name.role) == ("王小明", 6, "被害人")


@pytest.mark.parametrize("batch", ["spp-reform-1", "spp-reform-2"])
def test_the_cases_of_2021_name_no_private_person(batch):
    path = Path(__file__).parents[2] / "fixtures" / f"{batch}.json"
    text = path.read_text(encoding="utf-8")
    assert "检察" in text
    assert names_in(text) == []
