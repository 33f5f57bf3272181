"""The batches and cases of the filled site, each a little different from the others."""

from django.contrib.auth.models import User

from benchmarks import synthetic
from reforms import history
from reforms.history import Edit
from reforms.models import Batch, Case, CreditedBody, Theme
from reforms.vocabulary import Status

from . import variations

# Cases of each batch: more than a page, about a page, and so many that their own list has pages.
SIZES = (62, *[12] * 6, *[2] * 50, 9, 3, 0)
DRAFTS = len(SIZES) - 2  # the batch whose cases are all drafts


def fill(people: dict[str, User]) -> list[Case]:
    """Store all batches with their cases; returns the cases in their order."""
    themes = [Theme.objects.get(slug=slug) for slug, *_names in synthetic.THEMES]
    cases: list[Case] = []
    for index, size in enumerate(SIZES):
        batch = store_batch(index, people["editor"])
        of_batch = [
            store_case(batch, len(cases) + number, number, themes, people["editor"])
            for number in range(1, size + 1)
        ]
        publish(index, of_batch, people)
        cases += of_batch
    return cases


def publish(index: int, cases: list[Case], people: dict[str, User]) -> None:
    """Publish a batch, but for its drafts; of the one before it the last are in review."""
    if index == DRAFTS:
        return
    waiting = cases[-3:] if index == DRAFTS - 1 else []
    if waiting:
        history.set_review_status(waiting, Status.IN_REVIEW, Edit(people["editor"], proof_age=0))
    ready = [case for case in cases if case not in waiting]
    history.publish(ready, Edit(people["publisher"], "整批发布" if index % 2 else "", proof_age=0))


def store_batch(index: int, by: User) -> Batch:
    batch = synthetic.batch(index)
    batch.slug = f"frozen-{index + 1}" if index % 4 else f"frozen-{index + 1}-of-year"
    batch.released_on = ""
    for name, value in dates(index).items():
        setattr(batch, name, value)
    if index % 3 == 0:
        variations.translate_batch(batch, index)
    if index == 5:
        variations.endanger_batch(batch)
    if index % 6 == 4:
        batch.ordinal, batch.series, batch.topic, batch.introduction = None, "", "", ""
    return history.save_batch(batch, Edit(by, proof_age=0))


def dates(index: int) -> dict[str, str]:
    """Dates of every basis, whole and partial, over many years."""
    year, month, day = 2026 - index % 17, index % 12 + 1, index % 28 + 1
    whole = f"{year}-{month:02}-{day:02}"
    kinds = (
        {"released_on": whole},
        {"issued_on": f"{year}-{month:02}"},
        {"reported_on": whole},
        {"released_on": f"{year}"},
        {"released_on": whole, "issued_on": f"{year}-{month:02}", "reported_on": whole},
    )
    return kinds[index % len(kinds)]


def store_case(batch: Batch, serial: int, number: int, themes: list[Theme], by: User) -> Case:
    made = synthetic.synthetic(serial, batch, themes)
    made.case.number, made.case.status = number, Status.DRAFT
    made = variations.vary(made, serial, themes)
    return history.save_case(
        made.case, Edit(by, "录入", proof_age=0), themes=made.themes, bodies=kept_apart(made.bodies)
    )


def kept_apart(bodies: list[CreditedBody]) -> list[CreditedBody]:
    """The bodies without the second of two that have the same name."""
    return list({body.name: body for body in bodies}.values())
