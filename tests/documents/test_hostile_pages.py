"""Sources of pages that parsers stumble over: marked sections, unfinished tags, odd quotes."""

import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError

from reforms.documents import pasted_lines

PAGE = "<p>甲</p><p>乙</p>"


def texts(source):
    return [line.text for line in pasted_lines(PAGE + source)[2:]]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<![if !supportLists]>一、<![endif]>丙", ["一、丙"]),
        ("<![ x]>丙", ["丙"]),
        ("<![foo[丙", ["<![foo[丙"]),
        ("<!--[if gte mso 9]><xml><p>码</p></xml><![endif]-->丙", ["丙"]),
        ("<!-- a -> b < c --><!-->丙", ["丙"]),
        ("<!-- 丙", ["<!-- 丙"]),
        ('<?xml version="1.0"?><!DOCTYPE html>丙', ["丙"]),
        ("<script><!-- x </script>丙<!-- y -->", ["丙"]),
        ("<script>if (a<b) '</p>'</SCRIPT>丙<style>a", ["丙"]),
        ('<b title="a > b" data-x="<p>码</p>">丙</b>', ["丙"]),
        ('<b title="a>丙', ["丙"]),
        ("<b title='it''s>丙</b>", ["丙"]),
        ("丙<丁", ["丙<丁"]),
        ("丙 <b", ["丙 <b"]),
        ("</>丙", ["丙"]),
        ('<p style="display&#58;none">码</p>丙', ["丙"]),
        ('<p style="color:red" style="display:none">丙</p>', ["丙"]),
        (f'<img src="data:image/png;base64,{"A" * 500_000}">丙', ["丙"]),
        (f"丙&#{'9' * 5000};", ["丙\ufffd"]),
    ],
    ids=range(19),
)
def test_it_reads_what_a_browser_shows(source, expected):
    assert texts(source) == expected


UNFINISHED = [
    "<!--",
    "<a",
    '<a a="',
    "<a a='",
    "<![",
    "<!",
    "</",
    "<script>",
    "<a '\"",
    "<a b='>\"",
]
READ = """
import resource
from reforms.documents.html_tokens import html_tokens
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
for piece in {}:
    list(html_tokens("<p><p>" + piece * (600_000 // len(piece))))
"""


@pytest.mark.slow
def test_it_reads_what_is_unfinished_in_linear_time():
    """It may use twenty times what it takes; quadratic time is far more."""
    subprocess.run([sys.executable, "-c", READ.format(UNFINISHED)], check=True)


def test_it_refuses_a_page_of_countless_tags():
    with pytest.raises(ValidationError, match="网页文件太大"):
        pasted_lines(PAGE + "<b>" * 300_000)


def test_it_refuses_a_page_of_more_than_five_megabytes():
    with pytest.raises(ValidationError, match="网页文件太大"):
        pasted_lines(PAGE + "x" * (5 << 20))
