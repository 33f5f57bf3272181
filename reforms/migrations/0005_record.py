import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


# Which role gets what this migration brings.
GAINS = {
    "编辑": ("view_erasure",),
    "发布": ("view_erasure",),
    "管理员": ("view_erasure", "erase_case"),
}


def extend(apps, _editor):
    """Give the roles the permissions of this migration; Django makes these after it, too late."""
    config = apps.get_app_config("reforms")
    if not getattr(config, "models_module", None):
        config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    permissions = apps.get_model("auth", "Permission").objects
    groups = apps.get_model("auth", "Group").objects
    for name, codenames in GAINS.items():
        role, _ = groups.get_or_create(name=name)
        role.permissions.add(*permissions.filter(codename__in=codenames))


class Migration(migrations.Migration):
    """Ways back, and erasure with its tombstones."""

    dependencies = [
        ("reforms", "0004_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="case",
            options={
                "ordering": ["reference_key"],
                "permissions": [
                    ("publish_case", "Can publish cases and change public ones"),
                    ("withdraw_case", "Can withdraw public cases"),
                    ("erase_case", "Can erase texts and phrases for good"),
                ],
                "verbose_name": "案例",
                "verbose_name_plural": "案例",
            },
        ),
        migrations.AlterField(
            model_name="version",
            name="action",
            field=models.CharField(
                choices=[
                    ("created", "新建"),
                    ("changed", "修改"),
                    ("published", "发布"),
                    ("withdrawn", "撤下"),
                    ("deleted", "删除"),
                    ("reverted", "恢复"),
                    ("erased", "抹除"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("whole", "抹除全文"), ("phrase", "抹除词句")],
                        max_length=10,
                        verbose_name="范围",
                    ),
                ),
                ("subject_id", models.PositiveBigIntegerField()),
                ("reference", models.CharField(max_length=80, verbose_name="编号")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="管理员",
                    ),
                ),
            ],
            options={
                "verbose_name": "抹除记录",
                "verbose_name_plural": "抹除记录",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="version",
            name="erasure",
            field=models.ForeignKey(
                help_text="the last erasure that took something away from this state, or wrote it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reforms.erasure",
            ),
        ),
        migrations.RunPython(extend, migrations.RunPython.noop),
    ]
