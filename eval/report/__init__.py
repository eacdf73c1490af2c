"""The report: a value, its JSON, and its page."""
