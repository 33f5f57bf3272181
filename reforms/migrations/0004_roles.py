from django.contrib.auth.management import create_permissions
from django.db import migrations

CATALOGUE = ("batch", "case", "creditedbody")
EDITOR = {
    *(f"{verb}_{model}" for verb in ("add", "change", "delete", "view") for model in CATALOGUE),
    "view_theme",
    *(f"{verb}_batchimport" for verb in ("add", "change", "view")),
}
PUBLISHER = EDITOR | {"publish_case", "withdraw_case", "undo_import"}
ADMINISTRATOR = PUBLISHER | {"add_theme", "change_theme", "delete_theme"}
# Accounts are for superusers: whoever may change accounts could make himself one.
ROLES = {"编辑": EDITOR, "发布": PUBLISHER, "管理员": ADMINISTRATOR}


def make(apps, _editor=None):
    """Make the three roles, or give those that are there what they lack."""
    # Django makes permissions after all migrations, for apps that have models; roles need them now.
    config = apps.get_app_config("reforms")
    if not getattr(config, "models_module", None):
        config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    permissions = apps.get_model("auth", "Permission").objects
    for name, codenames in ROLES.items():
        role, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        role.permissions.add(*permissions.filter(codename__in=codenames))


def remove(apps, _editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    """The roles of the editors' desk: editor, publisher, administrator."""

    dependencies = [
        ("reforms", "0003_imports"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make, remove)]
