"""Questions as people type them → words that cases may have."""

from collections import Counter

from reforms.search import questions
from reforms.search.thesaurus import synonyms, synonyms_of, table
from reforms.text.pinyin import pinyin

KNOWN = {"检察官", "考核", "甘肃", "听证", "捕诉一体"}


def test_it_keeps_known_words_and_drops_what_asks():
    assert questions.words("检察官怎么考核？", KNOWN) == ["检察官", "考核"]
    assert questions.words("甘肃有没有案例", KNOWN) == ["甘肃"]


def test_it_keeps_what_stands_between_known_words():
    assert questions.words("逮捕听证程序", KNOWN) == ["逮捕", "听证", "程序"]


def test_it_leaves_out_single_characters_beside_words_and_unwanted_terms():
    assert questions.words("在甘肃 -听证", KNOWN) == ["甘肃"]
    assert questions.words("在", KNOWN) == ["在"]


def test_it_drops_english_words_that_say_nothing():
    assert questions.words("How are prosecutors appraised", KNOWN) == ["prosecutors", "appraised"]


def test_it_reads_a_bounded_part_of_a_question():
    assert questions.words("一二三四五六七八九十" * 50, KNOWN) == ["一二三四五六七八九十" * 6]


def test_a_short_known_word_is_looked_for_whole_others_by_pairs_and_stems():
    assert questions.units("捕诉一体", KNOWN) == ["捕诉一体"]
    assert questions.units("捕诉合一", KNOWN) == ["捕诉", "诉合", "合一"]
    assert questions.units("appraised", KNOWN) == ["apprais"]


def test_parts_are_the_longest_pieces_that_a_text_has():
    assert list(questions.parts("社会危害性", "社会的危害性")) == ["社会", "危害性"]
    assert list(questions.parts("appraisal", "apprais")) == ["apprais"]


def test_every_writing_of_a_term_knows_the_others():
    assert synonyms()["捕诉合一"] == ("捕诉一体", "捕诉一体化")
    assert "羁押" in synonyms()["detain"]


def test_synonyms_are_those_of_a_word_in_the_language_of_its_reader():
    [prisons] = synonyms_of(["prisons"])
    assert "监狱" in prisons.writings
    [prison] = synonyms_of(["监狱"])
    assert "prison" not in prison.writings


def test_an_english_phrase_has_synonyms_of_its_own():
    phrases = list(synonyms_of(["big", "datas", "model"]))
    assert [(phrase.start, phrase.stop) for phrase in phrases] == [(0, 2)]
    assert "大数据" in phrases[0].writings


def test_no_writing_is_in_two_lines_of_the_table_but_by_design():
    writings = Counter(writing for line in table() for writing in line)
    assert [writing for writing, lines in writings.items() if lines > 1] == ["未成年人"]


def test_words_that_sound_alike_have_the_same_pinyin():
    assert pinyin("检查官") == pinyin("检察官") == "jianchaguan"
    assert pinyin("APP") == "APP"
