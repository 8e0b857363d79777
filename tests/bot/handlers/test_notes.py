from analysis.serialization import to_json
from bot.handlers.clip import take_clip
from bot.handlers.notes import edited
from bot.store import About
from tests.bot.analyses import analysis
from tests.bot.incoming import film, message
from tests.bot.visits import visit


async def send(counter, number, caption=None, album=None):
    sent = message(number, document=film(), caption=caption, media_group_id=album)
    await take_clip(visit(counter, message=sent, update_id=number))


async def edit(counter, number, caption, album=None):
    sent = message(number, document=film(), caption=caption, media_group_id=album)
    await edited(visit(counter, message=sent, update_id=number + 50))


def notes(counter):
    return [row.note for row in counter.store.waiting(1)]


async def test_a_caption_is_the_clips_note_and_an_edited_one_the_next(counter):
    sent = message(document=film(), caption="spikes,  wet\n4th rep")
    await take_clip(visit(counter, message=sent, update_id=42))
    assert counter.store.clip("tg-000000000042").note == "spikes, wet 4th rep"
    assert counter.outbox.texts[0].startswith("📝 spikes, wet 4th rep\nGot it.")
    await edited(visit(counter, message=message(document=film(), caption="dry")))
    assert counter.store.clip("tg-000000000042").note == "dry"
    await edited(visit(counter, message=message(9, document=film(), caption="no clip")))
    assert counter.store.clip("tg-000000000042").note == "dry"


async def test_an_albums_caption_is_the_note_of_all_its_clips(counter):
    for number, caption in enumerate((None, "flats", None), 1):
        sent = message(number, document=film(), caption=caption, media_group_id="a")
        await take_clip(visit(counter, message=sent, update_id=number))
    await take_clip(visit(counter, message=message(8, document=film()), update_id=8))
    rows = counter.store.waiting(1)
    assert [row.note for row in rows] == ["flats", "flats", "flats", None]


async def test_a_caption_that_names_an_athlete_of_the_squad_makes_it_theirs(counter):
    counter.store.meet(1)
    ben = counter.store.keep(1, "Ben")
    sent = message(document=film(), caption="ben: spikes")
    await take_clip(visit(counter, message=sent, update_id=42))
    row = counter.store.clip("tg-000000000042")
    assert (row.athlete_id, row.chat_id, row.note) == (ben.id, 1, "spikes")
    assert counter.outbox.texts[0].startswith("👤 Ben · 📝 spikes\nGot it.")


async def test_an_albums_caption_says_whose_all_its_clips_are(counter):
    counter.store.meet(1)
    ben = counter.store.keep(1, "Ben")
    for number, caption in enumerate((None, "Ben", None), 1):
        await send(counter, number, caption, album="a")
    await send(counter, 4)
    rows = counter.store.waiting(1)
    assert [row.athlete_id for row in rows] == [ben.id, ben.id, ben.id, 1]


async def test_captions_of_their_own_stay_with_their_clips(counter):
    counter.store.meet(1)
    ana, ben = counter.store.keep(1, "Ana"), counter.store.keep(1, "Ben")
    for number, caption in enumerate(("Ana", "Ben: wet", None), 1):
        await send(counter, number, caption, album="a")
    rows = counter.store.waiting(1)
    assert [row.athlete_id for row in rows] == [ana.id, ben.id, ana.id]
    assert notes(counter) == [None, "wet", None]


async def test_an_edited_caption_of_an_album_counts_for_all_that_had_it(counter):
    for number, caption in enumerate(("flats", None, "spikes"), 1):
        await send(counter, number, caption, album="a")
    await edit(counter, 2, "flats, 2nd rep", album="a")
    assert notes(counter) == ["flats", "flats, 2nd rep", "spikes"]
    await edit(counter, 1, "wet", album="a")
    assert notes(counter) == ["wet", "flats, 2nd rep", "spikes"]
    await edit(counter, 1, "", album="a")
    assert notes(counter) == [None, "flats, 2nd rep", "spikes"]


async def test_an_edited_caption_may_name_the_athlete(counter):
    counter.store.meet(1)
    ben = counter.store.keep(1, "Ben")
    await send(counter, 1, "spikes")
    await edit(counter, 1, "Ben: spikes")
    row = counter.store.clip("tg-000000000001")
    assert (row.athlete_id, row.note) == (ben.id, "spikes")
    assert counter.outbox.reactions[-1] == (1, 1, "✍")


async def test_no_clip_is_given_to_who_waits_for_a_guardians_yes(counter):
    counter.store.meet(1)
    ben = counter.store.keep(1, "Ben")
    counter.store.set_about(ben.id, About(age_group="under_14"))
    await send(counter, 1, "spikes")
    await edit(counter, 1, "Ben: spikes")
    assert counter.store.clip("tg-000000000001").athlete_id == 1


async def test_an_edited_caption_is_put_into_the_reply_that_was_sent(counter):
    await send(counter, 1, "spikes")
    row = counter.store.clip("tg-000000000001")
    job, found = counter.job_of(row), to_json(analysis())
    await counter.delivery.deliver(job, {"analysis": found, "failure": None})
    assert counter.outbox.texts[-1].startswith("📝 <i>spikes</i>")
    await edit(counter, 1, "flats")
    assert counter.outbox.edited[-1][2].startswith("📝 <i>flats</i>")
    assert len(counter.outbox.sent) == 2


async def test_a_clip_that_is_looked_at_keeps_its_note_in_sight(counter):
    await send(counter, 1, "spikes")
    counter.board.told("tg-000000000001", "drawing", 0.0)
    await edit(counter, 1, "flats")
    live = counter.board._live["tg-000000000001"]
    assert counter.board._text(live) == "📝 flats\nDrawing the pictures"
