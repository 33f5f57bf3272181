"""News articles about a batch: their cases, bodies and themes, and what is cut off."""

import pytest

from reforms.releases import NO_THEME, read
from tests.releases.sample_releases import NEWS, asked, bodies, cases_of

pytestmark = pytest.mark.slow


def test_it_reads_the_facts_of_a_batch_from_a_news_article():
    release = read(NEWS)
    assert release.title == "第九批检察改革典型案例"
    assert (release.series, release.ordinal) == ("检察改革典型案例", 9)
    assert release.topic == "责任到岗"
    assert release.issuers == ("最高人民检察院",)
    assert release.source_name == "检察新闻网"
    assert release.claimed == 4


def test_it_reads_the_cases_under_their_themes():
    assert [(case.theme, bodies(case)) for case in read(NEWS).cases] == [
        ("political", ["浙江省检察机关"]),
        ("case-handling", ["湖南省长沙市岳麓区人民检察院"]),
        ("case-handling", ["贵州省检察机关"]),
        ("hierarchical", ["重庆市人民检察院第二分院"]),
    ]


def test_it_keeps_the_heading_that_gave_the_theme():
    assert read(NEWS).cases[0].theme_name == "强化政治责任"


def test_it_gives_no_title_number_or_body_that_the_article_does_not_give():
    case = read(NEWS).cases[0]
    assert (case.title, case.official_no, case.body, case.keywords) == ("", "", "", ())
    assert asked(read(NEWS), "case.title") == ["有4件原文没有给出标题"]


def test_it_shows_the_passage_behind_each_guess():
    case = read(NEWS).cases[1]
    assert case.passages == {
        "bodies": "湖南省长沙市岳麓区检察院",
        "themes": "细化办案责任",
        "text": "湖南省长沙市岳麓区检察院推行办案日志，主任检察官逐周签阅。该院还公开了日志样本。",
    }
    assert read(NEWS).passages["claimed"] == "这批典型案例共4件，供各地参考。"


def test_it_cuts_the_page_furniture_off_and_shows_it():
    assert read(NEWS).furniture == (
        "法律咨询热线",
        "立即咨询",
        "声明:本网登载此文出于传递信息之目的。",
        "相关阅读",
        "最高检发布第八批检察改革典型案例",
        "陕西省检察院召开座谈会",
        "责任编辑：小方",
        "发表评论",
    )


def test_it_reads_an_article_once_that_is_pasted_twice():
    once, twice = read(NEWS), read(NEWS + "\n" + NEWS)
    assert twice.cases == once.cases
    assert asked(twice, "text") == ["文章出现了不止一遍，只读第一遍"]


def test_it_says_what_only_the_second_copy_has():
    longer = NEWS.replace(
        "　　下一步", "　　四川省检察院另有一份说明，附在文后，供各地参阅。\n　　下一步"
    )
    assert "后一遍多出1段" in asked(read(NEWS + longer), "text")[1]


@pytest.mark.parametrize(
    "headings",
    [
        ("一是强化政治责任。", "二是细化办案责任。"),
        ("（一）强化政治责任。", "（二）细化办案责任。"),
        ("第一，强化政治责任。", "第二，细化办案责任。"),
        ("在强化政治责任方面，", "在细化办案责任方面，"),
        ("——强化政治责任。", "——细化办案责任。"),
        ("强化政治责任\n", "细化办案责任\n"),
        ("1、强化政治责任.", "2、细化办案责任."),
    ],
)
def test_it_knows_the_headings_of_themes(headings):
    first, second = headings
    cases = cases_of(f"{first}山西检察机关建立制度。\n{second}青岛市检察院完善制度。")
    assert [case.theme for case in cases] == ["political", "case-handling"]


def test_it_reads_themes_that_share_one_paragraph():
    cases = cases_of(
        "一是强化政治责任，山西检察机关建立制度；二是实化监管责任，青岛市检察院推行评查。"
    )
    assert [case.theme for case in cases] == ["political", "supervisory"]


@pytest.mark.parametrize("heading", ["聚焦数字赋能", "压实办案责任和监管责任"])
def test_it_leaves_the_theme_open_where_the_heading_is_none_of_ours(heading):
    case, _ = cases_of(f"一是{heading}。山西检察机关建平台。\n二是强化政治责任。青岛市检察院试点。")
    assert (case.theme, case.theme_name) == ("", heading)
    assert (case.questions[0].about, case.questions[0].code) == ("themes", NO_THEME)


def test_it_counts_joint_bodies_as_one_case():
    (case,) = cases_of("一是强化政治责任。南京市检察院会同安徽省滁州市检察院共建机制。")
    assert bodies(case) == ["江苏省南京市人民检察院", "安徽省滁州市人民检察院"]
    assert case.questions == ()


def test_it_asks_where_bodies_only_stand_side_by_side():
    (case,) = cases_of("一是强化政治责任。南京市检察院、无锡市检察院分别建立机制。")
    assert len(case.bodies) == 2
    assert "是否应分为几件" in case.questions[0].text


def test_it_offers_bodies_named_as_examples_without_choosing_them():
    release = read(
        "近日，最高检发布第九批检察改革典型案例。北京、上海等地检察机关早有探索。\n"
        "一是强化政治责任。山西检察机关建立制度。如宁波市检察院也有尝试。"
    )
    assert [bodies(case) for case in release.cases] == [["山西省检察机关"]]
    assert [bodies(case) for case in release.candidates] == [
        ["北京市检察机关"],
        ["上海市检察机关"],
        ["浙江省宁波市人民检察院"],
    ]


def test_it_asks_what_a_relative_name_means():
    release = read(
        "近日，最高检发布第九批检察改革典型案例。\n"
        "一是强化政治责任。苏州市姑苏区检察院建立制度。市院派员指导。"
    )
    (candidate,) = release.candidates
    assert bodies(candidate) == ["江苏省苏州市人民检察院"]
    assert "请确认" in candidate.bodies[0].questions[0]


def test_it_asks_about_a_body_that_does_not_begin_its_sentence():
    (case,) = cases_of("一是强化政治责任。针对底数不清，山西检察机关建立台账。")
    assert case.questions[0].text == "单位不在句首，请核对它是不是案例单位"


def test_it_asks_about_one_body_under_two_themes():
    cases = cases_of(
        "一是强化政治责任。山西检察机关建立制度。\n二是细化办案责任。山西检察机关完善清单。"
    )
    assert [case.questions[0].about for case in cases] == ["themes", "themes"]


def test_it_reads_titles_in_marks_after_their_bodies():
    cases = cases_of("分别是：南京市检察院“张某申诉听证案”、许昌市检察院《李某救助听证》。")
    assert [(case.title, bodies(case)) for case in cases] == [
        ("张某申诉听证案", ["江苏省南京市人民检察院"]),
        ("李某救助听证", ["河南省许昌市人民检察院"]),
    ]


LISTING = """近日，最高检发布首批扶助困难群众典型案例。
这批案例分别是海南甲某申请监督案、山西乙某等人控告案、丙某救助案以及丁某、戊某救助案。
案例一
{}
【基本案情】
甲某对判决不服。
【检察履职】
海口市检察院受理后查明了事实。"""


def test_it_gives_the_cases_that_the_news_lists_and_whose_text_is_not_there():
    cases = cases_of(LISTING.format("海南甲某申请监督案"))
    assert [case.title for case in cases] == [
        *("海南甲某申请监督案", "山西乙某等人控告案", "丙某救助案", "丁某、戊某救助案"),
    ]
    assert [bool(case.body) for case in cases] == [True, False, False, False]
    assert all("没有找到全文" in case.questions[0].text for case in cases[1:])


def test_it_asks_where_the_news_lists_more_cases_than_there_are_but_not_this_one():
    release = read(LISTING.format("甲某与己某相邻纠纷调解案"))
    assert [case.title for case in release.cases] == ["甲某与己某相邻纠纷调解案"]
    assert "消息里列出4件，认出1件，请核对" in asked(release, "cases")
