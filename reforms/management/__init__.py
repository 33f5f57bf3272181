"""The commands of manage.py for those who run a site: seed, reindex, snapshot, backup,
restore, compact.

Knows no request; the other packages do the work.
"""
