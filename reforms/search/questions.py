"""A question as people ask it → the words that a case may have. Knows no catalogue.

检察官怎么考核 → 检察官, 考核. What stands between two known words stays as it is.
"""

import re
from collections.abc import Collection, Iterator

from .english import stems
from .queries import terms

LONGEST_WORD, LONGEST_UNIT = 8, 4  # characters of a known word; of one that is looked for whole
QUESTION = 60  # characters of a question that are read

# What people say around what they look for. No single character that words of the field have.
ASKING = re.compile(
    "有没有|是不是|能不能|可不可以|会不会|要不要|为什么|怎么样|怎么办|怎么|怎样|如何|什么样|什么|"
    "哪几个|哪些|哪个|哪里|哪儿|哪家|多少|几个|请问|想知道|想了解|想看看|我想|告诉我|家乡|老家|"
    "我们|我家|咱们|他们|关于|有关|相关|方面|一下|介绍|查询|查找|典型案例|案例|例子|情况|可以|"
    "为了|以及|之间|应该|需要|进行|比较|最新|最近|目前|的时候|时候|[的了吗呢吧啊呀嘛我你他她们谁]"
)
PIECE = re.compile(r"[\u2e80-\uffff\U00020000-\U0003ffff]+|[^\u2e80-\uffff\U00020000-\U0003ffff]+")
HAN = re.compile(r"[\u2e80-\uffff\U00020000-\U0003ffff]")


def words(question: str, vocabulary: Collection[str]) -> list[str]:
    """The folded words of a question, each once: known ones, and what is left between them.

    Of English only words that say something are kept, as they stand. Single characters beside
    longer words and terms after a minus are left out.
    """
    texts = (term.folded for term in terms(question[:QUESTION]) if not term.unwanted)
    pieces = (piece for text in texts for piece in PIECE.findall(text))
    all_words = [
        word
        for piece in pieces
        for word in (han_words(piece, vocabulary) if HAN.match(piece) else english_words(piece))
    ]
    return list(dict.fromkeys([word for word in all_words if len(word) > 1] or all_words))


def english_words(text: str) -> list[str]:
    return [text] if stems(text) else []


def han_words(text: str, vocabulary: Collection[str]) -> Iterator[str]:
    """The longest known words from the left, and what stands between, without ASKING."""
    start = position = 0
    while position < len(text):
        longest = min(len(text), position + LONGEST_WORD)
        ends = (end for end in range(longest, position + 1, -1) if text[position:end] in vocabulary)
        if end := next(ends, None):
            yield from filter(None, ASKING.split(text[start:position]))
            yield text[position:end]
            start = position = end
        else:
            position += 1
    yield from filter(None, ASKING.split(text[start:]))


def units(word: str, vocabulary: Collection[str]) -> list[str]:
    """What is looked for: a short known word whole, an English one by its stem, else pairs."""
    if not HAN.match(word):
        return stems(word) or [word]
    if len(word) == 1 or (len(word) <= LONGEST_UNIT and word in vocabulary):
        return [word]
    return [word[place : place + 2] for place in range(len(word) - 1)]


def parts(word: str, text: str) -> Iterator[str]:
    """The longest pieces of a word that a folded text has, from the left, of two characters on;
    of an English word its stem."""
    if not HAN.match(word):
        yield from (stem for stem in stems(word) if stem in text)
        return
    start = 0
    while start < len(word):
        ends = range(len(word), start + 1, -1)
        end = next((end for end in ends if word[start:end] in text), None)
        if end:
            yield word[start:end]
        start = end or start + 1
