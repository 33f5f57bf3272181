"""Cases with a name in them, and how it is erased."""

from reforms import erasure, history
from reforms.erasure import checked_phrase
from reforms.models import Case, Erasure
from tests.support import cast
from tests.support.uploads import applied, upload

# Two characters, so that they are one token of the search index; the first, which does occur in
# names, begins with a byte that no other begins with, so that no index page shortens the token.
NAME = "𬱟璐"


def erase(case: Case, phrase: str = "", **options) -> Erasure:
    """Erase a phrase, or without one the whole text."""
    what = checked_phrase(case, phrase) if phrase else None
    tombstone = erasure.erase(case, what, **options)
    assert "database" not in erasure.unfinished()
    return tombstone


def named_case(**fields) -> Case:
    """A public case that came by an import, with a name in its text, its former texts, its batch,
    and the records of imports."""
    batch = cast.batch(introduction=f"本批次由{NAME}整理。")
    rows = f"批次,标题,单位,摘要,正文\n{batch.slug},{NAME}办案,江苏检察机关,摘要提到{NAME}。,全文\n"
    applied(upload(rows))
    case = Case.objects.get()
    history.publish([case])
    case.title, case.body = "改过的标题", f"正文写到{NAME[0]}\n{NAME[1]}同志。"
    return history.save_case(case, history.Edit(note=f"隐去{NAME}"))
