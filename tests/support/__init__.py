"""Tools for working on the project that are no tests themselves."""
