"""The command line and what it shares: the only package that knows arguments, terminal and environment."""
