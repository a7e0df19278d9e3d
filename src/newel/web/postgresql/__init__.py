"""PostgreSQL with the promise of the embedded SQLite: one act at a time, from the start of its transaction."""
