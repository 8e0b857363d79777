"""The chat bot: everything that knows chat, SQLite, the queue or the time of day."""
