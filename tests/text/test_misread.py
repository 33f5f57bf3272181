"""Text that was read in the wrong encoding."""

import pytest
from django.core.exceptions import ValidationError

from reforms.text.misread import find_misread
from reforms.text.validation import validate_text


@pytest.mark.parametrize(
    ("text", "misread", "meant"),
    [
        ("第二批典型案例".encode().decode("gbk", "ignore"), "浜屾壒鍏稿瀷妗堜緥", "二批典型案例"),
        ("前言：" + "浙江省检".encode().decode("gbk", "ignore"), "娴欐睙鐪", "浙江省"),
        ("甲乙".encode().decode("gbk"), "鐢蹭箼", "甲乙"),
    ],
)
def test_it_is_found(text, misread, meant):
    places = find_misread(text)
    assert (places.text, places.meant) == (misread, meant)


def test_utf_8_read_as_latin_1_is_found():
    text = "案例：" + "人民检察院".encode().decode("cp1252", "ignore")
    assert find_misread(text).position == 3


@pytest.mark.parametrize(
    "text",
    [
        "检察改革典型案例",
        "娴雅",
        "联通",
        "鎏鑫",
        "l’été, naïve, déjà vu",
        "çà et là",
        "浜",
        "",
        "涓涓细流",
    ],
)
def test_honest_text_is_not(text):
    assert find_misread(text) is None


def test_it_is_refused_with_its_place_and_what_it_was():
    text = "第一行\n" + "浙江省检".encode().decode("gbk", "ignore")
    with pytest.raises(ValidationError) as refusal:
        validate_text(text)
    [message] = refusal.value.messages
    assert message.startswith("第 2 行第 1 个字起是乱码“娴欐睙鐪”：文字按错的编码打开过。")
    assert message.endswith("原来像是“浙江省”。")
