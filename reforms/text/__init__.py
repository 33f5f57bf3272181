"""Chinese text as people write it: lines, lists of values, numerals, dates, what can be stored.

Knows no table of the catalogue and no file format.
"""
