"""Align: pair the sentences of a text with those of its translation or source."""
