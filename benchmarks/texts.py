"""Text like that of real cases in length, register and rarity of words; it says nothing."""

import random
from functools import cache
from itertools import accumulate, islice
from typing import NamedTuple

from . import words

SEED = 2021
SUBJECTS = tuple(words.SUBJECTS)
BODY = 1500  # characters of a full text, on average
TAIL = 30  # words of the long tail that a case has at hand
HEADINGS = ("【基本情况】", "【主要做法】", "【工作成效】", "【典型意义】")


class Pool(NamedTuple):
    """Words with their accumulated weights."""

    words: list[str]
    weights: list[float]


@cache
def tail() -> Pool:
    return Pool(*words.rare_words(SEED))


@cache
def subject_pool(subject: str) -> Pool:
    """The words of all cases and those of one subject; rarer down the list."""
    own = [subject, *words.SUBJECTS[subject]]
    weights = [(place + 5) ** -0.7 for place in range(len(words.COMMON))]
    weights += [0.8 * (place + 5) ** -0.7 for place in range(len(own))]
    return Pool([*words.COMMON, *own], list(accumulate(weights)))


def pool(chance: random.Random, subject: str) -> Pool:
    """The words of one case: those of its subject, and a few that hardly another case has."""
    pool = subject_pool(subject)
    rare = chance.choices(tail().words, cum_weights=tail().weights, k=TAIL)
    weight = pool.weights[-1] * 0.06 / TAIL  # all of them together: 6 % of the text
    weights = [pool.weights[-1] + weight * (place + 1) for place in range(TAIL)]
    return Pool(pool.words + rare, pool.weights + weights)


def prose(chance: random.Random, pool: Pool, length: int) -> str:
    """About so many characters, in clauses and sentences."""
    count = max(round(length / 2.75), 4)  # characters a word, with its part of the punctuation
    tokens = iter(chance.choices(pool.words, cum_weights=pool.weights, k=count))
    sizes = chance.choices(range(4, 10), k=count // 4)
    clauses = ["".join(islice(tokens, size)) for size in sizes]
    clauses = [clause for clause in clauses if clause]
    marks = chance.choices("，，、；。", k=len(clauses) - 1)
    return "".join(map("".join, zip(clauses, [*marks, "。"], strict=True)))


def body_text(chance: random.Random, pool: Pool) -> str:
    """A full text under the usual headings, between a third and twice the average length."""
    length = min(max(chance.gauss(1, 0.3), 0.3), 2) * BODY / len(HEADINGS)
    return "\n".join(heading + prose(chance, pool, round(length)) for heading in HEADINGS)


def title(chance: random.Random, place: str, subject: str) -> str:
    matter = f"{chance.choice(words.WAYS)}{subject}{chance.choice(words.MATTERS)}"
    return f"{place}{chance.choice(words.VERBS)}{matter} {chance.choice(words.AIMS)}"
