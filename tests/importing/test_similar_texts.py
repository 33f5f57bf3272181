"""Texts that share most of their character pairs, found without comparing each with each."""

import random

import pytest

from reforms.importing.similar_texts import SimilarTexts, pairs, similarity


def likest(texts: list[str], text: str, least: float = 0.5, **options) -> list[int]:
    index = SimilarTexts(texts, [0] * len(texts), **options)
    [similar] = index.most_similar([text], [0], least)
    return [place for place, _share in similar]


def test_it_finds_the_likest_first():
    texts = ["建立量化评估机制", "完全不同的标题", "构建量化评估办法", "建立量化评估办法"]
    assert likest(texts, "建立量化评估机制") == [0, 3]


def test_it_compares_within_a_group_alone():
    index = SimilarTexts(["甲乙丙", "甲乙丙"], [7, 8])
    assert [place for place, _share in next(index.most_similar(["甲乙丙"], [8], 0.5))] == [1]


@pytest.mark.parametrize(("texts", "text"), [([], "甲乙"), ([""], ""), (["甲"], ""), ([""], "甲")])
def test_empty_texts_are_like_nothing(texts, text):
    assert likest(texts, text) == []


def test_a_text_of_one_character_is_like_itself():
    assert likest(["甲", "乙"], "乙") == [1]


def test_it_finds_all_that_a_full_comparison_finds():
    chance = random.Random(2021)
    words = ["建立", "完善", "办案", "流程", "监控", "机制", "评估", "量化", "责任", "清单", "考核"]
    texts = ["".join(chance.choices(words, k=5)) for _ in range(60)]
    for text in texts:
        shares = [similarity(pairs(text), pairs(other)) for other in texts]
        best = sorted(shares, reverse=True)[:3]
        nearest = likest(texts, text)[:3]
        assert [shares[place] for place in nearest] == [share for share in best if share >= 0.5]


def test_the_equal_one_is_found_among_many_that_begin_alike():
    texts = [f"建立健全检察官业绩考核评价机制推动高质量发展第{n}号经验" for n in range(5000)]
    assert likest(texts, texts[4321])[0] == 4321
    assert likest(texts, texts[4321], sampled=2)[0] == 4321


def test_the_work_for_a_text_is_bounded_however_many_are_alike():
    texts = ["一模一样的标题"] * 5000
    assert len(likest(texts, "一模一样的标题")) == 8


def test_texts_are_compared_a_block_at_a_time():
    """The pairs of all of them at once took gigabytes."""
    index = SimilarTexts(["甲乙丙"], [0])
    asked = ["甲乙丙", "丁戊己"] * 10_001
    found = [len(similar) for similar in index.most_similar(asked, [0] * len(asked), 0.5)]
    assert found == [1, 0] * 10_001
