"""Likely full names of persons in a Chinese text: after the word for a role, before a sex, or
before what a case is about (王小明盗窃案).

A hint to an editor, by the form of a name alone: it misses some and takes a rare word for a name.
Names that hide the person (张某, 李某某, 王某明, 赵甲, 陈××) are none.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .name_words import ORDINARY, SURNAMES

ROLES = (
    "当事人|被救助人|救助申请人|被告人|犯罪嫌疑人|嫌疑人|被害人|受害人|被申请人|申请人|申请执行人|被申诉人|申诉人|"
    "上访人|信访人|来访人|被举报人|举报人|被控告人|控告人|投诉人|法定代表人|实际控制人|原告|被告|被上诉人|上诉人|"
    "第三人|证人|罪犯|社区矫正对象|服刑人员|被执行人|被监护人|监护人|被扶养人|死者|伤者|行为人|借款人|债务人|债权人|"
    "村民|居民|市民|职工|员工|工人|农民工|司机|驾驶员|股东|经营者|业主|学生|女子|男子|老人|"
    "父亲|母亲|妻子|丈夫|儿子|女儿(?!童)|其父|其母|其妻|其夫|其子|其女|近亲属|亲属|家属|姓名|曾用名"
)
GIVEN = r"[^\W\d_a-zA-Z某的了是在有和与或及等被也均都又未不没之者甲乙丙丁戊己庚辛壬癸]"
# What comes after a name: no Chinese character, or one that begins the rest of a sentence.
AFTER = (
    r"(?=[\W\da-zA-Z]|\Z|"
    "[的了是在有和与或及等被也均都又未不没之因于系为将以从对向把让使给跟由到自经已曾再并仍正则即先后称说认表提"
    "请申诉起告犯涉盗抢诈骗伤杀故强非贩受接收名可能应需主供持驾携伙参组领利通拒逃投归签购销卖买租借还欠付支获得"
    "取作做前去来往夫妻父母兄弟姐妹所其两二三四人案死住居生现原男女家明拟答减近房殴打要求书指报遭共同])"
)
SINGLE = "".join(sorted(surname for surname in SURNAMES if len(surname) == 1))
COMPOUND = "|".join(sorted(surname for surname in SURNAMES if len(surname) > 1))
NAME = f"((?:{COMPOUND}|[{SINGLE}]){GIVEN}{{1,2}}){AFTER}"
FIRST = "".join(sorted({role[0] for role in ROLES.split("|")}))  # spares most places the roles
AFTER_ROLE = re.compile(
    rf"(?=[{FIRST}])({ROLES})(?:系|为|是|叫|名叫|姓名|之一)?[：:“\"（( ]?{NAME}"
)
NEXT_IN_LIST = re.compile(f"[、和与及]{NAME}")
BEFORE_SEX = re.compile(f"{NAME}[，,（( ]{{1,2}}[男女](?=[，,。；;）)、 ])")
# What a case is about, as its name says behind the parties; the words that open it.
MATTERS = (
    "盗窃|诈骗|抢劫|抢夺|抢注|敲诈|绑架|拐卖|拐骗|收买|故意|过失|强奸|强迫|强制|猥亵|虐待|遗弃|侮辱|诽谤|诬告|"
    "交通肇事|危险|重大|以危险|放火|失火|爆炸|投放|投毒|破坏|污染|滥伐|盗伐|盗掘|危害|非法|走私|贩卖|运输|制造|生产|"
    "销售|假冒|侵犯|侵占|侵害|职务|挪用|贪污|受贿|行贿|单位行贿|滥用|玩忽|徇私|泄露|包庇|窝藏|掩饰|帮助|妨害|妨碍|拒不|"
    "伪造|变造|虚假|虚开|骗取|逃税|集资|合同|信用卡|保险|贷款|洗钱|操纵|内幕|利用|背信|串通|违规|欺诈|编造|传播|组织|"
    "领导|参加|聚众|寻衅|开设|赌博|引诱|容留|袭警|正当防卫|减刑|假释|暂予|监外|社区矫正|刑事|民事|行政|民间|国家|"
    "司法救助|支持起诉|申请|申诉|控告|工伤|劳动|追索|离婚|抚养|赡养|继承|机动车|房屋|买卖|借款|不起诉|不批|"
    "核准追诉|涉嫌|环境|食品|电信|网络|提供"
)
# The parties after whom a case is named, up to what it is about; some may be hidden or companies.
ANYONE = r"[^、，。；：“”《》（）\n]{2,20}?"
PARTIES = re.compile(
    rf"(?:^|(?<=[\n“《：:—，。（(]))(?=(?P<parties>{ANYONE}(?:、{ANYONE}){{0,5}}?)"
    r"(?:等(?:[\d一二三四五六七八九十百]{1,4}名?人|人)?)?"
    rf"(?:[与和]|(?<!公)诉|[（(]?(?:{MATTERS}))[^，。；\n]{{0,60}}案(?![件情例由卷发]))"
)
PARTY = re.compile(f"(?:^|、)((?:{COMPOUND}|[{SINGLE}]){GIVEN}{{1,2}})(?=、|$)")


class LikelyName(NamedTuple):
    """Where a name stands in a text, and the word for the role before it, if there is one."""

    name: str
    start: int
    role: str = ""


def likely_names(text: str) -> list[LikelyName]:
    """The likely full names of persons in a text, in its order, each place once."""
    found = (*in_names_of_cases(text), *before_sex(text), *after_roles(text))
    names = {name.start: name for name in found}
    return sorted(names.values(), key=lambda name: name.start)


def in_names_of_cases(text: str) -> Iterator[LikelyName]:
    """The parties after whom a case is named: 王小明、李大伟等5人盗窃案, 王小明诉某局行政处罚案."""
    for match in PARTIES.finditer(text):
        for party in PARTY.finditer(match["parties"]):
            if is_name(party[1]):
                yield LikelyName(party[1], match.start("parties") + party.start(1))


def before_sex(text: str) -> Iterator[LikelyName]:
    """Those that a sex follows: 王小明，男，1980年生."""
    for match in BEFORE_SEX.finditer(text):
        if is_name(match[1]):
            yield LikelyName(match[1], match.start(1))


def after_roles(text: str) -> Iterator[LikelyName]:
    """Those after the word for a role, and those that follow in the same list."""
    for match in AFTER_ROLE.finditer(text):
        role, name, start, end = match[1], match[2], match.start(2), match.end()
        while is_name(name):
            yield LikelyName(name, start, role)
            following = NEXT_IN_LIST.match(text, end)
            if following is None:
                break
            name, start, end = following[1], following.start(1), following.end()


def is_name(text: str) -> bool:
    """Whether a text in the form of a name does not begin with an ordinary word or a place."""
    return text[:2] not in ORDINARY
