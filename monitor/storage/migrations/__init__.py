"""The tables' history. A revision, once released, is never edited: ``versions/`` only grows."""

NEWEST = "0001"  # the revision that this program works with
