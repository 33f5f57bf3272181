"""What became of some cases, batches and themes after their publication."""

from django.contrib.auth.models import User

from reforms import erasure, history
from reforms.history import Edit
from reforms.models import Batch, Case, Theme, Version
from reforms.vocabulary import Withdrawal

SECRET = "张某某住在幸福路十七号"


def edit(cases: list[Case], people: dict[str, User]) -> None:
    """Do one of everything; each case is changed by one step only, so that its page stays plain."""
    by = people["publisher"]
    change_often(cases[3], by)
    change_and_return(cases[4], by)
    change_bodies_and_themes(cases[5], cases[6], by)
    withdraw(cases, by)
    erase(cases[30], cases[31], people["chief"])
    change_batches(by)
    change_themes(people["chief"])


def change_often(case: Case, by: User) -> None:
    for number in range(1, 6):
        case.refresh_from_db()
        case.summary = f"第{number}次修改。{case.summary}"[:500]
        case.title = f"第{number}次改过的标题"
        case.title_en = f"A title changed {number} times" if number > 2 else ""
        history.save_case(case, Edit(by, f"第{number}次 <修改>", proof_age=0))


def change_and_return(case: Case, by: User) -> None:
    """Change a case and revert it to its first version."""
    case.refresh_from_db()
    case.title, case.body = "一时的标题", "一时的正文。"
    history.save_case(case, Edit(by, proof_age=0))
    first = history.versions_of(Version.Subject.CASE, case).first()
    history.revert(first, Edit(by, "恢复到最初", proof_age=0))


def change_bodies_and_themes(case: Case, other: Case, by: User) -> None:
    for row, slugs in ((case, ["political"]), (other, [])):
        row.refresh_from_db()
        bodies = [*row.bodies.all()]
        bodies[0].name, bodies[0].level = "江苏省南京市检察院", "municipal"
        themes = Theme.objects.filter(slug__in=slugs)
        history.save_case(row, Edit(by, proof_age=0), themes=themes, bodies=bodies)


def withdraw(cases: list[Case], by: User) -> None:
    """Withdraw a case for each reason; publish one of them again."""
    for place, reason in enumerate(Withdrawal.values, 10):
        follows = reason in ("merged", "superseded")
        successor = cases[20 + place].reference if follows else ""
        note = f"说明 <{reason}> & 更多" if place % 2 else ""
        history.withdraw([cases[place]], reason, Edit(by, note, proof_age=0), successor=successor)
    history.withdraw([cases[15]], Withdrawal.CATALOGUE, Edit(by, "误撤", proof_age=0))
    history.publish([cases[15]], Edit(by, "重新发布", proof_age=0))


def erase(case: Case, other: Case, by: User) -> None:
    """Erase a phrase of one case, which is in a snapshot too, and the whole text of another."""
    case.refresh_from_db()
    case.summary = f"{case.summary}{SECRET}。"
    history.save_case(case, Edit(by, proof_age=0))
    erasure.erase(case, erasure.checked_phrase(case, SECRET), Edit(by, proof_age=0))
    other.refresh_from_db()
    erasure.erase(other, None, Edit(by, proof_age=0))


def change_batches(by: User) -> None:
    batch = Batch.objects.get(slug="frozen-2")
    batch.title, batch.reported_on = f"{batch.title}（改）", "2025-11"
    history.save_batch(batch, Edit(by, "改名", proof_age=0))
    gone = Batch(slug="frozen-gone", title="要删除的批次", issuers="最高人民检察院")
    history.delete_batch(history.save_batch(gone, Edit(by, proof_age=0)), Edit(by, proof_age=0))


def change_themes(by: User) -> None:
    theme = Theme.objects.get(slug="hierarchical")
    theme.definition, theme.definition_en = "改过的释义 <b>。", "A definition that was changed."
    history.save_theme(theme, Edit(by, "释义", proof_age=0))
    empty = Theme(slug="empty", name="没有案例的主题", name_en="Theme without cases", position=9)
    history.save_theme(empty, Edit(by, proof_age=0))
    gone = Theme(slug="gone", name="要删除的主题", name_en="Theme to delete", position=10)
    history.delete_theme(history.save_theme(gone, Edit(by, proof_age=0)), Edit(by, proof_age=0))
