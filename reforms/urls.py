"""The public addresses; both languages have the same ones, English under /en/."""

from django.urls import path

from . import data_views, views
from .exports import FORMATS

urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.cases, name="cases"),
    path("cases.json", data_views.cases_json, name="cases_json"),
    path("cases.manifest.json", data_views.manifest, name="manifest"),
    *(
        path(f"cases.{suffix}", data_views.cases_file, {"suffix": suffix}, name=f"cases_{suffix}")
        for suffix in FORMATS
    ),
    path("cases/<slug:reference>/", data_views.case, name="case"),
    *(
        path(
            f"cases/<slug:reference>.{suffix}",
            data_views.case_file,
            {"suffix": suffix},
            name=f"case_{suffix}",
        )
        for suffix in ("json", "bib", "ris", "csl.json")
    ),
    path("cases.<str:suffix>", data_views.unknown_format),
    path("cases/<slug:reference>.<str:suffix>", data_views.unknown_format),
    path("batches/", views.batches, name="batches"),
    path("batches/<slug:slug>/", views.batch, name="batch"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("statistics/", data_views.statistics_page, name="statistics"),
    path("statistics/<slug:name>.csv", data_views.statistics_csv, name="statistics_csv"),
    path("data/", data_views.data_home, name="data"),
    path("data/cite/", data_views.cite, name="cite"),
    path("data/codebook.csv", data_views.codebook_csv, name="codebook"),
    path("data/datapackage.json", data_views.data_package, name="data_package"),
    path("data/openapi.json", data_views.openapi, name="openapi"),
    path("data/changes/", data_views.changes, name="changes"),
    *(
        path(
            f"data/changes.{suffix}",
            data_views.changes_file,
            {"suffix": suffix},
            name=f"changes_{suffix}",
        )
        for suffix in ("json", "csv")
    ),
    path("data/snapshots/", data_views.snapshots, name="snapshots"),
    path("data/snapshots/<slug:name>/<str:file>", data_views.snapshot_file, name="snapshot_file"),
    path("about/", views.about, name="about"),
    path("about/accessibility/", views.accessibility, name="accessibility"),
]
