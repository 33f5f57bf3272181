"""Recall is complete and hits are true: the oracle looks into every field of every case."""

import random
from itertools import zip_longest

import pytest
from django.db import transaction

from benchmarks.queries import QUERIES
from reforms import history, search
from reforms.models import Case, Revision
from reforms.selection import Selection, page_of_keys, total
from tests.support import cast

pytestmark = pytest.mark.slow

TEXT = """
检察 检察机关 检察官 检察院 人民检察院 监督 法律监督 案件 办案 办案责任 责任 司法责任制
监管责任 政治责任 层级责任 案件管理 质量 评查 质量评查 量化 评估 权力清单 检委会 员额 员额制
入额 遴选 退出 机制 改革 流程 监控 公益诉讼 生态环境 食品药品 未成年人 认罪认罚 从宽 羁押
必要性 审查 起诉 不起诉 听证 公开 控告 申诉 民事 行政 刑事 执行 社区矫正 巡回 大数据 模型
线索 协作 跨区域 川渝 南沙 天水 江苏 云南 黑龙江 天津 自贸区 知识产权 企业 合规 盗窃 诈骗
一体化 业绩 考核 督导 会议 报告 权责 清晰 明确 落实 完善 建立 的 和 在 对 了 为 等 2021年
第3号 12309 APP 5G ＡＩ 検察 檢察 機關 監督 臺灣 𠮷野 𪚥 é café naïve Ⅳ ①
"""
WORDS = TEXT.split()
MARKS = ("，", "。", "、", "", "", "", "“", "”", "\n", " ", "（", "）", "：")


def words(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(WORDS) + chance.choice(MARKS) for _ in range(length))


@pytest.fixture(scope="module")
def cases(django_db_setup, django_db_blocker):
    """120 cases with the folds of their fields; some are drafts, some have 20,000 characters."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = made_up(random.Random(2021))
        search.catch_up()
        yield [(case, [search.fold(text) for _name, text in case.texts()]) for case in made]
        transaction.set_rollback(True)


def made_up(chance: random.Random) -> list[Case]:
    batches = [
        cast.batch("b-1", topic="司法责任制综合配套改革", released_on="2020-03"),
        cast.batch("b-2", introduction=words(chance, 30)),
    ]
    made = [
        cast.draft(
            number,
            of=batches[number % 2],
            title=words(chance, 8),
            subtitle=words(chance, 3) if number % 5 == 0 else "",
            summary=words(chance, 30),
            body=words(chance, 7000 if number % 40 == 1 else 150),
            title_en="Reform of case quality review",
            keywords="、".join(chance.sample(WORDS, 3)),
            bodies=[chance.choice([cast.NANSHA, cast.JIANGSU, cast.YUNNAN])],
        )
        for number in range(1, 121)
    ]
    history.publish(made[:100])
    return made


def truth(query: search.Query, folds: list[str]) -> bool:
    def has(term: str) -> bool:
        return any(term in fold for fold in folds)

    return all(map(has, query.wanted)) and not any(map(has, query.unwanted))


# By their place in Case.texts(): title, subtitle, summary; all others come last.
TIERS = (1, 1, 2)


def tier(query: search.Query, folds: list[str]) -> int:
    """1 where the titles have every term, 2 where titles or summary have it, else 3."""
    in_order = list(zip_longest(TIERS, folds, fillvalue=3))
    return max((next(n for n, fold in in_order if t in fold) for t in query.wanted), default=3)


def test_it_knows_71_queries():
    assert len(QUERIES) == 71


@pytest.mark.django_db
@pytest.mark.parametrize("text", QUERIES)
def test_it_finds_all_and_nothing_else(cases, text):
    query = search.parse(text)
    expected = sorted(case.pk for case, folds in cases if truth(query, folds))
    finder = search.Finder(search.index_folder().reader(), Revision.current(), drafts=True)
    assert sorted(finder.find(query)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("text", QUERIES)
def test_the_index_alone_finds_all_public_and_nothing_else(cases, text):
    query = search.parse(text)
    expected = sorted(c.pk for c, folds in cases if c.is_public and truth(query, folds))
    finder = search.Finder(search.index_folder().reader(), Revision.current())
    assert finder.coverage.reader
    assert finder.coverage.is_complete
    assert sorted(finder.find(query)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("text", QUERIES)
def test_it_shows_public_finds_by_tier_then_newest(cases, text):
    query, selection = search.parse(text), Selection(q=text, sort="relevance")
    matches = [(c, folds) for c, folds in cases if c.is_public and truth(query, folds)]
    matches.sort(key=lambda match: match[0].reference_key)
    matches.sort(key=lambda match: match[0].date, reverse=True)
    matches.sort(key=lambda match: tier(query, match[1]))
    expected, revision = [case for case, _ in matches], Revision.current()
    assert total(selection, revision) == len(expected)
    assert page_of_keys(selection, revision, 0, 200) == [case.pk for case in expected]
