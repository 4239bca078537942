"""What the regulator published: bytes in, values out. Pure: no network, no clock, nothing of the other packages.

The registry of formats is :data:`parsers.formats.FORMATS`; :func:`parsers.formats.read_file` reads any published file.
It is not imported here, so that a value type (``parsers.model``) does not load every reader.
"""
