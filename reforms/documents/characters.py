"""Characters that look right and are not: radicals, invisible characters, foreign line ends.

Kept in one place, to be replaced by the cleaning of `text/`.
"""

import re
import unicodedata

# What neither database nor XML can carry, and what no one sees.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufeff\ud800-\udfff\ufffe\uffff]"
)
LINE_END = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
BLANK = re.compile(r"[^\S\n]")
KANGXI = re.compile("[\u2f00-\u2fd5]")
# CJK Radicals Supplement → Unicode's equivalent unified ideographs (EquivalentUnifiedIdeograph).
SUPPLEMENT = dict(
    zip(
        "⺁⺈⺋⺌⺍⺗⺟⺠⺡⺢⺧⺨⺩⺪⺫⺮⺶⺷⺻⺼⻁⻄⻅⻆⻉⻋⻓⻔⻖⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰⻳",
        "厂刀㔾小小心母民水水牛犬王疋目竹羊羊聿肉虎西见角贝车长门阝青韦页风飞食马骨鬼鱼鸟黄齐齿龙龟",
        strict=True,
    )
)
RADICAL = re.compile(f"[{''.join(SUPPLEMENT)}]")


def clean_characters(text: str) -> tuple[str, int]:
    """The text as one that can be stored and compared, and the number of characters dropped.

    Line ends become LF, every other blank a space (an ideographic one two), the rest is NFC.
    """
    text = LINE_END.sub("\n", text)
    text, dropped = INVISIBLE.subn("", text)
    text = KANGXI.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    text = RADICAL.sub(lambda match: SUPPLEMENT[match[0]], text)
    text = unicodedata.normalize("NFC", text).replace("\u3000", "  ")
    return BLANK.sub(" ", text), dropped
