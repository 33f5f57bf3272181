"""Lines of the page around a release: advertising, sharing, notices, page numbers."""

import re

from ..text.dates import NUMERAL
from .release import Question

# What neither database nor XML can carry, and what no one sees.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
SHORT = 60  # characters: page furniture stands in short lines, paragraphs in long ones
NOTICE = re.compile(
    r"(?:郑重|特别|免责|版权|法律)?声明[:：]|免责声明|版权(?:所有|归|声明)|转载(?:请|须|自|文章)|凡本网|©|Copyright"
    r"|(?:本网|本站|本平台|本公众号)[^案]{0,8}(?:转载|内容|文章|声明|部分)",
    re.IGNORECASE,
)
ROLE = "责任编辑|编辑|责编|审核|校对|监制|撰稿|供稿|记者|通讯员|作者|文|文字|图|图片|摄影"
WIDGETS = (
    r"还有疑问|马上发起|(?:立即|免费|在线|马上|法律|电话)咨询|律师在线",
    r"专业律师.{0,8}(?:回复|解答|咨询)",
    r"(?:发表|我要|网友|查看)?评论(?:区|$)|(?:去|请|请先)?(?:登录|注册)(?:$|后)",
    r"您?(?:当前|现在)?的?位置[:：是]|首页\s*[>›»|-]|返回(?:首页|顶部|列表|目录)",
    r"[上下]一[篇页条](?:[:：]|$)|网站地图|联系我们|关于我们|.{0,3}ICP备|.{0,6}公网安备",
    rf"(?:{ROLE})\s*[:：丨|]|原标题[:：]|(?:展开|阅读|查看)(?:全文|原文|更多)",
    r"(?:阅读|浏览|点击|访问)(?:量|次数|数)?[:：]?\s*\d",
    r"(?:点击|长按|扫码|扫一扫|识别|关注).{0,20}(?:关注|订阅|查看|二维码|公众号|微信|客户端)",
    r"(?:打开|下载).{0,12}(?:APP|客户端|附件)|(?:广告|推广|举报|投诉|END)$",
    r"分享(?:到|至|给|本文|$)|微信(?:扫|公众|$)|【?字[号体]|【?打印(?:本页|本文|】|$)",
    r"(?:收藏|点赞|在看|微博)$|[-—=_*]{3,}$",
)
WIDGET = re.compile(rf"[▲△▼▽●◆■\s]*(?:{'|'.join(WIDGETS)})", re.IGNORECASE)
SHARING = re.compile(
    r"(?:分享|收藏|点赞|在看|转发|微信|微博|新浪|QQ空间|QQ好友|朋友圈|复制链接|[大中小]|[-+AT|/·【】\[\]\s])+"
)
PAGE = re.compile(
    r"[-—–·\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／，,]?\s*共?\s*\d{1,3}\s*页?)?[-—–·\s]*"
    r"|Page\s*\d+(?:\s*of\s*\d+)?",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"【?(?:相关(?:链接|阅读|新闻|文章|报道|推荐|内容)|延伸阅读|推荐阅读|热门(?:文章|新闻|推荐|阅读|话题)?|猜你喜欢|"
    r"更多(?:内容|新闻|文章|精彩|推荐|阅读)?|往期(?:回顾|推荐|精彩|精选)?|"
    r"精彩推荐|为[您你]推荐|最新(?:文章|资讯|发布))】?\s*[:：>》›»]*"
)
STAMP = re.compile(
    r"(?:(?:发布|发表|更新|上传|印发|成文)?(?:时间|日期)|(?:信息|新闻|稿件|文章)?来源)\s*[:：]"
    r"|\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s|$)"
    r"|.{0,60}\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s*\d{1,2}[:：]\d{2}"
)
CASE_LINE = re.compile(rf"[【\[（(]?\s*(?:典\s*型\s*)?案\s*例\s*[（(]?{NUMERAL}|目\s*录")


def _cut(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of the release, and the lines of the page around it."""
    kept: list[str] = []
    cut: list[str] = []
    among_links = False
    for line in lines:
        bare = line.strip()
        if len(bare) > SHORT or "。" in bare or CASE_LINE.match(bare):
            among_links = False
        elif RELATED.fullmatch(bare):
            among_links = True
        is_furniture = bare and (among_links or _is_furniture(bare))
        (cut if is_furniture else kept).append(line)
    return kept, [line.strip() for line in cut]


def _is_furniture(line: str) -> bool:
    if NOTICE.match(line) or PAGE.fullmatch(line):
        return True
    if len(line) > SHORT or line.endswith(("。", "；")) or STAMP.match(line) or "案例" in line:
        return False
    return bool(WIDGET.match(line) or SHARING.fullmatch(line))


def _cleaned(text: str) -> tuple[str, list[Question]]:
    """The text as one that can be stored, and what was done to it."""
    questions = []
    text, invisible = INVISIBLE.subn("", text)
    if invisible:
        questions.append(Question("text", f"去掉了{invisible}个看不见的控制字符"))
    if re.search("<[a-zA-Z/!][^<>\n]{0,200}>", text):
        message = "文字里有网页标记（如 <p>），按普通文字收录，请粘贴网页上看到的文字"
        questions.append(Question("text", message))
    text = re.sub("\r\n?|[\u2028\u2029]", "\n", text)
    return re.sub(r"[^\S\n]", " ", text.replace("\u3000", "  ")), questions
