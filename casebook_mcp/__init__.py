"""A casebook for assistants: a server of the Model Context Protocol over standard input and output.

It reads the public API of any site and changes nothing. Needs the package mcp, and nothing of the
site's own code.
"""
