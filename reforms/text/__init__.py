"""Chinese text as people write it: lines, lists of values, numerals, dates, storable text.

Knows no table of the catalogue and no file format.
"""
