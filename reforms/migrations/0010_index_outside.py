from django.db import migrations, models


def drop_former_index(_apps, editor):
    """Drop the tables and functions of the index that stood in the database."""
    connection = editor.connection
    if connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS reforms_casegrams")
        editor.execute("DROP FUNCTION IF EXISTS reforms_grams(text)")
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%' "
                "AND (name GLOB 'reforms_casepairs*' OR name GLOB 'reforms_caseletters*')"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TABLE "{name}"')
    editor.execute("DROP TABLE IF EXISTS reforms_searchstamp")


class Migration(migrations.Migration):
    """The search index stands in a folder; the database keeps the folded texts."""

    dependencies = [("reforms", "0009_cases_of_a_batch")]

    operations = [
        migrations.RunPython(drop_former_index, migrations.RunPython.noop),
        migrations.AddField(
            model_name="casetext",
            name="made_with",
            field=models.CharField(default="", max_length=16),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(models.F("revision"), name="cases_changed_since"),
        ),
    ]
