"""python -m tests.support.erase CASE PHRASE SNAPSHOTS: erases, and says when it begins."""

import sys
from pathlib import Path

import django

django.setup()

from reforms import erasure  # noqa: E402  needs the settings
from reforms.erasure import snapshots  # noqa: E402
from reforms.models import Case  # noqa: E402

key, phrase, folder = sys.argv[1:]
snapshots.SNAPSHOTS = Path(folder)
case = Case.objects.get(pk=key)
print("begun", flush=True)
erasure.erase(case, erasure.checked_phrase(case, phrase))
