"""Translate: Arabic text in, English drafts out."""
