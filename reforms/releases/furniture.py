"""Lines of the page around a release: advertising, sharing, notices, page numbers."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from ..documents import Line
from ..text.dates import HAN, NUMERAL

SHORT = 60  # characters: page furniture stands in short lines, paragraphs in long ones
NOTICE = re.compile(
    r"(?:郑重|特别|免责|版权|法律)?声明[:：]|免责声明|版权(?:所有|归|声明)|转载(?:请|须|自|文章)|凡本网|©|Copyright"
    r"|(?:本网|本站|本平台|本公众号)[^案]{0,8}(?:转载|内容|文章|声明|部分)",
    re.IGNORECASE,
)
ROLE = (
    "视频|策划|制图|海报|设计|责任编辑|编辑|责编|审核|校对|监制|"
    "撰稿|供稿|记者|通讯员|作者|文|文字|图|图片|摄影|承办检察官|(?:主办|办案)检察官|(?:案例)?(?:撰写|撰稿|编写|审稿)人?"
)
WRITER = re.compile("案例(?:撰写|撰稿|编写|审稿)")
WIDGETS = (
    r"还有疑问|马上发起|(?:立即|免费|在线|马上|法律|电话)咨询|律师在线",
    r"专业律师.{0,8}(?:回复|解答|咨询)",
    r"(?:发表|我要|网友|查看)?评论(?:区|$)|(?:去|请|请先)?(?:登录|注册)(?:$|后)",
    r"您?(?:当前|现在)?的?位置[:：是]|首页\s{0,9}[>›»|-]|返回(?:首页|顶部|列表|目录)",
    r"[上下]一[篇页条](?:[:：]|$)|网站地图|联系我们|关于我们|.{0,3}ICP备|.{0,6}公网安备",
    rf"(?:{ROLE})\s{{0,9}}[:：丨|]|原标题[:：]|(?:展开|阅读|查看)(?:全文|原文|更多)",
    r"(?:阅读|浏览|点击|访问)(?:量|次数|数)?[:：]?\s{0,9}\d",
    r"(?:点击|长按|扫码|扫一扫|识别|关注).{0,20}(?:关注|订阅|查看|二维码|公众号|微信|客户端)",
    r"(?:打开|下载).{0,12}(?:APP|客户端|附件)|(?:广告|推广|举报|投诉|END)$",
    r"分享(?:到|至|给|本文|$)|微信(?:扫|公众|$)|【?字[号体]|【?打印(?:本页|本文|】|$)",
    r"预览时标签不可点|修改于|喜欢此内容的人|以下文章来源于|收录于合集|继续滑动看下一个|微信号[:：]",
    r"(?:收藏|点赞|在看|微博)$|[-—=_*]{3,}$",
)
WIDGET = re.compile(rf"[▲△▼▽●◆■\s]{{0,9}}(?:{'|'.join(WIDGETS)})", re.IGNORECASE)
SHARING = re.compile(
    r"(?:分享|收藏|点赞|在看|转发|微信|微博|新浪|QQ空间|QQ好友|朋友圈|复制链接|[大中小]|[-+AT|/·【】\[\]\s])+"
)
PAGE = re.compile(
    r"[-—–·\s]{0,40}(?:第\s{0,9})?\d{1,3}(?:\s{0,9}页)?(?:\s{0,9}[/／，,]?\s{0,9}共?\s{0,9}\d{1,3}\s{0,9}页?)?[-—–·\s]{0,40}"
    r"|Page\s{0,9}\d+(?:\s{0,9}of\s{0,9}\d+)?",
    re.IGNORECASE,
)
RUNNING = re.compile(
    r".{2,40}?\s{3,99}[-—–·]{1,2}\s?\d{1,3}\s?[-—–·]{1,2}"
)  # a page's head and number
NUMBER = re.compile(r"0?\d{1,2}|0\s{1,3}\d")
TITLE = re.compile("案\\Z|^[\u4e00-\u9fff]{2,30}?检察(?:院|机关)")
RELATED = re.compile(
    r"【?(?:相关(?:链接|阅读|新闻|文章|报道|推荐|内容)|延伸阅读|推荐阅读|热门(?:文章|新闻|推荐|阅读|话题)?|猜你喜欢|"
    r"更多(?:内容|新闻|文章|精彩|推荐|阅读)?|往期(?:回顾|推荐|精彩|精选)?|"
    r"精彩推荐|为[您你]推荐|最新(?:文章|资讯|发布))】?\s{0,9}[:：>》›»]{0,9}"
)
STAMP = re.compile(
    r"\A[【\[]?(?:(?:(?:发布|发表|更新|上传|印发|成文|信息|公开|录入)?(?:时间|日期)|(?:信息|新闻|稿件|文章)?来源)\s{0,9}[:：]"
    r"|[^。，；]{0,60}?(?<![\u4e00-\u9fff])(?:(?:发布|发表|更新)?(?:时间|日期)|发布)[】\]]?\s{0,9}[:：]\s{0,9}\d{4}[-年/.]\d"
    r"|(?:发文|印发|成文)日期\s{0,9}\d{4}[-年/.]\d"
    r"|\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s|$)"
    r"|[^，。：]{2,30}\d{4}年\d{1,2}月\d{1,2}日.{0,30}第.{1,3}版"
    r"|[^，。：]{2,20}\s\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s{0,9}$"
    r"|.{0,60}\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s{0,9}\d{1,2}[:：]\d{2})"
)
BREADCRUMB = re.compile(r"(?:[^<>›»。，]{1,14}\s{0,3}[>›»]{1,2}\s{0,3}){2,8}[^<>›»。]{0,60}")
NUMBERED = re.compile(
    rf"(?:[【\[（(]|[{HAN}\d]{{1,3}}[、.．]|典型案[（(]?[例事][）)]?例?(?:之)?\s?{NUMERAL}|案例|第{NUMERAL})"
)
CASE_LINE = re.compile(
    rf"[【\[（(]?\s{{0,9}}(?:典\s{{0,9}}型\s{{0,9}})?案\s{{0,9}}例\s{{0,9}}[（(]?{NUMERAL}|目\s{{0,9}}录"
)


def cut_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """The lines of the release, and the lines of the page around it."""
    kept: list[Line] = []
    cut: list[str] = []
    among_links = False
    running = _running_heads(lines)
    numbers = _case_numbers(lines, running)
    for n, line in enumerate(lines):
        bare = line.text.strip()
        if len(bare) > SHORT or "。" in bare or CASE_LINE.match(bare):
            among_links = False
        elif RELATED.fullmatch(bare):
            among_links = True
        is_cut = among_links or _is_furniture(bare) or _without_digits(bare) in running
        if bare and n not in numbers and is_cut:
            cut.append(bare)
        else:
            kept.append(line)
    return kept, cut


def _running_heads(lines: Sequence[Line]) -> set[str]:
    """The short lines that stand again and again beside the numbers of pages."""
    bare = [line.text.strip() for line in lines if line.text.strip()]
    beside = Counter(
        _without_digits(neighbour)
        for above, below in pairwise(bare)
        for page, neighbour in ((above, below), (below, above))
        if PAGE.fullmatch(page) and _may_be_running_head(neighbour)
    )
    times = Counter(map(_without_digits, bare))
    return {line for line in beside if line and times[line] > 1}


def _may_be_running_head(line: str) -> bool:
    """Whether a line beside a page number may be the page's head: no title or sentence."""
    is_text = line.endswith(("院", "机关", "部", "局", "厅", "。"))
    return len(line) <= SHORT and not NUMBERED.match(line) and not is_text


def _without_digits(line: str) -> str:
    return re.sub(r"[\d\s]", "", line)


def _is_furniture(line: str) -> bool:
    if NOTICE.match(line) or any(kind.fullmatch(line) for kind in (PAGE, RUNNING, BREADCRUMB)):
        return True
    is_text = "案例" in line and not WRITER.match(line)
    if len(line) > SHORT or line.endswith(("。", "；")) or STAMP.match(line) or is_text:
        return False
    return bool(WIDGET.match(line) or SHARING.fullmatch(line))


def _case_numbers(lines: Sequence[Line], running: Collection[str]) -> set[int]:
    """The lines with nothing but a number that counts a case, not a page: a title stands below."""
    printed = [(n, line.text.strip()) for n, line in enumerate(lines) if line.text.strip()]
    above = ["", *(text for _, text in printed)]
    return {
        n
        for (n, number), (_, below), before in zip(printed, printed[1:], above, strict=False)
        if NUMBER.fullmatch(number)
        and TITLE.search(below)
        and _without_digits(before) not in running
    }


def is_stamp(line: str) -> bool:
    """Whether a line is the one under a headline: date, time, source."""
    return bool(STAMP.match(line)) and len(line) <= 2 * SHORT and "。" not in line
