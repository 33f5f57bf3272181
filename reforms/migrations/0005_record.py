import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

import reforms.models

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
    """Ways back, erasure with its tombstones, and help beside every field."""

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
            model_name="batch",
            name="document_number",
            field=models.CharField(
                blank=True,
                default="",
                help_text="照录印发通知的文号；没有就留空。",
                max_length=100,
                validators=[reforms.models.validate_text],
                verbose_name="文号",
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="introduction",
            field=models.TextField(
                blank=True,
                default="",
                help_text="用自己的话写这一批的背景，一两段；没有就留空。",
                validators=[reforms.models.validate_text],
                verbose_name="简介",
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="introduction_en",
            field=models.TextField(
                blank=True,
                default="",
                help_text="本站译文。",
                validators=[reforms.models.validate_text],
                verbose_name="英文简介",
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="issued_on",
            field=models.CharField(
                blank=True,
                default="",
                help_text="印发通知的落款日期，如 2021、2021-07 或 2021-07-29；没有就留空。",
                max_length=10,
                validators=[reforms.models.validate_partial_date],
                verbose_name="印发日期",
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="released_on",
            field=models.CharField(
                blank=True,
                default="",
                help_text="发布机关公开发布的日期，如 2021、2021-07 或 2021-07-29；只写“近日”的留空，不要推测。",
                max_length=10,
                validators=[reforms.models.validate_partial_date],
                verbose_name="发布日期",
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="reported_on",
            field=models.CharField(
                blank=True,
                default="",
                help_text="媒体刊载的日期，如 2021、2021-07 或 2021-07-29；不知道就留空。",
                max_length=10,
                validators=[reforms.models.validate_partial_date],
                verbose_name="报道日期",
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="topic",
            field=models.CharField(
                blank=True,
                default="",
                help_text="本批案例共同的题目，如“规范司法办案”；没有就留空。",
                max_length=300,
                validators=[reforms.models.validate_text],
                verbose_name="主题",
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="topic_en",
            field=models.CharField(
                blank=True,
                default="",
                help_text="本站译文。",
                max_length=300,
                validators=[reforms.models.validate_text],
                verbose_name="英文主题",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="batch",
            field=models.ForeignKey(
                help_text="输入批次名称查找；首次发布后不能再改。",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="reforms.batch",
                verbose_name="批次",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="source_url",
            field=models.URLField(
                blank=True,
                default="",
                help_text="以 https:// 开头；与批次相同就留空。",
                max_length=500,
                verbose_name="来源网址",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="summary_en",
            field=models.TextField(
                blank=True,
                default="",
                help_text="与中文摘要内容相同；没有就留空。",
                validators=[reforms.models.validate_text],
                verbose_name="英文摘要",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="themes",
            field=models.ManyToManyField(
                blank=True,
                help_text="可以选几个；看不出来的不选。",
                related_name="cases",
                to="reforms.theme",
                verbose_name="责任主题",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="themes_by",
            field=models.CharField(
                choices=[("issuer", "发布机关"), ("catalogue", "本站编者")],
                default="issuer",
                help_text="发布稿写明归入哪个主题的，选“发布机关”；由我们判断的，选“本站编者”。",
                max_length=10,
                validators=[reforms.models.validate_text],
                verbose_name="主题归类出自",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="title",
            field=models.CharField(
                default="",
                help_text="照录发布稿；没有标题的由编者拟定，并在“标题出自”注明。",
                max_length=300,
                validators=[reforms.models.validate_text],
                verbose_name="标题",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="title_en",
            field=models.CharField(
                blank=True,
                default="",
                help_text="本站译名；没有就留空。",
                max_length=300,
                validators=[reforms.models.validate_text],
                verbose_name="英文标题",
            ),
        ),
        migrations.AlterField(
            model_name="creditedbody",
            name="kind",
            field=models.CharField(
                choices=[
                    ("procuratorate", "检察院"),
                    ("system", "检察机关"),
                    ("branch", "分院"),
                    ("dispatched", "派出院"),
                    ("railway", "铁路运输检察院"),
                    ("corps", "兵团检察院"),
                    ("military", "军事检察院"),
                    ("other", "其他单位"),
                ],
                default="procuratorate",
                help_text="“江苏检察机关”这样指全省系统的，选“检察机关”；不是检察院的，选“其他”。",
                max_length=15,
                validators=[reforms.models.validate_text],
                verbose_name="机构类型",
            ),
        ),
        migrations.AlterField(
            model_name="theme",
            name="definition",
            field=models.TextField(
                blank=True,
                default="",
                help_text="一两句话，显示在主题页上。",
                validators=[reforms.models.validate_text],
                verbose_name="释义",
            ),
        ),
        migrations.AlterField(
            model_name="theme",
            name="definition_en",
            field=models.TextField(
                blank=True,
                default="",
                help_text="本站译文，显示在英文主题页上。",
                validators=[reforms.models.validate_text],
                verbose_name="英文释义",
            ),
        ),
        migrations.AlterField(
            model_name="theme",
            name="name",
            field=models.CharField(
                default="",
                help_text="照录发布机关的叫法，如“监管责任”。",
                max_length=50,
                validators=[reforms.models.validate_name],
                verbose_name="名称",
            ),
        ),
        migrations.AlterField(
            model_name="theme",
            name="name_en",
            field=models.CharField(
                default="",
                help_text="本站译名。",
                max_length=80,
                validators=[reforms.models.validate_name],
                verbose_name="英文名称",
            ),
        ),
        migrations.AlterField(
            model_name="theme",
            name="position",
            field=models.PositiveSmallIntegerField(
                default=100, help_text="数字小的排在前面。", verbose_name="顺序"
            ),
        ),
        migrations.AlterField(
            model_name="theme",
            name="slug",
            field=models.SlugField(
                help_text="小写英文、数字和连字符，如 supervisory；有案例以后不能再改。",
                unique=True,
                verbose_name="网址名",
            ),
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
