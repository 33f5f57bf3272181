"""The cases that benchmarks run on are stored as history.py would have stored them."""

from collections import Counter

import pytest
from django.db import transaction

from benchmarks import __main__ as benchmarks
from benchmarks import measures, report, synthetic
from benchmarks.picture import picture
from reforms import history, models, search
from reforms.columns import values
from reforms.history import stored_lines
from reforms.models import Case, CaseText, CreditedBody, CsvLine, Revision, Version
from reforms.selection import Selection, facets

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TEXTS = ("title", "summary", "rest")
DERIVED = ("reference", "reference_key", "date", "year", "theme_key", "place_key", "status")


def stored(reference: str) -> dict:
    """All that is stored of a case, but for keys and times."""
    case = Case.objects.with_relations().get(reference=reference)
    written = ("number", "official_no", "title", "summary", "body", "keywords", *DERIVED)
    fields = [field.name for field in CreditedBody._meta.fields if field.name not in ("id", "case")]
    return {
        **{name: getattr(case, name) for name in written},
        "frozen": case.first_published_at is not None,
        "themes": [theme.slug for theme in case.themes.all()],
        "bodies": [tuple(getattr(body, name) for name in fields) for body in case.bodies.all()],
        "text": CaseText.objects.values_list(*TEXTS).get(case=case),
    }


def joint_case() -> int:
    """The first case of two provinces, counted from 0."""
    batch = synthetic.batch(0)
    made = (synthetic.synthetic(index, batch, []) for index in range(60))
    return next(index for index, item in enumerate(made) if len(item.bodies) == 2)


def test_it_stores_what_the_history_would():
    index = joint_case()
    with transaction.atomic():
        with models.recording():
            themes = synthetic.known_themes()
        batch = history.save_batch(synthetic.batch(0))
        case, chosen, bodies = synthetic.synthetic(index, batch, themes)
        case.status = "draft"
        history.publish([history.save_case(case, themes=chosen, bodies=bodies)])
        expected = stored(case.reference)
        transaction.set_rollback(True)
    synthetic.fill(60)
    assert stored(case.reference) == expected


def test_it_makes_the_same_cases_in_every_size():
    synthetic.fill(7)
    few = [stored(reference) for reference in references()]
    with models.recording():
        Case.objects.all().delete()
        synthetic.Batch.objects.all().delete()
    synthetic.fill(9)
    assert [stored(reference) for reference in references()[:7]] == few


def test_it_stores_the_lines_of_files():
    synthetic.fill(60)
    cases = Case.objects.with_relations()
    expected = {case.pk: stored_lines.csv_line(values(case)) for case in cases}
    assert dict(CsvLine.objects.values_list("pk", "text")) == expected


def references() -> list[str]:
    return list(Case.objects.values_list("reference", flat=True))


def test_it_raises_the_revision_once_and_writes_no_version():
    synthetic.fill(3)
    assert set(Case.objects.values_list("revision", flat=True)) == {1}
    assert Revision.current().number == 1
    assert not Version.objects.exists()


def test_it_makes_cases_that_searches_find():
    synthetic.fill(3)
    case = Case.objects.get(number=2)
    wanted = search.parse(case.title)
    assert case.pk in search.narrow(Case.objects.all(), wanted).values_list("pk", flat=True)


def test_it_gives_facets_something_to_count():
    synthetic.fill(60)
    total, counted = facets(Selection(), Revision.current())
    facet_counts = {
        facet.name: {o.value: o.count for o in facet.options if o.count} for facet in counted
    }
    cases = list(Case.objects.with_relations())
    assert total == 60
    assert facet_counts == {
        "theme": Counter(theme.slug for case in cases for theme in case.themes.all()),
        "province": Counter(
            place for case in cases for place in {b.province or "none" for b in case.bodies.all()}
        ),
        "level": Counter(level for case in cases for level in distinct(case, "level")),
        "year": Counter(str(case.batch.date)[:4] for case in cases),
    }


def distinct(case: Case, name: str) -> set[str]:
    return {value for body in case.bodies.all() if (value := getattr(body, name))}


def test_it_has_some_cases_of_two_provinces_and_some_of_two_themes():
    synthetic.fill(60)
    assert Case.objects.filter(place_key__contains=";").count() == 3
    assert Case.objects.filter(theme_key__contains=";").count() == 11


def test_it_asks_for_a_hundred_different_selections():
    assert len(set(measures.selections())) == 100
    assert measures.selections() == measures.selections()


def test_it_has_a_heading_for_every_measure():
    assert [*report.SECTIONS] == [*measures.MEASURES]


RUN = {
    "measure": "csv",
    "database": "SQLite 3",
    "size": 10_000,
    "release": "1",
    "machine": "2 cores",
    "date": "2026-11-23",
}


def test_it_marks_what_is_over_its_limit():
    rows = [{"first byte s, slowest": 0.2, "growth MB": 32.5}]
    assert report.report([RUN | {"rows": rows}]).endswith("| 10,000 | SQLite 3 | 0.20 | 32.5 ✗ |\n")


def test_it_writes_a_table():
    rows = [{"rows": 10000, "first byte s": 0.0123, "growth MB": 31.26}]
    assert report.report([RUN | {"rows": rows}]).endswith(
        "| cases | database | rows | first byte s | growth MB |\n"
        "| ---: | --- | ---: | ---: | ---: |\n"
        "| 10,000 | SQLite 3 | 10,000 | 0.01 | 31.3 |\n"
    )


def test_a_new_run_takes_the_place_of_the_same_in_an_earlier_one(monkeypatch, tmp_path):
    monkeypatch.setattr(benchmarks, "RESULTS", tmp_path)
    monkeypatch.setattr(benchmarks, "KEPT", tmp_path / "latest.json")
    facts = {"size": 10, "release": "1", "machine": "2 cores", "date": "2026-11-23"}
    for database, value in (("SQLite 3", 1), ("PostgreSQL 15", 2), ("SQLite 4", 3)):
        rows = {"known": [{"answer": "200", "median ms": value}]}
        benchmarks.keep(facts | {"database": database, "rows": rows})
    table = (tmp_path / "latest.md").read_text()
    assert table.count("| 10 |") == 2
    assert "| 10 | SQLite 4 | 200 | 3 |" in table


def test_it_draws_a_line_for_each_database():
    rows = [{"page": "three filters, all different", "median ms": 20.0}]
    runs = [RUN | {"measure": "list", "rows": rows, "size": size} for size in (1000, 10_000)]
    drawn = picture(runs)
    assert drawn.count("<polyline") == 1
    assert "list, three filters, SQLite" in drawn
