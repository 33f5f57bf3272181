"""The form of a case as an editor sends it, and the addresses of its pages."""

import re

from django.test import Client
from django.urls import reverse

from reforms.models import Batch, Case, Version


def case_form(batch: Batch, bodies: list[dict], themes=(), **fields) -> dict:
    """`themes` are the keys of new themes, each assigned by the editors."""
    form = {
        "batch": batch.pk,
        "number": 1,
        "title": "两地协作机制",
        "title_by": "issuer",
        "summary": "两地检察院共建协作机制。",
        "bodies-TOTAL_FORMS": len(bodies),
        "bodies-INITIAL_FORMS": sum("id" in body for body in bodies),
        "assignments-TOTAL_FORMS": len(themes),
        "assignments-INITIAL_FORMS": 0,
        "opened_on": getattr(Version.objects.last(), "pk", ""),
        **fields,
    }
    for index, theme in enumerate(themes):
        form |= {f"assignments-{index}-theme": theme, f"assignments-{index}-basis": "catalogue"}
    for index, body in enumerate(bodies):
        defaults = {"kind": "procuratorate", "place_basis": "stated", "level": "provincial"}
        form |= {f"bodies-{index}-{name}": value for name, value in (defaults | body).items()}
    return form


def case_page(case: Case, name: str = "change") -> str:
    return reverse(f"admin:reforms_case_{name}", args=[case.pk])


def version_page(row, number: int) -> str:
    """The address of a version of a row, counted from its first."""
    name = row._meta.model_name
    version = Version.objects.filter(subject=name, subject_id=row.pk)[number]
    return reverse(f"admin:reforms_{name}_version", args=[row.pk, version.pk])


def form_of(case: Case, **fields) -> dict:
    """The form of a case as it is now, with what an editor types."""
    bodies = [
        {"id": body.pk, "case": case.pk, "name": body.name, "kind": body.kind}
        | {"province": body.province, "level": body.level}
        for body in case.bodies.all()
    ]
    typed = {"number": case.number, "title": case.title, "summary": case.summary}
    return case_form(case.batch, bodies, **typed | fields)


def confirmed(client: Client, address: str, form: dict) -> dict:
    """The form with the confirmation that its page asks for; as it is where it asks for none."""
    shown = client.post(address, form).content.decode()
    digest = re.search(r'name="confirmed" value="(\w{64})"', shown)
    return form | {"confirmed": digest[1]} if digest else form
