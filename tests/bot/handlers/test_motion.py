"""The button In motion: two starts as a film, or kindly why not."""

from dataclasses import replace
from html import unescape

import numpy as np
import pytest

from analysis.scoring.comparison import compare
from analysis.visuals.motion import FILE, Moment, Motion, write_motion
from bot.chat.faults import Rejected
from bot.chat.messages import CAPTION_LIMIT, Album
from bot.handlers.callbacks import ACTIONS
from bot.handlers.comparison import motion, then
from bot.replies.comparison import motion_caption
from content.words import languages, load_words
from tests.bot.analyses import analysis
from tests.bot.handlers.test_comparison import add
from tests.bot.visits import press

UNKNOWN = replace(analysis(), clip=replace(analysis().clip, speed_factor=None))


def movement(lasts_s=0.2, names=("first_movement", "touchdown_1")):
    """A short one: a film of it is drawn in no time."""
    life_s = np.linspace(-0.1, lasts_s, 8)
    xy = np.linspace((-0.3, 0.1), (0.6, 1.6), 33) + np.zeros((8, 1, 1))
    xy[..., 0] += life_s[:, None]
    moments = {name: Moment(0.1 * n, 0.012) for n, name in enumerate(names)}
    return write_motion(Motion(life_s, xy, moments, "right", "right"))


def add_moving(counter, number, found=None, moved=None, **facts):
    clip_id = add(counter, number, found, **facts)
    kept = counter.store.stills(clip_id)
    counter.store.keep_stills(clip_id, kept | {FILE: moved or movement()})
    return clip_id


async def tap(counter, later, earlier, athlete=1):
    await press(counter, motion, f"{later}:{earlier}", athlete=athlete)
    return counter.outbox.sent[-1][1]


async def told(counter, later, earlier, athlete=1):
    return unescape((await tap(counter, later, earlier, athlete)).html)


async def test_two_starts_become_a_film(counter):
    first, second = add_moving(counter, 1), add_moving(counter, 2)
    album = await tap(counter, second, first)
    (film,) = album.pictures
    assert film.name == "motion.mp4"
    assert "Jul 2 above, Jul 3 below" in film.caption
    assert "can be off by about 0.02 s." in film.caption
    contents = counter.outbox.contents[-1]
    assert contents["motion.mp4"][4:8] == b"ftyp"
    assert contents["motion.jpg"][:2] == b"\xff\xd8"


async def test_the_picture_of_two_clips_leads_to_their_film(counter):
    first, _, third = (add(counter, number) for number in (1, 2, 3))
    await press(counter, then, f"{third}:1:{first}")
    (photo,) = (message for _, message in counter.outbox.sent)
    ((button,),) = photo.buttons[-1:]
    assert button.data == f"v1:motion:{third}:{first}"


@pytest.mark.parametrize("missing", [1, 2])
async def test_an_older_clip_is_named_by_its_day(counter, missing):
    clips = [
        add(counter, n) if n == missing else add_moving(counter, n) for n in (1, 2)
    ]
    said = await told(counter, clips[1], clips[0])
    assert f"how you moved in your start of Jul {missing + 1}." in said


async def test_a_speed_nobody_knows_is_said_to_be_why(counter):
    first, second = add_moving(counter, 1), add(counter, 2, UNKNOWN)
    assert "true speed" in await told(counter, second, first)
    assert "true speed" in await told(counter, add(counter, 3), second)


async def test_starts_with_no_moment_in_common_are_said_so(counter):
    first = add_moving(counter, 1)
    exit_only = movement(names=("front_foot_block_exit",))
    second = add_moving(counter, 2, moved=exit_only)
    assert "no moment in common" in await told(counter, second, first)


async def test_other_views_can_be_watched_but_not_reckoned_with(counter):
    first = add_moving(counter, 1, replace(analysis(), near_side="right"))
    album = await tap(counter, add_moving(counter, 2), first)
    assert "different sides" in album.pictures[0].caption


async def test_a_film_that_is_refused_is_owned_up_to(counter):
    first, second = add_moving(counter, 1), add_moving(counter, 2)
    counter.outbox.refuse(Album, Rejected("FILE_PARTS_INVALID"))
    assert "something went wrong" in await told(counter, second, first)


async def test_nobody_sees_another_athletes_film(counter):
    theirs = add_moving(counter, 1, athlete=2)
    mine = add_moving(counter, 2)
    assert "first start" in await told(counter, mine, theirs)
    assert "don't have" in await told(counter, theirs, mine)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("why", [None, "other_version", "other_frame_rate"])
def test_the_caption_fits(language, why):
    found = compare(analysis(), analysis())
    days = ("1 груд. 2026 р., 10:00:02", "1 груд. 2026 р., 10:00:03")
    html = motion_caption(replace(found, unlike=why), days, 0.0, load_words(language))
    assert len(html) <= CAPTION_LIMIT
    assert "0.01" in html.replace(",", ".")


def test_the_button_leads_here():
    assert ACTIONS["motion"] is motion
