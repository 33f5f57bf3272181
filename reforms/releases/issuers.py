"""Who issued the batch, in which role, and who signed it."""

import re
from collections.abc import Iterator, Sequence

from ..divisions import find_bodies
from ..text.dates import read_date
from .names import NEWS, Title
from .notices import ISSUE, Notice
from .organs import organs
from .release import Found, Issuer
from .sentences import sentences
from .shapes import SHORT_LINE

ROLES = (
    ("指导", re.compile("指导")),
    ("组织评选", re.compile("(?:共同|联合)?(?:组织)?(?:开展)?(?:的?评[审选]|主办|承办|组织的)")),
)
ROLE = re.compile(
    r"(?:^|[，,、；;“]|由)(?P<who>[^，,；;。“”]{3,60}?)(?P<role>指导|(?:共同|联合)?(?:组织|主办|承办|开展)(?:评[审选]|开展)?)(?=、|，|的|评|“|并|$)"
)
VERB_LAST = re.compile(rf"(?:{ISSUE})\Z")
VERB_FIRST = re.compile(f"(?:{ISSUE})")
EDITED = re.compile(r"\s{0,9}(?:编|编印|编著|印|制)\Z")  # behind the name of who made a booklet
ORGANS_AND_DATE = re.compile(
    r"(?P<who>[^\d〇○]{4,60}?)\s{1,20}(?P<date>[12二][\d〇零○一二三四五六七八九]{3}年[\d一二三四五六七八九十]{1,2}月(?:[\d一二三四五六七八九十]{1,3}日)?)"
)
PAGE_OF = re.compile(r"(?:发布|发文|印发)(?:机构|机关|单位)\s{0,9}[:：]?\s{0,9}(?P<who>.{4,60})")
EDITORS = 20  # lines of a booklet in which its editors stand
SIGNED = 6  # lines of organs above a date, at most


def find_issuers(title: Title, notice: Notice, front: Sequence[str], lines: Sequence[str]) -> Found:
    """The issuers with their roles: by notice, signature, heading, sentence or headline.

    The value is a tuple of Issuer.
    """
    for names, passage in _sources(title, notice, front, lines):
        if names:
            return Found(tuple(Issuer(name) for name in names), passage)
    if by_role := _by_role(title, front):
        return by_role
    if names := _first_body(title.sentence):
        return Found(tuple(Issuer(name) for name in names), title.sentence)
    return Found((), "", "没有认出发布机关，请填写")


def _sources(
    title: Title, notice: Notice, front: Sequence[str], lines: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    if notice.title:
        above = _organ_lines_above(front, notice.start)
        yield organs(notice.issuers) or above, notice.title
    for signers, date_line in signatures(front):
        yield (
            tuple(dict.fromkeys(name for line in signers for name in organs(line))),
            f"{' '.join(signers)} {date_line}",
        )
    if title.line > 0:
        yield _organ_lines_above(front, title.line), title.name
    for clause in reversed(re.split("[，,：:]", title.before.removesuffix("组织"))):
        yield organs(clause), title.sentence
        for part in re.split(r"\s", clause)[::-1]:
            yield organs(part), title.sentence
    yield from _from_headlines(front)
    yield from (
        (organs(EDITED.sub("", line)), line) for line in front[:EDITORS] if EDITED.search(line)
    )
    yield from ((organs(match["who"]), match[0]) for match in map(PAGE_OF.match, lines) if match)
    for signers, date_line in signatures(lines):
        yield tuple(dict.fromkeys(name for line in signers for name in organs(line))), date_line


def _first_body(sentence: str) -> tuple[str, ...]:
    """The procuratorate with which a clause of the sentence about the release begins."""
    for clause in re.split("[，,：:]", sentence[:200]):
        mention = next(find_bodies(clause), None)
        is_first = mention is not None and mention.start == 0 and mention.name.endswith("院")
        if mention and is_first and "发布" not in clause:
            return organs(mention.name)
    return ()


def _organ_lines_above(lines: Sequence[str], n: int) -> tuple[str, ...]:
    """The organs on the lines directly above line n."""
    names: list[str] = []
    while n > 0 and (above := organs(lines[n - 1])) and len(lines[n - 1]) <= SHORT_LINE:
        names = [*above, *names]
        n -= 1
    return tuple(dict.fromkeys(names))


def _from_headlines(lines: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """甲、乙联合发布…典型案例, in a headline or at the beginning of a sentence."""
    for line in _with_verbs_above(lines):
        for sentence in sentences(line)[:3] if "案例" in line else ():
            if match := NEWS.search(sentence):
                clause = re.split("[，,：:｜|—]", sentence[: match.start()])[-1]
                yield organs(clause), sentence


def _with_verbs_above(lines: Sequence[str]) -> Iterator[str]:
    """The lines; a headline that breaks at its verb is one: 甲发布, and 乙典型案例 below."""
    for n, line in enumerate(lines):
        below = lines[n + 1 : n + 3]
        breaks = VERB_LAST.search(line) or (below and VERB_FIRST.match(below[0]))
        yield "".join((line, *below)) if len(line) <= SHORT_LINE and breaks else line


def _by_role(title: Title, lines: Sequence[str]) -> Found | None:
    """由甲指导、乙组织评审的典型案例: who did not release but guided and chose."""
    for line in (line for line in lines if "案例" in line):
        for sentence in sentences(line)[:4]:
            issuers = []
            for match in ROLE.finditer(sentence):
                who = match["who"].removeprefix("由")
                names = organs(who)
                label = next(
                    (name for name, pattern in ROLES if pattern.search(match["role"] + "的")),
                    "发布",
                )
                issuers += [Issuer(name, label) for name in names]
            if issuers:
                return Found(tuple(dict.fromkeys(issuers)), sentence)
    return None


def signatures(lines: Sequence[str]) -> Iterator[tuple[list[str], str]]:
    """The lines with the names of organs, and the line under them with nothing but a date."""
    for n, line in enumerate(lines):
        if on_one_line := ORGANS_AND_DATE.fullmatch(line.strip(" \u3000（()）")):
            if organs(on_one_line["who"]):
                yield [on_one_line["who"]], on_one_line["date"]
            continue
        if not (line and len(line) <= 20 and read_date(line) and _is_bare_date(line)):
            continue
        top = n
        while (
            top
            and n - top < SIGNED
            and len(lines[top - 1]) <= SHORT_LINE
            and organs(EDITED.sub("", lines[top - 1]))
        ):
            top -= 1
        if top < n:
            yield [EDITED.sub("", signer) for signer in lines[top:n]], line


def _is_bare_date(line: str) -> bool:
    return bool(re.fullmatch(r"[\d〇零○一二三四五六七八九十年月日\s./-]{6,20}", line.strip()))
