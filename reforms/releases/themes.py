"""Themes that a case's own words suggest; the issuer's headings are read in `news.py`."""

import re
from dataclasses import replace

from .release import ReadCase, ThemeProposal
from .sentences import sentences

# The theme as the catalogue calls it, and the words of releases that mean it.
WORDS = (
    ("政治责任", re.compile("政治责任")),
    ("办案责任", re.compile("办案责任|谁办案谁负责|司法责任追究")),
    ("监管责任", re.compile("监管责任|监督管理责任|办案监管|案件监管")),
    ("层级责任", re.compile("层级责任|上下级[^，。]{0,6}责任|对下指导责任")),
)
VERBS = "[强细实优深]化|[压落]实|健全|完善|明确|履行|厘清"  # before the name of a theme
VERB = re.compile(f"(?:{VERBS})\\Z")
LONGEST = 20_000  # characters of a case's text that are searched


def proposed_themes(case: ReadCase) -> ReadCase:
    """The case with a proposal for each theme that its heading, title, keywords or text name."""
    proposals: dict[str, ThemeProposal] = {}
    passages = [
        ("news", case.theme_name),
        ("title", case.title),
        ("keyword", "、".join(case.keywords)),
    ]
    if not any(pattern.search(passage) for _, passage in passages for _, pattern in WORDS):
        passages += [("text", sentence) for sentence in sentences(case.body[:LONGEST])]
    for basis, passage in passages:
        for name, pattern in WORDS:
            if passage and (match := pattern.search(passage)):
                words = _with_verb(passage, match) if basis == "title" else passage[:300]
                proposals.setdefault(name, ThemeProposal(name, basis, words))
    return replace(case, proposals=tuple(proposals.values()))


def _with_verb(title: str, match: re.Match[str]) -> str:
    """The words of a title that name a theme, with the verb before them: 细化办案责任."""
    verb = VERB.search(title[: match.start()])
    return (verb[0] if verb else "") + match[0]
