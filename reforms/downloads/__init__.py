"""The researchers' desk: files, JSON, citations, changes, snapshots, statistics.

Request in, response out; exports does the work."""
