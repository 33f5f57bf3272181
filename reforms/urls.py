"""The public addresses; both languages have the same ones, English under /en/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.cases, name="cases"),
    path("cases.csv", views.cases_csv, name="cases_csv"),
    path("cases/<slug:reference>/", views.case, name="case"),
    path("batches/", views.batches, name="batches"),
    path("batches/<slug:slug>/", views.batch, name="batch"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("about/", views.about, name="about"),
]
