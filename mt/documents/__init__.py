"""Documents in, documents out: what is translated of a file, and how the drafts come back into it."""
