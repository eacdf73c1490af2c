"""What outlives a process: keys, usage, glossaries and jobs, in SQLite or PostgreSQL."""
