"""What is to be asked about a release as a whole: counts, numbers, what it leaves out."""

from collections import Counter
from collections.abc import Sequence

from .blocks import Blocks
from .release import MOST, Question, ReadCase


def counted(
    claimed: int | None, cases: Sequence[ReadCase], cut: Blocks, listed: int
) -> list[Question]:
    """Whether all cases were found, by the text's own word, the titles it lists, their numbers."""
    questions = []
    if len(cases) > MOST:
        message = f"案例超过{MOST}件，只读了前{MOST}件，其余请另行录入"
        questions.append(Question("cases", message))
    if not cases:
        questions.append(Question("cases", "没有认出案例：没有编号的案例，也没有按主题分段的单位"))
    if claimed is None and 0 < len(cases) < listed:
        message = f"消息里列出{listed}件，认出{len(cases)}件，请核对"
        questions.insert(0, Question("cases", message))
    elif claimed not in (None, len(cases)):
        message = f"原文说共{claimed}件，认出{len(cases)}件，请核对"
        questions.insert(0, Question("cases", message))
    if repeats_numbers(cases):
        questions.append(Question("cases", "案例编号有重复，可能粘贴了不止一批，请核对"))
    numbers = {block.head.marker.number for block in cut.blocks if block.head.marker}
    if missing := sorted(set(range(1, min(max(numbers, default=0), 999))) - numbers):
        message = f"案例编号不连续，缺第{'、'.join(map(str, missing[:20]))}件"
        questions.append(Question("cases", message))
    return questions


def repeats_numbers(cases: Sequence[ReadCase]) -> bool:
    """Whether two cases have one number, as in two batches pasted together."""
    numbers = Counter(case.official_no for case in cases if case.official_no)
    return any(times > 1 for times in numbers.values())


def left_out(cases: Sequence[ReadCase]) -> list[Question]:
    """What the release leaves out of its cases, said once for all; themes are the catalogue's."""
    questions = []
    if untitled := sum(not case.title for case in cases):
        questions.append(Question("case.title", f"有{untitled}件原文没有给出标题"))
    if unplaced := sum(not case.bodies for case in cases):
        questions.append(Question("case.bodies", f"有{unplaced}件没有认出单位，请填写"))
    return questions
