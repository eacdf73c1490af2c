"""The commands of `amana`, one module each."""
