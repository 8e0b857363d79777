"""Clips are kept for as long as their people want."""

from datetime import timedelta
from types import SimpleNamespace

from bot import maintenance
from bot.handlers.retention import keep_for
from tests.bot.visits import add_clip, press, visit

PAGE = SimpleNamespace(message_id=5)


def kept(counter):
    squad = [one.id for one in counter.store.squad(1)]
    return {row.id for id in (1, 2, *squad) for row in counter.store.all_clips(id)}


async def test_what_is_older_goes_also_of_who_lives_on_their_phone(counter):
    now, store = counter.clock(), counter.store
    for number, days in enumerate((400, 100, 89, 1)):
        add_clip(store, f"c{number}", now - timedelta(days=days))
        store.finish(f"c{number}", "refused")
    ben = store.keep(1, "Ben")
    store.give("c1", ben.id)
    add_clip(store, "annas", now - timedelta(days=400), athlete=2)
    store.finish("annas", "refused")
    add_clip(store, "waits", now - timedelta(days=400))
    await maintenance.drop_old_clips(counter)
    assert len(kept(counter)) == 6, "for ever, as long as nothing is said"
    await press(counter, keep_for, "90", message=PAGE)
    assert "2 clips are older" in counter.outbox.edited[-1][2]
    await maintenance.drop_old_clips(counter)
    assert len(kept(counter)) == 6, "they were only asked"
    await press(counter, keep_for, "no", message=PAGE)
    assert counter.store.athlete(1).keep_days is None
    await press(counter, keep_for, "90:yes", message=PAGE)
    assert kept(counter) == {"c2", "c3", "annas", "waits"}
    counter.store.set_keep_days(2, 30)
    await maintenance.drop_old_clips(counter)
    assert kept(counter) == {"c2", "c3", "waits"}


async def test_who_has_nothing_older_or_keeps_for_longer_is_not_asked(counter):
    add_clip(counter.store, "c1", counter.clock() - timedelta(days=100))
    counter.store.finish("c1", "refused")
    await press(counter, keep_for, "365", message=PAGE)
    assert counter.store.athlete(1).keep_days == 365
    await press(counter, keep_for, "90", message=PAGE)
    assert "One clip is older" in counter.outbox.edited[-1][2]
    assert counter.store.athlete(1).keep_days == 365
    await press(counter, keep_for, "0", message=PAGE)
    assert counter.store.athlete(1).keep_days is None
    assert kept(counter) == {"c1"}


async def test_the_choice_is_shown_in_place_and_can_be_changed(counter):
    await keep_for(visit(counter, pressed="keep_for"))
    labels = [row[0].label for row in counter.outbox.sent[-1][1].buttons]
    assert labels == ["✓ For ever", "One year", "Three months", "30 days"]
    await keep_for(visit(counter, pressed="keep_for:30"))
    assert counter.store.athlete(1).keep_days == 30
    await keep_for(visit(counter, pressed="keep_for:0"))
    assert counter.store.athlete(1).keep_days is None
