"""Pasted releases: what is read, what is asked, what is cut off. All texts are inventions."""

import time

import pytest
from django.conf import settings

from reforms.releases import read
from reforms.text.dates import number, read_date

NEWS = """\
法律咨询热线
立即咨询
最高检发布第九批检察改革典型案例 让每一份责任有着落
发布时间:2023-11-06 来源:检察新闻网

　　近日，最高人民检察院以“责任到岗”为主题发布第九批检察改革典型案例。这批典型案例共4件，供各地参考。

　　一是强化政治责任。重大事项怎么报、报给谁，要有章可循。浙江检察机关编制请示报告清单，按季通报。

　　二是细化办案责任。谁办的案件谁说得清。湖南省长沙市岳麓区检察院推行办案日志，主任检察官逐周签阅。该院还公开了日志样本。贵州省检察机关把办案目录挂到内网。

　　三是优化层级责任。上级院不能只发文件。重庆市人民检察院第二分院派员驻点，帮助三个区院补齐短板。

　　下一步，最高检将组织回访。

声明:本网登载此文出于传递信息之目的。
相关阅读
最高检发布第八批检察改革典型案例
陕西省检察院召开座谈会
责任编辑：小方
发表评论
"""

FULL = """\
最高人民检察院关于印发《第七批检察改革典型案例》的通知
高检发研字〔2022〕31号
各省级人民检察院：
现将第七批检察改革典型案例印发，请结合实际学习借鉴。
最高人民检察院
2022年8月9日

目　录
案例一　浙江省安吉县人民检察院建立办案回访制度…………1
案例二　川渝两地检察机关共建线索移送平台……………………4
案例三　重庆市人民检察院第一分院推行履职档案………………7

案例一
浙江省安吉县人民检察院建立办案回访制度
【关键词】
办案回访　群众评价
【改革背景】
回访工作分散，结果用不上。
【主要做法】
一、逐案登记。
（一）登记对象。
二、按月通报。
【工作成效】
回访率升到九成。
【典型意义】
做法简便，基层院学得会。

案例二
川渝两地检察机关共建线索移送平台
关键词：跨省协作；线索移送
改革背景
线索移送靠邮寄。
主要做法
两地共用一个平台。
典型意义
移送从半个月缩到一天。

案例三
重庆市人民检察院第一分院推行履职档案
改革背景
档案散在各部门。
典型意义
一人一档，考核有据。
"""


def bodies(case):
    return [body.standard_name for body in case.bodies]


def asked(release, about):
    return [question.text for question in release.questions if question.about == about]


def cases_of(text):
    """The cases of a text with the least that makes it a release."""
    return read(f"近日，最高检发布第九批检察改革典型案例。\n{text}").cases


# ---------------------------------------------------------------- a news article


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


def test_it_records_that_the_issuer_gave_the_theme():
    case = read(NEWS).cases[0]
    assert (case.themes_by, case.theme_name) == ("issuer", "强化政治责任")


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
    assert (case.theme, case.theme_name, case.themes_by) == ("", heading, "")
    assert case.questions[0].about == "themes"


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


# ---------------------------------------------------------------- a full release


def test_it_reads_the_facts_of_a_full_release():
    release = read(FULL)
    assert (release.title, release.ordinal) == ("第七批检察改革典型案例", 7)
    assert release.issuers == ("最高人民检察院",)
    assert release.document_number == "高检发研字〔2022〕31号"
    assert (release.issued, release.released, release.reported_on) == ("2022-08-09", "", "")
    assert "请结合实际学习借鉴。" in release.introduction


def test_it_counts_a_case_once_that_stands_in_contents_and_text():
    assert [(case.official_no, case.title) for case in read(FULL).cases] == [
        ("案例一", "浙江省安吉县人民检察院建立办案回访制度"),
        ("案例二", "川渝两地检察机关共建线索移送平台"),
        ("案例三", "重庆市人民检察院第一分院推行履职档案"),
    ]


def test_it_reads_the_bodies_from_the_titles():
    assert [bodies(case) for case in read(FULL).cases] == [
        ["浙江省安吉县人民检察院"],
        ["四川省检察机关", "重庆市检察机关"],
        ["重庆市人民检察院第一分院"],
    ]


def test_it_keeps_the_text_of_a_case_without_its_heading_and_keywords():
    assert read(FULL).cases[0].body == (
        "【改革背景】\n回访工作分散，结果用不上。\n【主要做法】\n一、逐案登记。\n（一）登记对象。\n"
        "二、按月通报。\n【工作成效】\n回访率升到九成。\n【典型意义】\n做法简便，基层院学得会。"
    )


def test_it_reads_keywords():
    keywords = [case.keywords for case in read(FULL).cases]
    assert keywords == [("办案回访", "群众评价"), ("跨省协作", "线索移送"), ()]


NUMBERINGS = [
    "案例{han}：",
    "案例{han}\n",
    "【案例{han}】",
    "案例{n} ",
    "案例{wide}：",
    "{han}、",
    "（{han}）",
]
NUMBERINGS += ["案例（{han}）", "典型案例{han}：", "({n})", "{n}.", "{n}、", ""]


@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_it_knows_the_ways_to_number_cases(numbering):
    text = "第三批检察改革典型案例\n"
    for n, name in enumerate(("桂林市检察院：设联络员", "遵义市检察院：建立台账"), 1):
        head = numbering.format(n=n, han="零一二"[n], wide="０１２"[n])
        text += f"{head}{name}\n改革背景\n底数不清。\n典型意义\n可复制。\n"
    cases = read(text).cases
    assert [case.title for case in cases] == ["设联络员", "建立台账"]
    assert [body for case in cases for body in bodies(case)] == [
        "广西壮族自治区桂林市人民检察院",
        "贵州省遵义市人民检察院",
    ]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("温州市检察院——推行听证“三步法”", "推行听证“三步法”"),
        ("温州市检察院\n推行听证“三步法”", "推行听证“三步法”"),
        ("推行听证“三步法”\n（温州市检察院）", "推行听证“三步法”"),
        ("推行听证“三步法”——温州市检察院", "推行听证“三步法”"),
        ("推行听证“三步法”\n报送单位：温州市检察院", "推行听证“三步法”"),
        ("温州市检察院推行听证“三步法”", "温州市检察院推行听证“三步法”"),
    ],
)
def test_it_tells_the_body_from_the_title_in_a_heading(heading, title):
    (case,) = cases_of(f"案例一：{heading}\n主要做法\n先行告知。")
    assert (case.title, bodies(case)) == (title, ["浙江省温州市人民检察院"])


def test_it_takes_the_body_from_the_text_where_the_heading_has_none_and_asks():
    (case,) = cases_of("案例一：推行听证“三步法”\n主要做法\n今年初，温州市检察院开始试点。")
    assert bodies(case) == ["浙江省温州市人民检察院"]
    assert case.questions[0].about == "bodies"


def test_it_credits_an_agency_that_is_no_procuratorate():
    (case,) = cases_of("案例一\n广东省人民检察院、广东省公安厅\n建立联席会议\n主要做法\n会商。")
    assert [(body.kind, body.level) for body in case.bodies] == [
        ("procuratorate", "provincial"),
        ("other", ""),
    ]


def test_it_reads_the_themes_that_group_numbered_cases():
    cases = read(
        "第三批检察改革典型案例\n"
        "一、强化政治责任\n案例一 山西检察机关建立制度\n改革背景\n制度不全。\n"
        "二、细化办案责任\n案例二 遵义市检察院建立台账\n改革背景\n底数不清。\n"
    ).cases
    assert [case.theme for case in cases] == ["political", "case-handling"]
    assert cases[0].body == "改革背景\n制度不全。"


def test_it_takes_themes_from_the_news_above_the_full_text_and_asks():
    text = (
        "6月20日，最高检发布第三批检察改革典型案例，共1件。\n一是强化政治责任。山西检察机关建立制度。\n"
        "案例一\n山西省检察机关\n建立请示报告制度\n改革背景\n制度不全。"
    )
    (case,) = read(text).cases
    assert (case.theme, case.title) == ("political", "建立请示报告制度")
    assert case.questions[0].about == "themes"


def test_it_asks_about_a_case_that_stands_only_in_the_contents():
    text = FULL.replace("案例三\n重庆市人民检察院第一分院推行履职档案\n改革背景", "附注")
    case = read(text).cases[2]
    assert case.title == "重庆市人民检察院第一分院推行履职档案"
    assert case.questions[0].text == "只在目录里有，正文里没有找到，请核对"


def test_it_asks_where_contents_and_text_have_different_titles():
    text = FULL.replace("推行履职档案………………7", "健全考核办法………………7")
    assert "与正文不同" in read(text).cases[2].questions[0].text


def test_it_joins_the_lines_that_a_pdf_broke():
    release = read(
        "          检察改革典型案例（第六批）\n\n"
        "    近日，最高人民检察院以“压茬推进”为主题发布第六批检察改革\n"
        "典型案例。本批案例共2件，反映各地检察机关推进改革的探索，供\n"
        "各地结合实际参考。\n"
        "                             - 1 -\n"
        "    一是强化政治责任。各地要把要求落到每一个岗位、每一个环节\n"
        "上，做到有部署有检查。湖南省株洲市人民检察院建立请示报告台账\n"
        "，明确报告的范围、程序和时限，使责任可查可追，全年没有发生一\n"
        "                             - 2 -\n"
        "起漏报。\n"
        "    二是优化层级责任。对下指导要看得见、摸得着，不能停留在文\n"
        "件上。贵州省黔东南州检察院建立联系点制度，院领导每季度到联系\n"
        "点听取意见。\n"
    )
    assert release.cases[0].passages["text"] == (
        "湖南省株洲市人民检察院建立请示报告台账，明确报告的范围、程序和时限，"
        "使责任可查可追，全年没有发生一起漏报。"
    )
    assert [case.theme for case in release.cases] == ["political", "hierarchical"]
    assert release.furniture == ("- 1 -", "- 2 -")


# ---------------------------------------------------------------- how many


def test_it_says_first_that_the_text_claims_more_cases_than_were_found():
    release = read(NEWS.replace("共4件", "共6件"))
    assert release.questions[0].text == "原文说共6件，认出4件，请核对"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("发布6件检察改革典型案例", 6),
        ("发布检察改革典型案例六起", 6),
        ("发布十大检察改革典型案例", 10),
        ("发布检察改革典型案例，共收录5例", 5),
        ("发布第三批检察改革典型案例12件", 12),
        ("发布两件检察改革典型案例", 2),
        ("发布检察改革典型案例，其中2件典型案例涉及未成年人", None),
        ("发布检察改革典型案例，各地办理案件1200件", None),
        ("此前曾发布6件检察改革典型案例", None),
    ],
)
def test_it_reads_how_many_cases_the_text_claims(words, count):
    assert read(f"近日，最高检{words}。").claimed == count


def test_it_says_which_number_is_missing():
    text = FULL.replace("案例三", "案例四")
    assert asked(read(text), "cases") == ["案例编号不连续，缺第3件"]


def test_it_says_that_two_batches_seem_to_be_pasted():
    text = "第{}批检察改革典型案例\n案例一 {}检察院建立制度\n主要做法\n建章立制。\n"
    release = read(text.format("三", "山西省") + text.format("四", "河南省"))
    assert len(release.cases) == 2
    assert "可能粘贴了不止一批" in asked(release, "cases")[0]


# ---------------------------------------------------------------- title, issuer, dates


@pytest.mark.parametrize(
    ("text", "title", "ordinal"),
    [
        ("近日，最高检发布首批检察改革典型案例。", "首批检察改革典型案例", 1),
        ("最高检印发《检察改革典型案例（第十二批）》。", "检察改革典型案例（第十二批）", 12),
        ("继发布第三批典型案例后，最高检发布第四批典型案例。", "第四批典型案例", 4),
        ("最高检发布十大检察听证典型案例。", "十大检察听证典型案例", None),
        ("最高检发布第五批6件检察改革典型案例。", "第五批检察改革典型案例", 5),
        ("最高检发布责任落实典型案例 各地有招\n最高检发布第五批典型案例。", "第五批典型案例", 5),
    ],
)
def test_it_reads_the_title_of_the_batch_and_its_own_ordinal(text, title, ordinal):
    release = read(text)
    assert (release.title, release.ordinal) == (title, ordinal)


def test_it_asks_about_a_title_that_only_the_headline_has():
    release = read("最高检发布第五批检察改革典型案例 责任落到岗")
    assert release.title.startswith("第五批检察改革典型案例")
    assert asked(release, "title")


@pytest.mark.parametrize(
    ("words", "issuers"),
    [
        ("最高检", ("最高人民检察院",)),
        ("江苏省检察院", ("江苏省人民检察院",)),
        ("最高人民检察院、公安部联合", ("最高人民检察院", "公安部")),
        ("最高检会同全国工商联", ("最高人民检察院", "全国工商联")),
        ("最高检召开新闻发布会，", ("最高人民检察院",)),
    ],
)
def test_it_reads_who_issued_the_batch(words, issuers):
    assert read(f"近日，{words}发布第五批检察改革典型案例。").issuers == issuers


def test_it_leaves_the_release_date_empty_where_the_text_says_only_lately():
    release = read(NEWS)
    assert (release.released, release.reported_on) == ("", "2023-11-06")
    assert asked(release, "released_on") == ["正文只写“近日”，没有写明发布日期，留空"]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2024年3月8日，", "2024-03-08"),
        ("2024年3月，", "2024-03"),
        ("今天，", ""),
        ("8日，", ""),
        ("继2023年10月12日发布首批之后，", ""),
        ("根据2024年3月8日会议要求，", ""),
    ],
)
def test_it_takes_only_a_date_of_the_release_as_released(words, date):
    assert read(f"{words}最高检发布第五批检察改革典型案例。").released == date


def test_it_reads_a_date_between_issuer_and_verb():
    release = read("答：最高检于2024年3月8日发布第五批检察改革典型案例。")
    assert (release.released, release.issuers) == ("2024-03-08", ("最高人民检察院",))


@pytest.mark.parametrize(
    ("reported", "released"),
    [("2023-11-06", "2023-11-03"), ("2023-01-06", "2022-11-03"), ("", "")],
)
def test_it_completes_the_year_from_the_report_and_says_so(reported, released):
    release = read(f"时间：{reported}\n11月3日，最高检发布第五批检察改革典型案例。")
    assert release.released == released
    assert "“11月3日”" in asked(release, "released_on")[0]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2023/11/06 10:20 来源：正义网", "2023-11-06"),
        ("发布日期：２０２３年１１月６日", "2023-11-06"),
        ("高检君 检察之声 2023-11-06 18:00 发表于北京", "2023-11-06"),
        ("发布时间：2023年13月45日", ""),
        ("发布时间：2023年2月30日", ""),
    ],
)
def test_it_reads_when_the_article_was_reported(line, date):
    assert read(f"{line}\n最高检近日发布第五批检察改革典型案例。").reported_on == date


@pytest.mark.parametrize(
    "lines",
    [
        "最高人民检察院\n二〇二二年九月五日",
        "印发日期：2022年9月5日",
        "该批案例2022年9月5日印发各地。",
    ],
)
def test_it_reads_when_the_batch_was_issued(lines):
    assert read(f"第五批检察改革典型案例\n{lines}").issued == "2022-09-05"


def test_it_settles_a_name_by_the_province_that_issued_the_batch():
    release = read(
        "广东省人民检察院发布第二批检察改革典型案例\n案例一 南沙区检察院设评价员\n主要做法\n评价。"
    )
    (body,) = release.cases[0].bodies
    assert body.standard_name == "广东省广州市南沙区人民检察院"
    assert body.notes == ("“南沙区”不止一处，按上文“广东省人民检察院”判断",)


def test_it_asks_about_a_body_that_no_longer_was_when_the_batch_was_released():
    (case,) = read(
        "2023年5月6日，最高检发布第五批检察改革典型案例。一是强化政治责任。莱芜市检察院建立制度。"
    ).cases
    assert case.bodies[0].questions == ("“莱芜市”这一名称用到2019年为止，请核对",)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021年7月29日", "2021-07-29"),
        ("2021-7-9", "2021-07-09"),
        ("2021.07", "2021-07"),
        ("二〇二一年十二月三十一日", "2021-12-31"),
        ("2021年度", ""),
        ("7月29日", ""),
        ("2021-02-30", ""),
    ],
)
def test_it_reads_a_date_as_far_as_it_goes(text, date):
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("text", "value"), [("6", 6), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35)]
)
def test_it_reads_numbers(text, value):
    assert number(text) == value


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize("text", ["", "\n\n", "\x00\x01", "\ufeff"])
def test_it_says_that_there_is_nothing_to_read(text):
    assert asked(read(text), "text") == ["没有可读的文字"]


def test_it_finds_nothing_in_a_text_of_another_kind():
    release = read("今天下午三点开会，请各部门准时参加。")
    assert (release.title, release.cases, release.candidates) == ("", (), ())
    assert asked(release, "title") == ["没有认出批次名称，请填写"]


def test_it_keeps_markup_as_text():
    release = read(FULL.replace("推行履职档案", "推行<script>alert(1)</script>档案"))
    assert release.cases[2].title == "重庆市人民检察院第一分院推行<script>alert(1)</script>档案"
    assert "网页标记" in asked(release, "text")[0]


def test_it_drops_characters_that_cannot_be_stored_and_says_so():
    release = read(NEWS.replace("浙江", "浙\x00江\ud800\u200b"))
    assert bodies(release.cases[0]) == ["浙江省检察机关"]
    assert asked(release, "text") == ["去掉了3个看不见的控制字符"]


def test_it_keeps_headings_of_cases_that_look_like_furniture():
    text = "主要做法\n推广应用\n更多元的评价\n下载量上升\n关注重点人群\n专业律师参与听证"
    (case,) = cases_of(f"案例一 桂林市检察院设联络员\n{text}")
    assert case.body == text


def test_it_reads_windows_line_ends_as_any_others():
    assert read(FULL.replace("\n", "\r\n")).cases == read(FULL).cases


HOSTILE = ["案例一", "案例一\n", "《", "“", "（", "检察院", "。", "1.江苏检察院\n"]
HOSTILE += ["发布第一批典型案例", "一是强化政治责任\n"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_it_is_not_stalled_by_a_hostile_text(piece):
    started = time.process_time()
    read(piece * (settings.IMPORT_MAX_CHARACTERS // len(piece)))
    assert time.process_time() - started < 5  # seconds; measured: under 1
