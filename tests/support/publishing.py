"""What a publisher sends from the page that lists what becomes public."""

from django.contrib.admin import site
from django.db.models import Model

from reforms.admin.publishing import confirmation


def confirming(*rows: Model) -> dict[str, str]:
    """The field that confirms the waiting cases of cases, batches or imports, as stored now."""
    stored = [type(row)._default_manager.get(pk=row.pk) for row in rows]
    waiting = [case for row in stored for case in site._registry[type(row)].waiting(row)]
    return {"checked": confirmation(waiting)}
