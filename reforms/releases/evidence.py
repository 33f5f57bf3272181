"""What the words around a mention say of a body: that it acts in the case, or that it does not."""

import re
from collections.abc import Sequence

from ..divisions import Mention
from .short_names import SHORT_FORM

ACTS = re.compile(
    "审查|追诉|提起|认为|公诉|起诉|决定|启动|受理|立案|发现|发出|发函|制发|送达|宣告|开展|办理|批准逮捕|批捕|作出|介入|抗诉|"
    "提请|提出|召开|组织|邀请|建议|调查|调取|调阅|走访|询问|讯问|引导|监督|督促|跟进|建立|出台|牵头|构建|推行|探索|"
    "推动|履行|履职|落实|协调|联系|约谈|磋商|听取|核实|查明|成立|会商|联合|救助|发放|综合|指派|委托|坚持|考虑|"
    "收到|接到|获悉|梳理|摸排|研判|告知|回访|持续|自行(?:补充)?侦查|侦查终结|主持|设立|搭建|制定|选派|促成|化解|追回"
)
SUBORDINATE = re.compile(
    r"(?:向|报请|报送|层报|上报|移交|移交给|交由|交|函告|商请|提请|请示|指导|支持|协助|督促|指定|交办|通报|由其|报经|报告)\s?\Z"
)
DESIGNATED = re.compile(r"(?:指定|交由|交办|转交|移交)\s?\Z")
HANDLES = re.compile("审查|立案|办理|侦查|管辖|提起")
HANDED = re.compile(r"(?:移送|移送至|移送给|移交至|转至|被|由|经|并由|交由|指定由)\s?\Z")
# What the police hand over for, or ask for: 向甲院移送起诉, 提请乙院审查逮捕.
RECEIVES = re.compile(
    "移送(?:审查)?起诉|提请(?:审查|批准)?逮捕|(?:审查|批准)逮捕|审查起诉|派员(?:提前|同步)?介入|提前介入"
)
ASKED = re.compile(
    "[^，。；]{0,6}(?:申请监督|申请|提出[^，。；]{0,4}(?:申请|申诉|控告|异议)|申诉|控告|提请|抗诉|复核|复议|跟进监督)"
)
ASIDE = re.compile(
    "[^，。；]{0,4}支持抗诉|"
    "[^，。；]{0,12}(?:挂牌督办|督办|指导(?!意见)|交办|指定(?!居所)|转交|转办|批准(?!逮捕)|同意|备案|支持下|提供|的统一部署|的部署|部署)"
    "|[^。；]{0,60}将[^，。；]{0,16}线索[^，。；]{0,6}(?:移送|移交|转)"
)
GIVES = re.compile("[^，。；]{0,16}(?:将|把)[^，。；]{0,12}(?:交由|指定)|[^，。；]{0,8}交由")
BEFORE_OTHERS = re.compile("(?:原案|原审|另案|其余|其他)[^，。；]{0,12}\\Z")
AS_BACKGROUND = re.compile("已经?被\\Z")  # an accomplice's case
# What another office did is judged: 不服甲院不起诉决定, 甲院作出的决定并无不当.
CHALLENGED = re.compile("(?:不服|撤销)\\Z")
WEIGHED = re.compile("(?:认为|鉴于)\\Z")
JUDGED = re.compile("[^，。；]{0,40}决定[，]?[^，。；]{0,8}(?:不当|正确|错误|有误|应予维持|符合)")
BY_RULE = re.compile("(?:根据|按照|依据|依照)\\Z")
# Steps of proceedings, which one body takes after another; to support or to pass on is none.
STEPS = re.compile(
    "(?:(?!检察院)[^。；]){0,45}?(?:提起(?:公诉|[^，。；]{0,8}诉讼)|审查起诉|依法起诉|批准逮捕|批捕|立案|提前介入|介入(?:案件)?侦查|"
    "(?<!支持)抗诉|作出[^，。；]{0,6}不起诉|制发|(?:提出|发出|作出)[^，。；]{0,8}检察建议|听证|自行侦查|侦查终结|具体办理|具体承办)"
)
# Steps of the Supreme People's Procuratorate itself. Up to the verb, nothing may say that it
# hands down, guides or approves (交办, 督办, 指导, 批准, 部署), or name another office; the court
# it turns to says enough to let it weigh the case in clauses of any length before.
ITSELF = "[^，。；院交督导批部]{0,12}"
TO_ITS_COURT = "向最高人民法院[^，。；]{0,8}(?:抗诉|检察建议)"
SUPREME = re.compile(
    f"(?:{ITSELF}，)?{ITSELF}?立案(?!监督)"
    f"|(?:(?!检察院|最高检|交办|督办|指导|指令|批准|部署)[^。；]){{0,200}}?{TO_ITS_COURT}"
)
JOINED = re.compile(r"(?:检察)?院(?:会同|联合|协同|携手)\s?\Z")
JOINTLY = re.compile("会同|会商|联合|共同(?!犯罪)|协同")
TOGETHER = re.compile(
    "两级|三级|上下级|一体|共同(?!犯罪)|会商|协同|联合(?!制定|印发|会签|出台|发文)"
)


def _end(sentence: str, mention: Mention) -> int:
    """Where a mention ends, with its short form in brackets."""
    short_form = SHORT_FORM.match(sentence, mention.end)
    return short_form.end() if short_form else mention.end


def _before(sentence: str, mention: Mention) -> str:
    return sentence[max(0, mention.start - 20) : mention.start]


def evidence(sentence: str, mention: Mention, weight: float) -> float:
    """How much a mention says that the body acts in the case; below 0, that it does not."""
    before = _before(sentence, mention)
    after = sentence[_end(sentence, mention) :]
    for applies, score in (
        (BEFORE_OTHERS.search(before), -2.0),
        (AS_BACKGROUND.search(before), -0.5),
        (CHALLENGED.search(before), -1.5),
        (WEIGHED.search(before) or JUDGED.match(after), 0.0),
        (BY_RULE.search(before), 0.0),
        (JOINED.search(before), 1.5),
        (is_given(sentence, mention), 2.0 + weight),
        (SUBORDINATE.search(before) and ASKED.match(after), 0.5),
        (SUBORDINATE.search(before) and RECEIVES.match(after), 1.0),
        (SUBORDINATE.search(before) and JOINTLY.search(after[:20]), 1.5),
        (SUBORDINATE.search(before), -0.5),
        (ASIDE.match(after), -1.0),
        (GIVES.match(after), 0.0),
        (HANDED.search(before) and after.startswith(("审查", "提起公诉")), 1.25 + weight / 2),
        (HANDED.search(before), 1.0 + weight / 2),
        (ACTS.search(after[:12]), 1.5 + weight),
        (ACTS.search(after[:45]), 1.0 + weight),
        (
            not before.strip() or before.rstrip().endswith(("，", "、", "。", "；")),
            0.5 + weight / 2,
        ),
    ):
        if applies:
            return score
    return 0.0


def act_jointly(sentence: str, mentions: Sequence[Mention]) -> bool:
    """Whether the bodies of a sentence act together: 甲院会同乙院, 甲、乙两级检察院.

    Behind the last of them 会同 and 联合 join another organ.
    """
    return bool(JOINTLY.search(sentence, 0, mentions[-1].start) or TOGETHER.search(sentence))


def is_turned_to(sentence: str, mention: Mention) -> bool:
    """Whether a party or another office turns to the body: 提请乙院抗诉, 向乙院申请复核."""
    before = _before(sentence, mention)
    after = sentence[_end(sentence, mention) :]
    return bool(SUBORDINATE.search(before) and ASKED.match(after))


def takes_step(sentence: str, mention: Mention) -> bool:
    """Whether the body takes a step of the proceedings, or is given the case to handle."""
    if is_turned_to(sentence, mention) or _is_judged(sentence, mention):
        return False
    is_step = STEPS.match(sentence, _end(sentence, mention)) or is_supreme_step(sentence, mention)
    return bool(is_step or is_given(sentence, mention))


def is_supreme_step(sentence: str, mention: Mention) -> bool:
    """Whether the Supreme People's Procuratorate takes a step: it files or protests a case."""
    return bool(SUPREME.match(sentence, _end(sentence, mention)))


def _is_judged(sentence: str, mention: Mention) -> bool:
    before = _before(sentence, mention)
    return bool(CHALLENGED.search(before) or WEIGHED.search(before))


def is_given(sentence: str, mention: Mention) -> bool:
    """Whether the case is handed to the body to handle it: 交由甲院办理."""
    before = _before(sentence, mention)
    return bool(DESIGNATED.search(before) and HANDLES.match(sentence, _end(sentence, mention)))
