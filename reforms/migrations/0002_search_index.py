from django.db import migrations


class Migration(migrations.Migration):
    """It made the tables of the former search index, which 0010 drops where they are."""

    dependencies = [("reforms", "0001_initial")]

    operations = []
