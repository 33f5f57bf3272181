"""The home page and the pages about the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ..models import Revision
from ..selection import Selection, counted_batches, facets, page_of_keys, timeline
from .caching import page, public
from .cards import cards
from .themes import by_scheme, with_counts

NEWEST = 3  # cases of the newest batch


@public
def home(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The newest batches, the themes with their counts, the map."""
    counted = facets(Selection(), revision)
    batches_in_time = timeline(revision)
    newest = batches_in_time.moments[:1]
    in_newest = Selection(batch=tuple(moment.slug for moment in newest))
    context = {
        "total": counted.total,
        "facets": counted.facets,
        "schemes": by_scheme(with_counts(counted.facets[0]), lambda counted: counted[0]),
        "batches": counted_batches(newest),
        "cases": cards(page_of_keys(in_newest, revision, 0, NEWEST)),
        "years": batches_in_time.years,
    }
    return page(request, "home.html", revision, context)


@public
def about(request: HttpRequest, revision: Revision) -> HttpResponse:
    return page(request, "about.html", revision)


@public
def subscribe(request: HttpRequest, revision: Revision) -> HttpResponse:
    """How to hear of new cases."""
    address = f"{settings.SITE_URL}{reverse('cases_atom')}"
    return page(request, "subscribe.html", revision, {"address": address})


@public
def accessibility(request: HttpRequest, revision: Revision) -> HttpResponse:
    return page(request, "accessibility.html", revision)
