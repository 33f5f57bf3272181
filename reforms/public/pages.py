"""The home page and the pages about the site."""

from django.http import HttpRequest, HttpResponse

from ..models import Revision
from ..selection import Selection, counted_batches, facets, timeline
from .caching import page, public
from .themes import of_first_scheme, with_counts

NEWEST = 3


@public
def home(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The newest batches, the themes with their counts, the map."""
    counted = facets(Selection(), revision)
    batches_in_time = timeline(revision)
    context = {
        "total": counted.total,
        "facets": counted.facets,
        "themes": of_first_scheme(with_counts(counted.facets[0])),
        "batches": counted_batches(batches_in_time.moments[:NEWEST]),
        "years": batches_in_time.years,
    }
    return page(request, "home.html", revision, context)


@public
def about(request: HttpRequest, revision: Revision) -> HttpResponse:
    return page(request, "about.html", revision)


@public
def accessibility(request: HttpRequest, revision: Revision) -> HttpResponse:
    return page(request, "accessibility.html", revision)
