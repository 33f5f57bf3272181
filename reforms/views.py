"""The public pages: request in, response out. No cookie, no script, no token."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from . import history
from .cards import cards, surroundings
from .databases import own_folders
from .facets import Facet, facets, page_of_keys, search_is_current, suggestions
from .filters import ORDER_NAMES, Selection, select
from .kept import kept
from .models import Batch, Case, Revision, Theme
from .public.head import citation
from .search import is_current, parse
from .timeline import rows, timeline
from .vocabulary import Status

PAGE_SIZE = 20
BATCHES_A_PAGE = 50
CASES_A_BATCH_PAGE = 50
NEWEST = 3
COMPARED = 5  # values of each facet where themes stand side by side


def etag(request: HttpRequest, *_args, **_options) -> str:
    """Digest of all that a public answer depends on: code, data, address, language."""
    request.revision = revision = Revision.current()
    parts = (settings.RELEASE, revision.dataset, revision.number, request.get_full_path())
    digest = hashlib.sha256("\n".join(map(str, (*parts, get_language()))).encode()).hexdigest()
    request.etag = f'W/"{digest[:32]}"'
    return request.etag


def public(view: Callable) -> Callable:
    """A page or file that any cache may keep and must ask about: a known ETag costs one query,
    and so does a page that this process has made already."""

    made = require_safe(condition(etag_func=etag)(kept(view)))

    @wraps(view)
    def answer(request: HttpRequest, *args, **options) -> HttpResponse:
        response = made(request, *args, **options)
        # With a 304 too: RFC 9110, section 15.4.5.
        patch_vary_headers(response, ["Accept-Encoding"])
        if revision := getattr(request, "revision", None):
            response.headers.setdefault("X-Revision", str(revision.number))
        return response

    return answer


@public
def home(request: HttpRequest) -> HttpResponse:
    total, facet_list = facets(Selection(), request.revision)
    batches_in_time = timeline(request.revision)
    context = {
        "total": total,
        "facets": facet_list,
        "themes": with_counts(facet_list[0]),
        "batches": rows(batches_in_time.moments[:NEWEST]),
        "years": batches_in_time.years,
    }
    return render(request, "home.html", context)


@public
def cases(request: HttpRequest) -> HttpResponse:
    asked = select(request.GET)
    total, facet_list = facets(asked, request.revision)
    paginator = Paginator(range(total), PAGE_SIZE)
    page = paginator.get_page(asked.page)
    selection = asked.changed(page=page.number)
    start = (page.number - 1) * PAGE_SIZE
    keys = page_of_keys(selection, request.revision, start, start + PAGE_SIZE)
    chosen = chips(selection, None if total else request.revision)
    return render(
        request,
        "cases.html",
        {
            "selection": selection,
            "total": total,
            "facets": facet_list,
            "cards": cards(keys, parse(selection.q).wanted),
            "page": page,
            "pages": page_links(paginator, page.number, selection),
            "chips": chosen,
            "ways_out": [chip for chip in chosen if chip["count"]],
            "orders": order_links(selection),
            "matches": match_links(selection),
            "downloads": downloads(selection),
            "asked_page": asked.page if asked.page > page.number else None,
            **searching(selection, request.revision),
        },
    )


def searching(selection: Selection, revision: Revision) -> dict:
    """What a page says of a text search; nothing where none was asked for."""
    if not selection.q:
        return {"suggestions": [], "nothing_to_search": False, "index_is_stale": False}
    return {
        "suggestions": suggestions(selection, revision),
        "nothing_to_search": not parse(selection.q),
        "index_is_stale": index_is_stale(selection, revision),
    }


def index_is_stale(selection: Selection, revision: Revision) -> bool:
    """Whether a text search may miss cases: a page of it says so."""
    return bool(selection.q) and not search_is_current(revision)


def page_links(paginator: Paginator, number: int, selection: Selection) -> list[dict]:
    """The numbered pages around the current one, with the first and the last; gaps are empty."""
    return [
        {"number": page, "query_string": selection.changed(page=page).query_string()}
        if isinstance(page, int)
        else {}
        for page in paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    ]


def chips(selection: Selection, revision: Revision | None) -> list[dict]:
    """What is chosen, each with the selection that is left when it goes.

    With a revision also how many cases that leaves, for a selection that has none.
    """
    left = [(label, selection.toggled(facet, value)) for facet, value, label in selection.labels]
    if selection.q:
        sort = "newest" if selection.sort == "relevance" else selection.sort
        left.insert(0, (_("“%s”") % selection.q, selection.changed(q="", sort=sort)))
    return [
        {
            "label": label,
            "query_string": rest.query_string(),
            "count": facets(rest, revision)[0] if revision else None,
        }
        for label, rest in left
    ]


def match_links(selection: Selection) -> list[dict]:
    """The two ways to read several themes."""
    names = {"any": _("符合任一主题"), "all": _("同时符合全部主题")}
    return [
        {
            "label": label,
            "chosen": selection.match == match,
            "query_string": selection.changed(match=match).query_string(),
        }
        for match, label in names.items()
    ]


def downloads(selection: Selection) -> list[dict]:
    """The files of a selection, those that most people want first."""
    wanted = {"excel": "1", "headings": "zh"}
    forms = [
        (_("CSV（Excel 打开）"), "cases_csv", wanted),
        (_("CSV（UTF-8）"), "cases_csv", {}),
        ("Excel", "cases_xlsx", {}),
        ("JSON", "cases_json", {}),
        ("JSON Lines", "cases_jsonl", {}),
        ("BibTeX", "cases_bib", {}),
        ("RIS", "cases_ris", {}),
        ("Atom", "cases_atom", {}),
    ]
    pairs = selection.changed().pairs()
    queries = [urlencode([*pairs, *options.items()]) for _label, _name, options in forms]
    return [
        {"label": label, "page": name, "query_string": f"?{query}" if query else ""}
        for (label, name, _options), query in zip(forms, queries, strict=True)
    ]


def order_links(selection: Selection) -> list[dict]:
    """The orders on offer; relevance only where there is a text to be relevant to."""
    return [
        {
            "label": label,
            "chosen": name == selection.sort,
            "query_string": selection.changed(sort=name).query_string(),
        }
        for name, label in ORDER_NAMES.items()
        if selection.q or name != "relevance"
    ]


@public
def case(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Case.objects.with_relations().filter(status__in=[Status.PUBLISHED, Status.WITHDRAWN]),
        reference=reference,
    )
    if not found.is_public:
        return render(request, "410.html", {"case": found}, status=410)
    return render(request, "case.html", case_context(found, request.revision))


def case_context(case: Case, revision: Revision) -> dict[str, Any]:
    """What the page of a case shows; how to cite it only where it is public."""
    context = {"case": case, **surroundings(case)}
    if case.is_public:
        context |= {
            "citation": citation(case, revision),
            "versions": history.public_versions(case),
        }
    return context


@public
def batches(request: HttpRequest) -> HttpResponse:
    """The batches by time, of all years or of those that the address names."""
    asked = select(request.GET)
    batches_in_time = timeline(request.revision)
    moments = batches_in_time.of(asked.year)
    paginator = Paginator(moments, BATCHES_A_PAGE)
    page = paginator.get_page(asked.page)
    selection = Selection(year=asked.year, page=page.number)
    context = {
        "selection": selection,
        "years": batches_in_time.years,
        "batches": rows(list(page.object_list)),
        "total": len(moments),
        "page": page,
        "pages": page_links(paginator, page.number, selection),
    }
    return render(request, "batches.html", context)


@public
def batch(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Batch.objects.published(), slug=slug)
    in_batch = Case.objects.published().filter(batch=found).values_list("pk", flat=True)
    paginator = Paginator(in_batch.order_by("number"), CASES_A_BATCH_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    selection = Selection(page=page.number)
    context = {
        "batch": found,
        "citation": citation(found, request.revision),
        "selection": selection,
        "cards": cards(page.object_list),
        "total": paginator.count,
        "page": page,
        "pages": page_links(paginator, page.number, selection),
    }
    return render(request, "batch.html", context)


@public
def themes(request: HttpRequest) -> HttpResponse:
    """The themes side by side: how many cases, where, when and at which level."""
    return render(request, "themes.html", {"themes": list(compared(request.revision))})


def compared(revision: Revision) -> Iterator[dict]:
    for theme in Theme.in_order():
        total, (_themes, *others) = facets(Selection(theme=(theme.slug,)), revision)
        yield {"theme": theme, "total": total, "parts": [part(facet) for facet in others]}


def part(facet: Facet) -> dict:
    """The values of a facet that say most of a theme: provinces by number, others as they are."""
    found = [option for option in facet.options if option.count]
    if facet.name == "province":
        found.sort(key=lambda option: -option.count)
    return {"facet": facet, "shown": found[:COMPARED], "others": len(found[COMPARED:])}


def with_counts(theme_facet: Facet) -> list[tuple[Theme, int]]:
    """Every theme with its number of cases."""
    themes = {theme.slug: theme for theme in Theme.in_order()}
    return [(themes[option.value], option.count) for option in theme_facet.options]


@public
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Theme, slug=slug)
    selection = Selection(theme=(found.slug,))
    total, facet_list = facets(selection, request.revision)
    newest = page_of_keys(selection, request.revision, 0, PAGE_SIZE)
    return render(
        request,
        "theme.html",
        {
            "theme": found,
            "total": total,
            "facets": facet_list[1:],
            "cards": cards(newest),
            "query_string": selection.query_string(),
        },
    )


@public
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")


def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; asks no database."""
    return plain_answer("ok", 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """Whether it can serve readers: 200, or 503 with what is wrong, one fault a line."""
    try:
        faults = [text for text, found in FAULTS.items() if found()]
    except DatabaseError as error:
        faults = [f"database: {error}"]
    return plain_answer("\n".join(faults) or "ok", 503 if faults else 200)


def has_unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def has_stale_index() -> bool:
    return not is_current(Case.objects.published())


def has_little_disk() -> bool:
    folders = [settings.BASE_DIR, *own_folders()]
    return min(shutil.disk_usage(one).free for one in folders) < settings.LEAST_DISK_MB << 20


FAULTS = {
    "migrations: not all are applied; run manage.py migrate": has_unapplied_migrations,
    "search index: missing or stale; run manage.py reindex": has_stale_index,
    "disk: hardly any room is left": has_little_disk,
}


def plain_answer(text: str, status: int) -> HttpResponse:
    response = HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token (Django's CSRF_FAILURE_VIEW)."""
    return render(request, "403.html", {"is_stale": True}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
