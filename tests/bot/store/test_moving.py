"""A history that grew goes from its file to PostgreSQL, whole and once."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from bot.store import Coach, Part, Store
from bot.store.moving import NotEmpty, move_history
from tests.bot.visits import add_clip

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TOM, ANA = 5_000_000_000, 2


@pytest.fixture
def filled(path):
    with closing(Store(path)) as store:
        for athlete in (TOM, ANA):
            store.meet(athlete)
        ben = store.keep(TOM, "Бен").id
        store.look_at(TOM, ben)
        store.share(ANA, "Ana", Coach(TOM, "Tom"))
        add_clip(store, "c1", NOON, athlete=ANA, message_id=7)
        store.finish("c1", "analysed", {"praise": "x", "note": "ünïcode"})
        store.keep_stills("c1", {"still_1.jpg": b"\0\xff"})
        store.keep_reply("c1", {"strip.jpg": Part(4, "digest")})
        store.comment("c1", TOM, "Tom", "good")
        add_clip(store, "c2", NOON, athlete=ANA, message_id=8)
    return path


def seen(store):
    return {
        "athletes": [store.athlete(id) for id in (TOM, ANA)],
        "squad": store.squad(TOM),
        "clips": store.all_clips(ANA),
        "stills": store.stills("c1"),
        "reply": store.reply("c1"),
        "comments": store.comments("c1"),
        "line": store.line(),
    }


def test_all_is_there_as_it_was_and_goes_on(filled, tables):
    address = tables()
    assert move_history(filled, address) == 3
    with closing(Store(filled)) as before, closing(Store(address)) as after:
        assert seen(after) == seen(before)
        assert after.comment("c1", TOM, "Tom", "and again")
        assert len(after.comments("c1")) == 2


def test_nothing_is_put_to_somebody_elses_history(filled, tables):
    address = tables()
    with closing(Store(address)) as store:
        store.meet(9)
        with pytest.raises(NotEmpty):
            move_history(filled, address)
        assert store.athlete(TOM) is None


def test_a_file_that_is_not_there_is_not_made(path, tables):
    with pytest.raises(FileNotFoundError):
        move_history(path, tables())
    assert not path.exists()
