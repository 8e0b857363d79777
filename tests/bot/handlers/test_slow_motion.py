from bot.chat.faults import Rejected
from bot.chat.messages import Album
from bot.handlers.callbacks import ACTIONS
from bot.handlers.phase_detail import slow
from tests.bot.handlers.test_history import add
from tests.bot.visits import press


def pressed(counter, clip_id, athlete=1):
    return press(counter, slow, clip_id, athlete=athlete)


async def test_the_film_goes_again_by_its_id(counter):
    clip_id = add(counter, 1)
    counter.store.set_pictures(clip_id, {"slow.mp4": "id-film"})
    await pressed(counter, clip_id)
    ((chat, album),) = counter.outbox.sent
    (film,) = album.pictures
    assert (chat, film.name) == (1, "slow.mp4")
    assert film.caption.startswith("Your start in slow motion.")


async def test_a_clip_without_a_film_is_told(counter):
    await pressed(counter, add(counter, 1))
    assert counter.outbox.texts == [
        "There is no slow motion of this clip. "
        "Send the clip again and I&#x27;ll draw one."
    ]


async def test_a_film_telegram_has_forgotten_is_told(counter):
    counter.outbox.refuse(Album, Rejected("Wrong file identifier/HTTP URL specified"))
    clip_id = add(counter, 1)
    counter.store.set_pictures(clip_id, {"slow.mp4": "id-film"})
    await pressed(counter, clip_id)
    assert "no slow motion" in counter.outbox.texts[0]


async def test_somebody_elses_film_is_not_shown(counter):
    clip_id = add(counter, 1, athlete=2)
    counter.store.set_pictures(clip_id, {"slow.mp4": "id-film"})
    await pressed(counter, clip_id, athlete=1)
    assert not [m for _, m in counter.outbox.sent if isinstance(m, Album)]


def test_the_button_leads_here():
    assert ACTIONS["slow"] is slow
