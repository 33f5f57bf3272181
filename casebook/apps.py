"""Which admin site the editors' desk is."""

from django.contrib.admin import site
from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "casebook.desk.Desk"

    def ready(self) -> None:
        super().ready()
        from . import staff  # models are there only now

        staff.register(site)
