"""Which admin site the editors' desk is."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "casebook.desk.Desk"
