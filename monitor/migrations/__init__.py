"""The tables' history. A revision, once released, is never edited: ``versions/`` only grows."""
