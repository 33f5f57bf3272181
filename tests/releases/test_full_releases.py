"""Full releases: their numbered cases, tables of contents, headings and keywords."""

import pytest

from reforms.releases import read
from tests.releases.sample_releases import FULL, bodies, cases_of

pytestmark = pytest.mark.slow


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
        ("温州市检察院\n推行听证“三步法”", "温州市检察院推行听证“三步法”"),
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
    assert (case.theme, case.title) == ("political", "山西省检察机关建立请示报告制度")
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


def test_it_takes_a_heading_in_marks_above_cases_as_their_theme():
    release = read(
        "检察改革典型案例\n【细化办案责任】\n案例1 株洲市检察院厘清清单\n【做法】列明权力。\n"
        "【优化层级责任】\n案例2 遵义市检察院健全指导\n【做法】逐级指导。"
    )
    assert [case.theme_name for case in release.cases] == ["细化办案责任", "优化层级责任"]
    assert release.cases[0].body == "【做法】列明权力。"


def test_a_heading_above_a_group_of_the_contents_is_no_case_and_no_text():
    contents = "一、民事\n1.甲某执行监督案\n二、行政\n2.乙某处罚监督案\n"
    texts = "一、民事\n1.甲某执行监督案\n案情简单。\n二、行政\n2.乙某处罚监督案\n案情复杂。\n"
    cases = read(f"检察监督典型案例\n目录\n{contents}{texts}").cases
    assert [(case.title, case.body) for case in cases] == [
        ("甲某执行监督案", "案情简单。"),
        ("乙某处罚监督案", "案情复杂。"),
    ]


def test_both_words_of_cases_are_given_back_as_printed():
    release = read("检察护老典型案（事）例\n案例1 甲案\n【案情】简单。\n事例1 设站\n【案情】平常。")
    assert release.title == "检察护老典型案（事）例"
    assert release.text.startswith("检察护老典型案（事）例\n")


LISTED = (
    ("甲某与乙某赡养费纠纷支持起诉案", "上门调解暖人心"),
    ("青海省湟源县人民检察院督促修缮校舍行政公益诉讼案", "守住开学第一关"),
    ("丙某司法救助案", "一次申请多方帮扶"),
)
DECORATED = ["▶ {han}、", "▶{n}.", "🔹 （{han}）", "● 案例{han} ", "{han}、", "{n}."]


@pytest.mark.parametrize("numbering", DECORATED)
def test_it_finds_the_cases_of_contents_with_other_marks_and_subtitles(numbering):
    marks = [numbering.format(han="一二三"[n], n=n + 1) for n in range(3)]
    contents = [f"{mark}{title}——{sub}" for mark, (title, sub) in zip(marks, LISTED, strict=True)]
    texts = [
        f"案例{'一二三'[n]}\n{title[:7]}\n{title[7:]}\n——{sub}\n一、基本案情\n事情发生在去年。"
        for n, (title, sub) in enumerate(LISTED)
    ]
    release = read("\n".join(["扶助困难群众典型案例", "目 录", *contents, *texts]))
    assert [(case.title, case.subtitle) for case in release.cases] == list(LISTED)
    assert [case.official_no for case in release.cases] == ["案例一", "案例二", "案例三"]
    assert not any(case.questions for case in release.cases if case.bodies)


@pytest.mark.parametrize(("bullet", "numbers"), [("▶ {han}、", "一二三"), ("▶ ", ("", "", ""))])
def test_a_bullet_is_no_number(bullet, numbers):
    lines = [bullet.format(han="一二三"[n]) + title for n, (title, _) in enumerate(LISTED)]
    cases = read("\n".join(["扶助困难群众典型案例", "目 录", *lines])).cases
    assert [case.title for case in cases] == [title for title, _ in LISTED]
    assert [case.official_no for case in cases] == list(numbers)
