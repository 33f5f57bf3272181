"""Tells who made a proposal by mail what became of it, where mail is set up.

The mail names the case by its reference alone: titles and texts may be erased later, mail cannot.
"""

from threading import Thread
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from reforms import history
from reforms.models import Proposal

from .mail import deliver


def connect() -> None:
    history.proposal_decided.connect(tell_author, dispatch_uid="casebook.proposal_mail")


def tell_author(proposal: Proposal, **_signal: Any) -> None:
    """Mail the author, unless they decided it themselves or have left."""
    author = proposal.by
    is_own = proposal.decided_by_id == proposal.by_id
    if settings.HAS_MAIL and author and author.is_active and author.email and not is_own:
        subject = _("您的修改提议%s") % proposal.get_status_display()
        Thread(target=deliver, args=[subject, text_of(proposal), author.email], daemon=True).start()


def text_of(proposal: Proposal) -> str:
    """What the mail says."""
    page = reverse("admin:reforms_proposal_change", args=[proposal.pk])
    context = {
        "name": history.name_of(proposal.by),
        "reference": proposal.case.reference,
        "status": proposal.get_status_display(),
        "actor": history.name_of(proposal.decided_by) if proposal.decided_by else "",
        "word": proposal.word,
        "link": f"{settings.SITE_URL}{page}",
    }
    return render_to_string("admin/people/proposal.txt", context)
