"""Names of organs that issue releases, also several in one line.

Names that contain 和 or 与 are taken whole before a line is split.
"""

import re

from ..divisions import read_bodies
from ..text.dates import NUMERAL

# Organs whose names a split at 和, 与 or 、 would break, or that no ending gives away.
WHOLE_NAMES = """
工业和信息化部 人力资源和社会保障部 住房和城乡建设部 文化和旅游部 国家发展和改革委员会
国家发展改革委 农业农村部 国家林业和草原局 国家粮食和物资储备局 国家卫生健康委员会
中国银行保险监督管理委员会 共青团中央 全国妇联 中华全国妇女联合会 全国总工会
中华全国总工会 全国工商联 中华全国工商业联合会 中国残联 中国残疾人联合会 全国律协
中华全国律师协会 央行 中国人民银行 中国证监会 中国银保监会 国家外汇管理局 中国关工委
国家文物局 国家知识产权局 国家版权局 国家药监局 中央网信办 中央政法委 中央依法治国办
国务院妇儿工委 国家监委 中央纪委国家监委 国家监察委员会 法制日报社 检察日报社
中国国家铁路集团有限公司 国铁集团"""
# Departments of provinces and cities whose names have 和 in them: 江苏省人力资源和社会保障厅.
DEPARTMENT = re.compile(
    r"[^\s、，,和与及院]{0,12}?(?:人力资源和社会保障|住房和城乡建设|文化和旅游|发展和改革|工业和信息化|林业和草原|"
    "粮食和物资储备|规划和自然资源|自然资源和规划|城乡规划和自然资源|卫生和计划生育|绿化和市容管理|国防科技和工业)"
    "(?:部|厅|局|委员会|委)"
)
WHOLE = tuple(WHOLE_NAMES.split())
SHORT = {
    "最高检": "最高人民检察院",
    "高检院": "最高人民检察院",
    "最高法": "最高人民法院",
    "央行": "中国人民银行",
}
OPENING = re.compile(
    rf"(?:最高人民检察院|最高检|高检院|最高人民法院|最高法)"
    rf"(?:(?:第?{NUMERAL}(?:检察)?厅|[\u4e00-\u9fff]{{2,12}}?(?:厅|室|局|中心|部|协会|研究所))(?:[（(][\u4e00-\u9fff]{{2,12}}[）)])?)?"
)
ENDING = re.compile(
    "[\u4e00-\u9fff（）()]{1,24}?(?:部|委|委员会|局|厅|署|总署|办|办公室|法院|检察院|分院|检察机关|工会|联合会|工商联|妇联|"
    "学会|研究会|研究所|研究院|研究室|协会|大学|学院|中心|报社|杂志社|基金会|总队|团委|残联|律协)"
)
OFFICE = re.compile("[\u4e00-\u9fff]{0,10}?(?:厅|办公室|司|局|部|中心)\\Z")
SEPARATOR = re.compile(r"\s{0,9}(?:、|，|,|会同|联合(?!会|国)|共同|以及|[和与及]|\s)\s{0,9}")
BEFORE = re.compile(
    '[“"\'‘《]?以[“"‘][^“”"‘’\n]{2,40}[”"’]为(?:主题|专题|题)|[（(](?:\\d{1,2}月)?\\d{1,2}日[）)]|近日|日前|近期|今[天日]|[此本这]次|正式|对外|集中|关于|首次|'
    "(?:\\d{4}年)?\\d{1,2}月(?:\\d{1,2}日)?|上午|下午|今年|昨日|于?\\d{1,2}日|于|由|^(?:联合(?!会|国)|共同)|(?:联合|共同)$|再次|同步|通过"
)
NO_ORGAN = re.compile(
    "印发|发布|公布|通报|典型|案例|召开|推进|加强|开展|^(?:自治区|[省市区县])?(?:人民)?检察(?:院|机关)$|^[各向对在]|^全国检察"
)
LONGEST = 120  # characters of a clause that lists organs


def organs(clause: str) -> tuple[str, ...]:
    """The organs of which a clause consists; none if it says anything else."""
    clause = BEFORE.sub("", clause[:LONGEST]).strip(" 《：:，,。")
    clause = re.split("召开|举行|举办", clause, maxsplit=1)[0]
    names: list[str] = []
    position = 0
    while position < len(clause):
        if gap := SEPARATOR.match(clause, position):
            position = gap.end()
            continue
        name = _organ_at(clause, position)
        if not name:
            return ()
        names.append(name)
        position += len(name)
    return tuple(dict.fromkeys(_full(name) for name in names))


def _organ_at(clause: str, position: int) -> str:
    """The longest organ that stands at a position of a clause, up to a separator; empty if none."""
    if department := DEPARTMENT.match(clause, position):
        return department[0]
    whole = [name for name in WHOLE if clause.startswith(name, position)]
    gap = SEPARATOR.search(clause, position)
    limit = gap.start() if gap else len(clause)
    if whole:
        name = max(whole, key=len)
        office = OFFICE.match(clause, position + len(name), max(limit, position + len(name)))
        return name + (office[0] if office else "")
    for pattern in (OPENING, ENDING):
        for end in range(limit, position, -1):
            if pattern.fullmatch(clause, position, end):
                name = clause[position:end]
                return "" if NO_ORGAN.search(name) else name
    return ""


def _full(name: str) -> str:
    """The name in full: 最高检第七检察厅 → 最高人民检察院第七检察厅."""
    for short, full in SHORT.items():
        if name.startswith(short) and not name.startswith("最高检察"):
            return full + name[len(short) :]
    if name.endswith("检察院") and "人民检察院" not in name and read_bodies(name)[0].standard_name:
        return name.replace("检察院", "人民检察院")
    return name


def is_organ_line(line: str) -> bool:
    """Whether a line names organs and nothing else."""
    return 3 <= len(line.strip()) <= LONGEST and bool(organs(line))
