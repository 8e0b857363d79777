import pytest

from bot.chat.faults import Rejected, UnknownToken, Unreachable
from bot.chat.patience import A_WHILE, ALWAYS, FETCHING, ONCE, SOON, insist, pause_s


class Call:
    """Fails as it is told to, then works; keeps the numbers of its tries."""

    def __init__(self, *troubles):
        self.troubles, self.numbers = list(troubles), []

    async def __call__(self, number):
        self.numbers.append(number)
        if self.troubles:
            raise self.troubles.pop(0)
        return "done"


def away(times):
    return [Unreachable("502") for _ in range(times)]


async def test_pauses_grow_until_it_gets_through(pauses):
    call = Call(*away(9))
    assert await insist(call, ALWAYS) == "done"
    assert call.numbers == list(range(1, 11))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_telegram_is_given_the_time_it_asks_for(pauses):
    call = Call(Unreachable("429", wait_s=45), Unreachable("502"))
    assert await insist(call, SOON) == "done"
    assert pauses == [45, 2]


@pytest.mark.parametrize(
    ("chosen", "lasts_s"),
    [(ONCE, 0), (SOON, 7), (FETCHING, 15 * 60), (A_WHILE, 14 * 60)],
    ids=["once", "soon", "fetching", "a while"],
)
async def test_patience_lasts_as_long_as_it_says(pauses, chosen, lasts_s):
    call = Call(*away(2000))
    with pytest.raises(Unreachable):
        await insist(call, chosen)
    assert len(call.numbers) == chosen.tries
    assert lasts_s <= sum(pauses) < lasts_s + 60


@pytest.mark.parametrize(
    ("chosen", "most"), [(SOON, 3), (A_WHILE, 6)], ids=["soon", "a while"]
)
async def test_what_may_have_arrived_is_repeated_a_few_times_only(pauses, chosen, most):
    call = Call(*[Unreachable("timed out", doubtful=True) for _ in range(20)])
    with pytest.raises(Unreachable):
        await insist(call, chosen)
    assert len(call.numbers) == most


async def test_fetching_again_harms_nobody_however_it_failed(pauses):
    call = Call(*[Unreachable("reset", doubtful=True) for _ in range(20)])
    assert await insist(call, FETCHING) == "done"


def test_later_tries_are_put_off_for_longer():
    assert [pause_s(tries) for tries in (1, 2, 3, 7, 1500)] == [1, 2, 4, 60, 60]


async def test_what_is_refused_is_not_tried_again(pauses):
    call = Call(Rejected("no"))
    with pytest.raises(Rejected):
        await insist(call, ALWAYS)
    assert (call.numbers, pauses) == ([1], [])


async def test_what_is_fatal_here_is_not_waited_for(pauses):
    call = Call(Unreachable("down"), UnknownToken("Unauthorized"))
    with pytest.raises(UnknownToken):
        await insist(call, ALWAYS, fatal=UnknownToken)
    assert pauses == [1]
