"""Chinese text as people write it: cleaning what enters, folding, lines, lists, numerals, dates.

Knows no table of the catalogue and no file format.
"""
