"""Routes, one file a subject; the surfaces of other services have a file each."""
