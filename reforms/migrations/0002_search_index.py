from django.db import migrations

from reforms.search import indexing


class Migration(migrations.Migration):
    """The search index: tables that no model describes, each database with its own."""

    dependencies = [("reforms", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda _apps, _editor: indexing.create(), lambda _apps, _editor: indexing.drop()
        ),
    ]
