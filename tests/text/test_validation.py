"""What cleaning leaves for a person to decide is refused, by its name and place."""

import pytest
from django.core.exceptions import ValidationError

from reforms.text.validation import validate_text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "监\ufffd责任",
            "第 1 行第 2 个字（“监”之后）是“\ufffd”：原来的字在转换编码时丢了，请照原文补上。",
        ),
        (
            "标题\n锟斤拷锟斤拷",
            "第 2 行第 1 个字是“锟斤拷”：原来的字在转换编码时丢了，请照原文补上。",
        ),
        (
            "浙江省人民\ue123检察院",
            "第 1 行第 6 个字（“浙江省人民”之后）是造字 U+E123，别人看不到它，请换成通用的字。",
        ),
        (
            "甲\ud800",
            "第 1 行第 2 个字（“甲”之后）是损坏的字符 U+D800，存不下，请删去或照原文补上。",
        ),
        (
            "\U0001ffff",
            "第 1 行第 1 个字是损坏的字符 U+1FFFF，存不下，请删去或照原文补上。",
        ),
        ("a" + "\u0301\u0316" * 40, "有一个字母上叠加了太多符号，请删去后再保存。"),
    ],
)
def test_it_refuses_what_a_person_must_decide(text, message):
    with pytest.raises(ValidationError) as refusal:
        validate_text(text)
    assert refusal.value.messages == [message]


@pytest.mark.parametrize(
    "text", ["", "锟铻", "每公斤拷问", "一\t二\n三", "Việt e\u0323\u0302", "？"]
)
def test_it_takes_what_people_write(text):
    validate_text(text)
