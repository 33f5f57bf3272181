"""Makes Desk the site's admin, and registers its accounts."""

from django.contrib.admin import site
from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "casebook.admin_site.Desk"

    def ready(self) -> None:
        super().ready()
        from . import accounts  # models are loaded only now

        accounts.register(site)
