"""Which database it is, folders written whole, and backups. Knows no page."""
