"""Makes Desk the site's admin, and registers its accounts."""

from django.contrib.admin import site
from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "casebook.admin_site.Desk"

    def ready(self) -> None:
        super().ready()
        from . import account_guard, accounts  # models are loaded only now

        account_guard.connect()
        accounts.register(site)
