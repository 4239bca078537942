"""The Inspur story, end to end on one machine: a bundled source on loopback, real polling, real alerts."""
