"""Lines with the marks of Markdown, as chat programs and converters make them, also unbalanced."""

import re

from .line import Line

MARKS = re.compile(
    r"\*\*|(?m:^ {0,3}\|.{1,999}\| {0,3}$)|(?m:^[ ]*#{1,6}(?:[ ]|$))"
    r"|\]\((?:https?:|/)|\\[.*_#()\[\]-]"
)
LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([ \n]?(?:https?:|/|#)[^\s()]{0,2000}\)")
# A link whose end, or whose beginning, stands on another line.
LINK_REST = re.compile(r"\n?\]\([ \n]?(?:https?:|/)[^\s()]{0,2000}\)?\n?")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|~>-])")
BETWEEN_RUNS = re.compile(r"(?<! ) {0,9}\*\* {0,9}\*\* {0,9}")
HEADING = re.compile(r" {0,3}(#{1,6})(?: |$)")
ROW = re.compile(r"\|(?P<cells>.{1,2000})\|")
RULED = re.compile(r"[-:| ]{3,999}")  # the line under the heads of a table
QUOTE = re.compile(r"\A {0,3}>{1,3} ?")
RULE = re.compile(r"[-*_= ]{2,80}")


def has_marks(text: str) -> bool:
    """Whether a text seems to be written in Markdown."""
    return bool(MARKS.search(text))


def markdown_lines(text: str) -> list[Line]:
    """The lines without their marks; bold lines and headings are set off."""
    text = LINK_REST.sub("", LINK.sub(r"\1", text))
    return [_line(line) for line in text.split("\n")]


def _cells(row: str) -> str:
    """The cells of a row of a table, parted as those of a web page."""
    return "  ".join(cell.strip() for cell in row.split("|"))


def _line(line: str) -> Line:
    if row := ROW.fullmatch(line.strip()):
        line = "" if RULED.fullmatch(line.strip()) else _cells(row["cells"])
    line = QUOTE.sub("", line)
    heading = HEADING.match(line)
    if heading:
        line = line[heading.end() :]
    line = BETWEEN_RUNS.sub("", line.strip())
    # Converters lose one of a pair of marks, so one at either end is enough.
    bold = line.startswith("**") and "**" not in line[2:].rstrip("* ")
    bold = bold or (line.endswith("**") and "**" not in line[:-2])
    bare = ESCAPE.sub(r"\1", line.replace("**", "").replace("__", "")).strip()
    if RULE.fullmatch(bare):
        bare = ""
    return Line(bare, bold=bold and bool(bare), heading=bool(heading and bare))
