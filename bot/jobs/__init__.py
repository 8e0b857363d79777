"""The durable queue: the only package that knows its engine (DBOS)."""

from bot.jobs.ledger import State, reply_id
from bot.jobs.queue import Jobs

__all__ = ["Jobs", "State", "reply_id"]
