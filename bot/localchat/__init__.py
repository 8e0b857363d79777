"""The same bot without a Telegram account.

A server on the loopback address speaks the part of the Bot API that the bot
uses, and shows a chat page in the browser. `page_api` tells how tests can play
a person on it.
"""

from bot.localchat.server import LocalChat

__all__ = ["LocalChat"]
