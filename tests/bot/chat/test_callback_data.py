import pytest

from bot.chat.callback_data import ACTIONS, callback_data, read


@pytest.mark.parametrize("action", ACTIONS)
def test_what_a_button_says_is_read_again(action):
    assert read(callback_data(action)) == (action, "")
    assert read(callback_data(action, "tg-000000000001", 3)) == (
        action,
        "tg-000000000001:3",
    )


@pytest.mark.parametrize("data", ["v1:unheard:of", "v0:film", "v2:film", "", "rubbish"])
def test_what_is_not_known_is_no_action(data):
    assert read(data)[0] is None


def test_more_than_telegram_takes_is_an_error_of_ours():
    with pytest.raises(ValueError, match="64 bytes"):
        callback_data("tz", "x" * 60)
