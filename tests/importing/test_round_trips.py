"""Files that the site exports come back unchanged."""

import csv
import io
import sys
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reforms import exports, history
from reforms.exports.excel import workbook
from reforms.models import Case
from reforms.storage.databases import key_array
from reforms.text.cleaning import clean, clean_line
from tests.support import cast
from tests.support.uploads import applied, rows_of, statuses, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


def nasty() -> Case:
    return cast.case(
        1,
        title="'=1+1，含“引号”,逗号;分号",
        summary="第一行\n=SUM(A1)\r\n第三行",
        keywords="甲;乙",
        bodies=(cast.CHONGQING, cast.SICHUAN),
        themes=("political", "supervisory"),
        source_name="-来源",
    )


UNGIVEN = ("Cc", "Cn", "Co", "Cs")  # controls, unassigned, private use, surrogates
FORMS = {
    "plain": lambda export: exports.write_csv(export),
    "xlsx": lambda export: workbook.write_xlsx(export),
    "jsonl": lambda export: exports.write_jsonl(export),
}


@pytest.mark.parametrize("form", [*FORMS, "excel", "chinese"])
def test_our_own_files_go_round_unchanged(form):
    nasty()
    cast.case(2, bodies=(("军事检察院", "military", "", ""),), title="=cmd")
    export = exports.Export(
        key_array(Case.objects.published()),
        chinese=form == "chinese",
        excel=form in ("excel", "chinese"),
    )
    raw = b"".join(FORMS.get(form, exports.write_csv)(export))
    batch_import = upload(raw)
    assert statuses(batch_import) == ["same", "same"], [
        row.changes for row in rows_of(batch_import)
    ]
    assert [plan["changes"] for plan in batch_import.facts["plans"]] == [[]]


def test_a_guarded_cell_comes_back_as_it_was():
    nasty()
    export = exports.Export(key_array(Case.objects.published()), excel=True)
    text = b"".join(exports.write_csv(export)).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert row["title"].startswith("''=")
    row["title"] = "'=2+2"
    file = io.StringIO()
    writer = csv.DictWriter(file, row)
    writer.writeheader()
    writer.writerow(row)
    applied(upload(file.getvalue().encode("utf-8-sig")))
    assert Case.objects.get().title == "=2+2"


@pytest.mark.parametrize("words", ["_x005F_", "_x000D_", "_x0041_", "一行\n二行"])
def test_words_that_look_escaped_come_back_from_our_workbook(words):
    cast.case(1, title=f"甲{words.splitlines()[0]}乙", summary=f"含{words}的摘要")
    raw = b"".join(workbook.write_xlsx(exports.Export(key_array(Case.objects.published()))))
    assert statuses(upload(raw)) == ["same"]


def titles_of_every_block() -> list[str]:
    """Three characters of every 128, in titles of thirty such runs."""
    runs = []
    for start in range(0, sys.maxunicode, 128):
        block = map(chr, range(start, start + 128))
        given = [each for each in block if unicodedata.category(each) not in UNGIVEN]
        if given:
            runs.append(f"{len(runs)}" + "".join(given[:: len(given) // 3 or 1][:3]))
    return ["检" + " ".join(runs[start : start + 30]) for start in range(0, len(runs), 30)]


@pytest.mark.slow
def test_text_of_every_block_is_stored_as_cleaned_and_comes_back_from_every_file():
    cast.batch()
    titles = titles_of_every_block()
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["批次", "标题", "单位", "摘要"])
    writer.writerows(
        ["spp-reform-2", title, "江苏检察机关", f"{title}\r\n{title}"] for title in titles
    )
    batch_import = upload(file.getvalue())
    assert statuses(batch_import) == ["new"] * len(titles), [
        row.messages for row in rows_of(batch_import)
    ]
    applied(batch_import)
    cases = Case.objects.order_by("number")
    assert [case.title for case in cases] == [clean_line(title) for title in titles]
    assert cases[0].summary == clean(f"{titles[0]}\n{titles[0]}")
    for form, write in FORMS.items():
        raw = b"".join(write(exports.Export(key_array(cases))))
        assert statuses(upload(raw)) == ["same"] * len(titles), form


PRINTABLE = st.text(st.characters(exclude_categories=UNGIVEN), max_size=60)


@pytest.mark.slow
class AnyTextComesBack(TestCase):
    """Property: what is stored, once cleaned, is exported and imported without a change."""

    @classmethod
    def setUpTestData(cls):
        cls.key = cast.draft().pk

    @settings(max_examples=10)
    @given(title=PRINTABLE, summary=PRINTABLE)
    def test_from_every_file(self, title, summary):
        case = Case.objects.get(pk=self.key)
        case.title, case.summary = title, summary
        try:
            history.save_case(case)
        except ValidationError:
            assume(False)  # nothing that can be seen, or what only a person can decide
        assert (case.title, case.summary) == (clean_line(title), clean(summary))
        for form, write in FORMS.items():
            raw = b"".join(write(exports.Export(key_array(Case.objects.all()))))
            assert statuses(upload(raw)) == ["same"], form
