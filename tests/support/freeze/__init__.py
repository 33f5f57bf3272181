"""Renders a filled site to files, so that a refactoring can be proved to change nothing.

`fill` makes the site once, with the code of that day. `render` asks a copy of it for every
address of a list and writes each answer to a file; it uses nothing of the project but its
settings and its addresses. `compare` says where two such renderings differ.
"""
