import logging

from bot.logs import Discreet


def line(message, *args, **kwargs):
    record = logging.LogRecord("bot", logging.INFO, "", 0, message, args, **kwargs)
    return Discreet(["12:secret", ""]).format(record)


def test_a_secret_is_hidden_in_messages_and_arguments():
    said = line("at %s", "http://host/bot12:secret/getMe", exc_info=None)
    assert said.endswith("bot: at http://host/bot<hidden>/getMe")


def test_a_secret_is_hidden_in_tracebacks():
    try:
        raise ValueError("no 12:secret here")
    except ValueError as error:
        said = line("failed", exc_info=(type(error), error, error.__traceback__))
    assert "ValueError: no <hidden> here" in said
    assert "12:secret" not in said.rsplit("ValueError", 1)[1]
