"""What a case has besides title and bodies: subtitle, parts, proposals of themes."""

import pytest

from reforms.releases import read
from reforms.releases.parts import parts_of, parts_of_roles, split_keywords
from tests.releases.sample_releases import FULL, cases_of

pytestmark = pytest.mark.slow


def test_it_keeps_a_subtitle_apart():
    (case,) = cases_of(
        "案例一\n张某盗窃案\n——少捕慎诉\n【基本案情】\n张某偷车。\n【典型意义】\n好。"
    )
    assert (case.title, case.subtitle) == ("张某盗窃案", "少捕慎诉")


def test_it_reads_the_parts_of_a_text_with_roles_and_parents():
    parts = parts_of(read(FULL).cases[0].body.split("\n"))
    assert [(part.heading, part.role, part.depth, part.parent) for part in parts] == [
        ("改革背景", "背景案情", 0, None),
        ("主要做法", "做法履职", 0, None),
        ("一、逐案登记。", "", 1, 1),
        ("（一）登记对象。", "", 2, 2),
        ("二、按月通报。", "", 1, 1),
        ("工作成效", "成效", 0, None),
        ("典型意义", "意义", 0, None),
    ]
    assert parts[0].text == "回访工作分散，结果用不上。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("减刑、假释案件 公开听证", ("减刑、假释案件", "公开听证")),
        ("销售有毒、有害食品；减肥", ("销售有毒、有害食品", "减肥")),
        ("听证、回访，救助", ("听证", "回访", "救助")),
        ("听证", ("听证",)),
        ("", ()),
    ],
)
def test_it_splits_keywords_at_the_widest_separators(text, words):
    assert split_keywords(text) == words


def test_it_proposes_a_theme_for_each_basis_with_its_passage():
    text = (
        "一是强化政治责任。山西检察机关建立制度。\n"
        "案例一\n山西省检察机关细化办案责任\n【改革背景】\n底数不清。"
    )
    (case,) = cases_of(text)
    assert [(p.name, p.basis, p.passage) for p in case.proposals] == [
        ("政治责任", "news", "强化政治责任"),
        ("办案责任", "title", "细化办案责任"),
    ]


def test_it_proposes_a_theme_by_the_text_where_nothing_else_does():
    text = "案例一\n山西省检察院建立台账\n【改革背景】\n压实监督管理责任。"
    (case,) = cases_of(text)
    assert [(p.name, p.basis) for p in case.proposals] == [("监管责任", "text")]


def test_it_gives_a_procuratorate_the_theme_of_its_system_in_the_news():
    text = (
        "一是强化政治责任。山西检察机关建立制度。\n"
        "案例一\n山西省人民检察院建立请示报告制度\n【改革背景】\n制度不全。"
    )
    (case,) = cases_of(text)
    assert case.theme == "political"


def test_it_tells_who_guided_from_who_chose():
    release = read(
        "由最高人民检察院第八检察厅指导、武汉大学环境法研究所组织评选的首批湿地保护典型案例今天揭晓。"
    )
    assert [(issuer.name, issuer.role) for issuer in release.issuer_roles] == [
        ("最高人民检察院第八检察厅", "指导"),
        ("武汉大学环境法研究所", "组织评选"),
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("第五批检察改革典型案例", "改革典型案例"),
        ("第五十批指导性案例", "指导性案例"),
        ("2021年度十大行政检察典型案例", "年度评选"),
        ("检察听证典型案例", ""),
    ],
)
def test_it_tells_the_kind_of_batch(title, kind):
    assert read(f"最高检发布{title}。").kind == kind


def test_it_keeps_the_title_of_the_notice():
    release = read("关于印发检察改革\n典型案例的通知\n各省检察院：\n最高人民检察院\n2022年1月5日")
    assert release.notice_title == "关于印发检察改革典型案例的通知"
    assert (release.title, release.issued) == ("检察改革典型案例", "2022-01-05")


def test_it_asks_about_a_body_that_it_took_from_the_text():
    text = "案例一\n张某盗窃案\n【基本案情】\n张某偷车。\n【检察履职】\n温州市检察院审查起诉。"
    (case,) = cases_of(text)
    assert case.questions[0].text == "标题没有写单位，据正文判断，请核对"
    assert case.passages["bodies"] == "温州市检察院审查起诉。"


def test_it_credits_no_body_where_the_text_has_only_one_that_was_told():
    text = (
        "案例一\n张某盗窃案\n【基本案情】\n张某偷车。\n【检察履职】\n检察机关向温州市检察院通报。"
    )
    (case,) = cases_of(text)
    assert case.bodies == ()


def test_it_cuts_captions_off_and_shows_them():
    captions = "检察官实地走访\n整改后的停车场"
    text = f"案例一\n张某盗窃案\n【基本案情】\n张某偷车。\n{captions}\n张某认罪。"
    release = read(f"近日，最高检发布第九批检察改革典型案例。\n{text}\n预览时标签不可点")
    assert release.cases[0].body == "【基本案情】\n张某偷车。\n张某认罪。"
    assert release.furniture == ("预览时标签不可点", "检察官实地走访", "整改后的停车场")


def test_numbered_sections_keep_their_number_and_are_as_deep_as_others():
    parts = parts_of(["一、基本情况", "甲", "二、创新机制", "（一）主要做法", "乙", "典型意义：丙"])
    assert [(part.heading, part.role, part.depth, part.parent) for part in parts] == [
        ("一、基本情况", "背景案情", 1, None),
        ("二、创新机制", "", 1, None),
        ("（一）主要做法", "做法履职", 2, 1),
        ("典型意义", "意义", 0, None),
    ]


def test_parts_of_a_role_come_with_all_below_them():
    parts = parts_of(["【要旨】甲", "【主要做法】", "一、调查", "乙", "【典型意义】丙"])
    chosen = parts_of_roles(parts, ["做法履职"])
    assert [(part.heading, part.text) for part in chosen] == [("主要做法", ""), ("一、调查", "乙")]


WITH_CREDITS = """最高人民检察院第九十九批指导性案例
案例一：
沈某合同诈骗二审抗诉案
（检例第501号）
【关键词】
合同诈骗 抗诉
【基本案情】
沈某收款后失联。
【指导意义】
审查要细。
办案检察院：浙江省人民检察院

浙江省衢州市人民检察院
承办检察官：略某

欧阳略
案例撰稿人：略一
略二 略三
案例二：
韦某滥伐林木案
（检例第502号）
【关键词】
滥伐林木
【基本案情】
韦某无证砍树。
【指导意义】
补种为要。
办案检察院：广西壮族自治区人民检察院 广西壮族自治区融水苗族自治县人民检察院
"""


def test_it_reads_who_handled_a_case_on_the_lines_below_its_text():
    first, second = cases_of(WITH_CREDITS)
    assert [body.name for body in first.bodies] == ["浙江省人民检察院", "浙江省衢州市人民检察院"]
    assert [body.level for body in second.bodies] == ["provincial", "grassroots"]
    assert (first.title, second.title) == ("沈某合同诈骗二审抗诉案", "韦某滥伐林木案")
    assert "略二" not in first.body


def test_the_number_of_a_guiding_case_counts_before_that_of_the_list():
    assert [case.official_no for case in cases_of(WITH_CREDITS)] == ["检例第501号", "检例第502号"]
