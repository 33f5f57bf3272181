"""Names of procuratorates in running text."""

import pytest

from reforms.divisions import find_bodies


def mentioned_names(text):
    return [mention.name for mention in find_bodies(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("近日，江苏检察机关出台办法。", ["江苏检察机关"]),
        ("由河南检察机关牵头，省里跟进。", ["河南检察机关"]),
        ("南京市院建立台账，某医院配合。", ["南京市院"]),
        ("黑龙江省检察院指导哈尔滨市分院", ["黑龙江省检察院"]),
        ("在兵团检察院支持下，石河子垦区检察院试点", ["兵团检察院", "石河子垦区检察院"]),
        ("各级检察机关要落实，上级检察院要指导，全省检察机关跟进。", []),
        ("检察院组织法规定，人民检察院依法监督。", []),
        ("公安机关会同检察机关办案，比如检察机关提前介入。", []),
        ("公司不服，后向自治区人民检察院申请监督。", []),
    ],
)
def test_it_finds_the_names_in_a_running_text(text, names):
    assert mentioned_names(text) == names


def test_it_says_where_a_name_stands():
    text = "会上，云南省检察院作了交流。"
    (mention,) = find_bodies(text)
    assert text[mention.start : mention.end] == "云南省检察院"


def test_it_tells_examples_from_credited_bodies():
    (mention,) = find_bodies("江苏、浙江、广东等地检察机关积极探索")
    assert mention.illustrates
    assert [body.province for body in mention.bodies] == ["jiangsu", "zhejiang", "guangdong"]


def test_it_shows_a_name_whose_place_it_does_not_know():
    (mention,) = find_bodies("白云鄂县检察院建立台账")
    assert mention.bodies[0].questions == ("“白云鄂县检察院”与行政区划表对不上，请核对地名",)


def test_it_does_not_read_half_of_a_contradictory_name():
    (mention,) = find_bodies("江苏省天水市检察院建立台账")
    assert mention.name == "江苏省天水市检察院"
    assert mention.bodies[0].standard_name == ""
