"""What the addresses need to know of the filled site, by plain SQL."""

import sqlite3
from pathlib import Path


class Facts:
    """Names and keys of rows that have something to show."""

    def __init__(self, database: sqlite3.Connection, snapshots: Path) -> None:
        self.database = database
        self.snapshots = sorted(path.name for path in snapshots.iterdir())
        self.snapshot_files = sorted(
            f"{path.parent.name}/{path.name}" for path in snapshots.glob("*/*")
        )
        self.revision = self.value("SELECT number FROM reforms_revision")
        self.themes = self.column("SELECT slug FROM reforms_theme ORDER BY position, slug")
        self.batches = self.column("SELECT slug FROM reforms_batch ORDER BY id")
        self.withdrawn = self.references("status = 'withdrawn'")
        self.drafts = self.references("status = 'draft'")
        self.in_review = self.references("status = 'in-review'")
        self.published = self.references("status = 'published'")

    def column(self, query: str, *values) -> list:
        return [row[0] for row in self.database.execute(query, values)]

    def value(self, query: str, *values):
        return self.column(query, *values)[0]

    def references(self, condition: str) -> list[str]:
        query = f"SELECT reference FROM reforms_case WHERE {condition} ORDER BY reference_key"
        return self.column(query)

    def case(self, reference: str) -> int:
        return self.value("SELECT id FROM reforms_case WHERE reference = ?", reference)

    def batch(self, slug: str) -> int:
        return self.value("SELECT id FROM reforms_batch WHERE slug = ?", slug)

    def theme(self, slug: str) -> int:
        return self.value("SELECT id FROM reforms_theme WHERE slug = ?", slug)

    def user(self, name: str) -> int:
        return self.value("SELECT id FROM auth_user WHERE username = ?", name)

    def versions(self, subject: str, key: int) -> list[int]:
        query = "SELECT id FROM reforms_version WHERE subject = ? AND subject_id = ? ORDER BY id"
        return self.column(query, subject, key)

    def revisions_of(self, reference: str) -> list[int]:
        """The revisions that changed a case, oldest first."""
        query = "SELECT revision FROM reforms_version WHERE subject = 'case' AND subject_id = ? "
        query += "AND revision IS NOT NULL ORDER BY id"
        return self.column(query, self.case(reference))

    def remarkable(self) -> list[str]:
        """References of public cases that differ in what their pages show."""
        marks = (
            "title LIKE '%<script>%'",
            "title LIKE '%Donau%'",
            "title = '=1+1'",
            "title LIKE '%\\alpha%'",
            "title LIKE '第%次改过%'",
            "body LIKE '%<附件>%'",
            "body = ''",
            "theme_key = ''",
            "theme_key LIKE '%;%;%'",
            "title_en <> '' AND summary_en = ''",
            "title_en <> '' AND summary_en <> ''",
            "title_by = 'catalogue'",
            "themes_by = 'catalogue'",
            "source_name <> ''",
            "official_no = ''",
            "keywords LIKE '%<i>%'",
            "place_key LIKE '%;%;%'",
            "place_key LIKE '%supreme%'",
            "place_key LIKE '%corps%' OR place_key LIKE ':%'",
            "reference LIKE 'upload-%'",
            "reference LIKE 'spp-reform-%'",
            "batch_id IN (SELECT id FROM reforms_batch WHERE ordinal IS NULL)",
        )
        matching = (self.references(f"status = 'published' AND ({mark})")[:1] for mark in marks)
        return list(dict.fromkeys(reference for references in matching for reference in references))
