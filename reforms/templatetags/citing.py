"""Tags that tell reference managers and machines what a page is about, and people how to cite."""

import re
from typing import Any

from django import template

from reforms.columns import BY_NAME, Column, values
from reforms.models import Batch, Case, Revision

from .. import citations, history
from .catalogue import chinese

register = template.Library()

HAN = re.compile("[\u2e80-\uffff]")
CITED = tuple(BY_NAME[name] for name in citations.CITED)


def work_of(subject: Case | Batch, revision: Revision | None) -> citations.Work:
    if isinstance(subject, Case):
        return citations.of_case(values(subject, CITED))
    return citations.of_batch(subject, revision or Revision.current())


@register.inclusion_tag("partials/citation_head.html")
def citation_head(subject: Case | Batch, revision: Revision | None = None) -> dict[str, Any]:
    """Highwire and Dublin Core tags and JSON-LD, for the head of a page."""
    work = work_of(subject, revision)
    return {
        "tags": citations.meta_tags(work),
        "linked_data": citations.script_safe(citations.report(work)),
        "case": subject if isinstance(subject, Case) else None,
    }


@register.inclusion_tag("partials/citation.html")
def citation(subject: Case | Batch, revision: Revision | None = None) -> dict[str, Any]:
    """How to cite a case or a batch, in every style."""
    work = work_of(subject, revision)
    return {
        "styles": [(style.label, style.write(work)) for style in citations.STYLES.values()],
        "case": subject if isinstance(subject, Case) else None,
        "work": work,
    }


@register.inclusion_tag("partials/case_versions.html")
def case_versions(case: Case) -> dict[str, Any]:
    """The versions of a case that the public saw."""
    return {"case": case, "versions": history.public_versions(case)}


@register.filter
def in_words(value: Any, column: Column | None = None) -> str:
    """A column's value as people read it; Chinese on an English page says that it is Chinese."""
    text = column.in_words(value) if column else str(value)
    return chinese(text) if HAN.search(text) else text
