"""The addresses for programs: files, JSON, citations, changes, snapshots, statistics.

Request in, response out; exports does the work. Adds no condition to what is selected."""
