from django.db import migrations, models

from reforms.models.references import official_key


def fill(apps, _editor):
    cases = apps.get_model("reforms", "Case").objects
    rows = cases.select_related("batch").only("number", "official_no", "batch__slug")
    for case in rows.iterator(1000):
        key = official_key(case.batch, case.official_no, case.number)
        cases.filter(pk=case.pk).update(official_key=key)


class Migration(migrations.Migration):
    """The order by the issuer's own numbers."""

    dependencies = [("reforms", "0013_release_fields")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="official_key",
            field=models.CharField(default="", editable=False, max_length=160),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
