"""Where everything hangs: the editors' desk, and the public pages in both languages."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from reforms import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    *i18n_patterns(path("", include("reforms.urls")), prefix_default_language=False),
]

handler400 = "reforms.views.bad_request"
handler404 = "reforms.views.not_found"
handler500 = "reforms.views.server_error"
