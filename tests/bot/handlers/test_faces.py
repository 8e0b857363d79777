"""Whoever hides their face is shown without it, also in what was kept before."""

import io
from contextlib import closing
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from analysis.serialization import to_json
from analysis.visuals.stills import STILL_PX, Still, still_files
from bot import maintenance
from bot.handlers.faces import faces
from bot.handlers.settings import settings
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, office, press, visit

PAGE = SimpleNamespace(message_id=5)
# Ear, nose, shoulders and hips of somebody who leans forward.
POINTS = {0: (400, 210), 7: (370, 200), 8: (370, 200)}
POINTS |= {11: (330, 280), 12: (330, 280), 23: (270, 400), 24: (270, 400)}


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path)
    with closing(made.store):
        add_clip(made.store, "c1", made.clock())
        made.store.finish("c1", "analysed", to_json(analysis()))
        made.store.keep_stills("c1", {**stills(), "path.jpg": b"with a face"})
        made.store.set_pictures("c1", {"strip.jpg": "id-of-strip"})
        yield made


def stills():
    """A key frame that is white but for a face of black and white."""
    points = np.full((33, 2), np.nan)
    points[list(POINTS)] = list(POINTS.values())
    picture = np.full((*STILL_PX[::-1], 3), 255, np.uint8)
    picture[195:216:4, 380:401] = 0
    return still_files([Still(3, Image.fromarray(picture), points)])


def face(counter):
    """The part of the kept key frame with the face in it."""
    picture = counter.store.still("c1", 3)
    whole = np.asarray(Image.open(io.BytesIO(picture)).convert("L"))
    return whole[195:216, 380:401].astype(int)


async def test_the_page_tells_what_is_hidden_and_what_is_not(counter):
    await faces(visit(counter, pressed="faces"))
    _, page = counter.outbox.sent[-1]
    assert "Not hidden: other people" in page.html
    assert [row[0].data for row in page.buttons] == ["v1:faces:hide"]
    await press(counter, faces, "hide", message=PAGE)
    assert "I cover your face" in counter.outbox.edited[-1][2]
    await settings(visit(counter))
    assert "Your face is hidden" in counter.outbox.texts[-1]
    await press(counter, faces, "show", message=PAGE)
    assert not counter.store.athlete(1).faces_hidden


async def test_what_was_kept_before_is_covered_or_dropped(counter):
    assert np.ptp(face(counter)) > 150
    await press(counter, faces, "hide", message=PAGE)
    assert np.ptp(face(counter)) < 12
    assert set(counter.store.stills("c1")) == {"stills.json", "still_3.jpg"}
    assert counter.store.clip("c1").pictures == {}
    assert counter.store.showing_faces() == []


async def test_of_somebody_kept_on_a_phone_only_theirs_is_hidden(counter):
    ben = counter.store.keep(1, "Ben")
    counter.store.look_at(1, ben.id)
    await press(counter, faces, "hide", message=PAGE)
    assert counter.store.athlete(ben.id).faces_hidden
    assert not counter.store.athlete(1).faces_hidden
    assert counter.store.clip("c1").pictures
    counter.store.give("c1", ben.id)
    await maintenance.hide_faces(counter)
    assert np.ptp(face(counter)) < 12


async def test_who_takes_their_starts_over_keeps_their_face_hidden(counter):
    ben = counter.store.keep(1, "Ben")
    counter.store.set_faces_hidden(ben.id, True)
    counter.store.meet(2)
    counter.store.take_over(ben.id, 2, "Tom")
    assert counter.store.athlete(2).faces_hidden


async def test_a_start_drawn_anew_meanwhile_is_not_replaced(counter):
    counter.store.set_faces_hidden(1, True)
    (row,) = counter.store.showing_faces()
    counter.store.keep_stills("c1", {"still_3.jpg": b"drawn without a face"})
    counter.store.set_faceless("c1", True)
    counter.store.keep_faceless(row.id, {"still_3.jpg": b"of before"})
    assert counter.store.still("c1", 3) == b"drawn without a face"
