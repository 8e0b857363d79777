"""Blocks of text cut to what Telegram takes in one message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.messages import TEXT_LIMIT, Rows, Text

GAP = "\n\n"


def within(blocks: Sequence[str], gap: str = GAP, limit: int = TEXT_LIMIT) -> str:
    """As many blocks as fit, first ones first.

    Each block is whole HTML; one that does not fit is left out with all after it, so
    put the most important first. The first must fit.
    """
    return gap.join(blocks[: _fitting(blocks, gap, limit)])


def fitted(blocks: Sequence[str], buttons: Rows = ()) -> Text:
    """One message of as many blocks as fit, see :func:`within`."""
    return Text(within(blocks), buttons)


def pages(blocks: Sequence[str], buttons: Rows = ()) -> tuple[Text, ...]:
    """As many messages as the blocks need; buttons under the last."""
    left = list(blocks)
    texts = []
    while left:
        count = _fitting(left, GAP, TEXT_LIMIT)
        html = GAP.join(left[:count])
        left = left[count:]
        texts.append(Text(html, () if left else buttons))
    return tuple(texts)


def _fitting(blocks: Sequence[str], gap: str, limit: int) -> int:
    """How many blocks fit, at least one."""
    length = len(blocks[0])
    for count, block in enumerate(blocks[1:], start=1):
        length += len(gap) + len(block)
        if length > limit:
            return count
    return len(blocks)
