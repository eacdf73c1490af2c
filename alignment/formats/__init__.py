"""Files of alignments, one module a format."""
