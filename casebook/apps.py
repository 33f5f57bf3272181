"""Makes Desk the site's admin, with pages of our own for accounts."""

from django.contrib.admin import site
from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "casebook.admin_site.Desk"

    def ready(self) -> None:
        super().ready()
        from reforms.admin import home  # models are loaded only now

        from . import account_guard, admin_site, proposal_mail

        account_guard.connect()
        proposal_mail.connect()
        admin_site.unregister_accounts(site)
        admin_site.desk().home_page = home.page
