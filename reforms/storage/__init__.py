"""Differences between the databases, folders written atomically, and backups. Knows no page
and nothing of what a case says."""
