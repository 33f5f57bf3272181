"""Erasure names every column and every file that can hold text: a new one fails here first."""

import re
from pathlib import Path

from django.apps import apps
from django.db import models

from benchmarks.databases import ROOT
from reforms.columns import BY_NAME, Column
from reforms.erasure.owners import DERIVED, STATES, owned_models, texts_of
from reforms.erasure.whole import KEPT

# Fields that hold no text of their own accord.
OTHER_FIELDS = (models.AutoField, models.IntegerField, models.BooleanField, models.DateField)
OTHER_FIELDS += (models.ForeignKey, models.UUIDField)

# Columns with text that no erasure cleans → why it need not.
LEFT = {
    "admin.LogEntry": "who did what to accounts of the desk",
    "auth.Permission": "names in the code",
    "auth.Group": "roles",
    "auth.User": "accounts of the desk",
    "contenttypes.ContentType": "names in the code",
    "sessions.Session": "messages that wait are dropped, the rest is keys and times",
    "otp_totp.TOTPDevice": "accounts of the desk",
    "otp_static.StaticDevice": "accounts of the desk",
    "otp_static.StaticToken": "accounts of the desk",
    "axes.AccessFailureLog": "stays empty: AXES_ENABLE_ACCESS_FAILURE_LOG",
    "axes.AccessAttempt": "failed logins, deleted after a day",
    "axes.AccessLog": "stays empty: AXES_DISABLE_ACCESS_LOG",
    "reforms.Batch": "slug kind issued_on released_on reported_on checked_on: codes and dates",
    "reforms.Theme": "slug: a code",
    "reforms.Case": (
        "title_by status withdrawal successor reference reference_key official_key date themes_by"
        " theme_key place_key: codes, dates, references"
    ),
    "reforms.ThemeAssignment": "basis: a code",
    "reforms.CreditedBody": "kind province level place_basis: codes",
    "reforms.FormerSlug": "slug: a code",
    "reforms.Erasure": "kind reference: says what was erased from, never what",
    "reforms.PendingCleaning": "store: a code",
    "reforms.Proposal": "status: a code",
    "reforms.Version": "subject reference action: codes, references",
    "reforms.BatchImport": "kind state sha256 encoding counts outcome: codes, digests, keys",
    "reforms.ImportRow": "choice status: codes",
}


def uncleaned() -> dict[str, list[str]]:
    """Model → its fields that can hold text and that no erasure cleans."""
    cleaned = {*owned_models(), *STATES}
    fields = {
        model._meta.label: [
            field.name
            for field in model._meta.fields
            if not isinstance(field, OTHER_FIELDS)
            and not (model in cleaned and field.name in texts_of(model))
        ]
        for model in apps.get_models(include_auto_created=True)
        if model not in DERIVED
    }
    return {label: names for label, names in fields.items() if names}


def test_every_column_with_text_is_cleaned_or_has_its_reason():
    """A table of an app of others is named as a whole, of ours with its fields."""
    for label, names in uncleaned().items():
        assert label in LEFT, f"does {label} hold text of cases? see reforms/erasure/owners.py"
        if label.startswith("reforms."):
            assert LEFT[label].partition(":")[0].split() == names, label
    assert uncleaned().keys() == LEFT.keys()


def test_a_whole_text_takes_these_columns_and_keeps_the_others():
    """A new column goes with the text unless KEPT in reforms/erasure/whole.py names it."""
    assert sorted(BY_NAME.keys() - KEPT) == [
        "body",
        "keywords",
        "official_no",
        "subtitle",
        "summary",
        "summary_en",
        "theme_passages",
        "title",
        "title_en",
    ]
    assert [name for name in sorted(KEPT & BY_NAME.keys()) if holds_text(BY_NAME[name])] == [
        "batch",
        "batch_title",
        "bodies",
        "body_codes",
        "body_names",
        "issuers",
        "notice_title",
        "reference",
        "source_name",
        "theme_names",
        "theme_schemes",
        "themes",
    ]


def holds_text(column: Column) -> bool:
    return column.kind == "text" and not column.codes


# Below var/ → what an erasure does with it.
FOLDERS = {
    "local.env": "settings",
    "static": "the code's",
    "styles": "the code's",
    "limited.lock": "empty",
    "snapshots": "files with it are deleted in the transaction",
    "casebook.sqlite3": "the database: rewritten, see cleaning.py",
    "search": "the index: made anew by the thread that keeps it current",
    "cleaning": "empty: a lock",
    "backups": "of before the erasure: named as unfinished, deleted after the next backup",
}


def test_every_folder_of_files_is_named():
    sources = [path for folder in ("casebook", "reforms") for path in (ROOT / folder).rglob("*.py")]
    names = {
        name
        for path in sources
        for name in re.findall(r'VAR_DIR\s*/\s*"([^"]+)"', Path(path).read_text(encoding="utf-8"))
    }
    assert names == FOLDERS.keys()
