"""A refusal as PTB raises it."""

import re

import pytest
from telegram.error import BadRequest


def refuses(words):
    """Expect a bad request that says these words; PTB changes their capitals."""
    return pytest.raises(BadRequest, match=f"(?i){re.escape(words)}")
