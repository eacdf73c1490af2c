"""Proper names across scripts: what they sound like, and which are translated instead."""
