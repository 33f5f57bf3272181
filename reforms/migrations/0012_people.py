from django.contrib.auth.management import create_permissions
from django.db import migrations

GAINS = {"管理员": {"view_user", "add_user", "change_user"}}


def extend(apps, _editor):
    """Let administrators manage the accounts of colleagues, on pages that make no superusers."""
    config = apps.get_app_config("auth")
    if not getattr(config, "models_module", None):
        config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    permissions = apps.get_model("auth", "Permission").objects
    groups = apps.get_model("auth", "Group").objects
    for name, codenames in GAINS.items():
        role, _ = groups.get_or_create(name=name)
        role.permissions.add(
            *permissions.filter(content_type__app_label="auth", codename__in=codenames)
        )


class Migration(migrations.Migration):
    """Accounts: administrators manage those of their colleagues."""

    dependencies = [("reforms", "0011_pending_cleaning")]

    operations = [migrations.RunPython(extend, migrations.RunPython.noop)]
