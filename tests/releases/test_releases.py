"""A batch as a whole: its title, who issued it, and how many cases it claims."""

import pytest

from reforms.releases import read
from tests.releases.sample_releases import FULL, NEWS, asked

pytestmark = pytest.mark.slow


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


def test_it_asks_which_batch_is_meant_where_the_news_tells_of_several():
    release = read("近日，最高人民检察院印发三批检察长接待日典型案例。")

    assert release.title == "检察长接待日典型案例"
    assert "几批" in asked(release, "title")[0]


def test_it_takes_no_bare_mention_of_cases_for_the_name_of_a_batch():
    release = read("县人民检察院9月3日召开新闻发布会，发布了数起典型案例。")

    assert release.title == ""
    assert "没有认出批次名称" in asked(release, "title")[0]


OFFICE = ("青海省人民检察院",)


@pytest.mark.parametrize(
    "text",
    [
        "知识产权典型案例\n青海省检察机关\n青海省人民检察院\n2024年5月\n案例一 甲某侵权案",
        "青海检察机关发布知识产权典型案例\n青海省检察院8日召开发布会，通报专项工作。",
        "青海省检察机关发布知识产权典型案例\n6月8日，青海省人民检察院发布3件典型案例。",
    ],
)
def test_a_collective_yields_to_the_office_that_signs_or_acts(text):
    release = read(text)
    assert (release.issuers, asked(release, "issuers")) == (OFFICE, [])


def test_it_asks_where_no_office_acts_for_the_collective():
    release = read("青海检察机关发布知识产权典型案例\n青海省人民检察院第四检察部主任甲某回答提问。")
    assert release.issuers == ("青海检察机关",)
    assert "是统称" in asked(release, "issuers")[0]


@pytest.mark.parametrize(
    "beside", ["我省检察机关禁毒工作白皮书（2019—2021）以及", "禁毒工作情况和", "禁毒蓝皮书与"]
)
def test_it_parts_the_batch_from_what_is_released_with_it(beside):
    release = read(f"6月8日，青海省人民检察院召开发布会，发布了{beside}四件毒品犯罪检察典型案例。")
    assert (release.title, release.claimed) == ("毒品犯罪检察典型案例", 4)
    assert asked(release, "title") == []


def test_it_asks_how_many_cases_there_are_where_groups_are_counted():
    release = read("近日，最高检发布12件刑事申诉典型案例和11件民事监督典型案例。")
    assert release.claimed is None
    assert asked(release, "claimed") == ["原文分别写了12件和11件，请填写共几件"]
    assert asked(release, "title") == ["原文并列了几组案例，请核对批次名称"]


def test_it_takes_the_sum_that_the_text_gives_over_the_numbers_of_groups():
    release = read("近日，最高检发布8件申诉典型案例。此次选取了5件刑事案例和3件民事案例。")
    assert (release.title, release.claimed) == ("申诉典型案例", 8)
