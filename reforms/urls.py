"""The public addresses; both languages have the same ones, English under /en/."""

from django.urls import path

from .downloads import cases as case_files
from .downloads import change_feed, changes, data_pages, files, snapshots, statistics, tables
from .exports import FORMATS, TABLES
from .public import advanced_search, batches, comparison, coverage, lists, pages, themes

urlpatterns = [
    path("", pages.home, name="home"),
    path("cases/", lists.cases, name="cases"),
    path("cases.json", files.cases_json, name="cases_json"),
    path("cases.facets.json", files.facets_json, name="facets_json"),
    path("cases.manifest.json", files.manifest, name="manifest"),
    *(
        path(f"cases.{suffix}", files.cases_file, {"suffix": suffix}, name=f"cases_{suffix}")
        for suffix in FORMATS
    ),
    path("cases/compare/", comparison.compare, name="compare"),  # no reference: it has no number
    path("cases/<slug:reference>/", case_files.case, name="case"),
    *(
        path(
            f"cases/<slug:reference>.{suffix}",
            case_files.case_file,
            {"suffix": suffix},
            name=f"case_{suffix}",
        )
        for suffix in case_files.SUFFIXES
    ),
    path("cases.<str:suffix>", files.unknown_format),
    path("cases/<slug:reference>.<str:suffix>", files.unknown_format),
    *(
        path(
            f"{name}.{suffix}",
            tables.table_file,
            {"name": name, "suffix": suffix},
            name=f"{name}_{suffix}",
        )
        for name in TABLES
        for suffix in tables.WRITERS
    ),
    path("search/", advanced_search.advanced_search, name="search"),
    path("batches/", batches.batches, name="batches"),
    path("batches/<slug:slug>/", batches.batch, name="batch"),
    path("themes/", themes.themes, name="themes"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("statistics/", statistics.statistics_page, name="statistics"),
    path("statistics/<slug:name>/", statistics.table_page, name="statistics_table"),
    path("statistics/<slug:name>.csv", statistics.statistics_csv, name="statistics_csv"),
    path("data/", data_pages.data_home, name="data"),
    path("data/recipes/", data_pages.recipes, name="recipes"),
    path("data/cite/", data_pages.cite, name="cite"),
    path("data/codebook.csv", data_pages.codebook_csv, name="codebook"),
    path("data/datapackage.json", data_pages.data_package_file, name="data_package"),
    path("data/openapi.json", data_pages.openapi_file, name="openapi"),
    path("data/catalog.jsonld", snapshots.catalog, name="data_catalog"),
    path("data/changes/", changes.changes, name="changes"),
    *(
        path(
            f"data/changes.{suffix}",
            changes.changes_file,
            {"suffix": suffix},
            name=f"changes_{suffix}",
        )
        for suffix in ("json", "csv")
    ),
    path("data/changes.atom", change_feed.changes_atom, name="changes_atom"),
    path("data/snapshots/", snapshots.snapshots, name="snapshots"),
    path("data/snapshots/<slug:name>/<str:file>", snapshots.snapshot_file, name="snapshot_file"),
    path("about/", pages.about, name="about"),
    path("about/coverage/", coverage.coverage, name="coverage"),
    path("about/subscribe/", pages.subscribe, name="subscribe"),
    path("about/accessibility/", pages.accessibility, name="accessibility"),
]
