"""What many athletes at once do to several processes on one PostgreSQL."""
