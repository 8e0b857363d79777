"""The durable queue: the only package that knows its engine (DBOS)."""

from bot.jobs.queue import Jobs, State, reply_id

__all__ = ["Jobs", "State", "reply_id"]
