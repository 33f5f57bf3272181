"""The URLs of the site: the editors' desk, and the public pages in both languages."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from reforms.public import discovery, health, security_txt, sitemaps

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path(".well-known/security.txt", security_txt.security_txt),
    path("robots.txt", sitemaps.robots),
    path("opensearch.xml", discovery.open_search, name="open_search"),
    path("llms.txt", discovery.llms),
    *(path(name, discovery.icon, {"name": name}) for name in discovery.ICONS),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-batches-<int:number>.xml", sitemaps.batches, name="sitemap_batches"),
    path("sitemap-cases-<int:number>.xml", sitemaps.cases, name="sitemap_cases"),
    *i18n_patterns(path("", include("reforms.urls")), prefix_default_language=False),
]

handler400 = "reforms.public.errors.bad_request"
handler404 = "reforms.public.errors.not_found"
handler500 = "reforms.public.errors.server_error"
