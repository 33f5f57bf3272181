"""The home page and the pages about the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ..selection import Selection, facets, rows, timeline
from .caching import public
from .themes import with_counts

NEWEST = 3


@public
def home(request: HttpRequest) -> HttpResponse:
    total, facet_list = facets(Selection(), request.revision)
    batches_in_time = timeline(request.revision)
    context = {
        "total": total,
        "facets": facet_list,
        "cases_address": reverse("cases"),
        "themes": with_counts(facet_list[0]),
        "batches": rows(batches_in_time.moments[:NEWEST]),
        "years": batches_in_time.years,
    }
    return render(request, "home.html", context)


@public
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")
