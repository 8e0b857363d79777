from types import SimpleNamespace

import pytest
from telegram import InputMediaPhoto, InputMediaVideo

from bot.chat.messages import Picture
from bot.chat.telegram_objects import file_id_of, film_facts, item
from tests.bot.films import film

FILM = Picture("slow.mp4", "<b>slow</b>")


def test_a_new_film_plays_where_it_stands(tmp_path):
    contents = {"slow.mp4": film(tmp_path), "slow.jpg": b"small"}
    assert film_facts(FILM, contents) == {
        "filename": "slow.mp4",
        "supports_streaming": True,
        "thumbnail": b"small",
        "width": 96,
        "height": 120,
        "duration": 2,
    }


def test_a_film_without_thumbnail_or_facts_still_goes():
    facts = film_facts(FILM, {"slow.mp4": b"?"})
    assert facts == {"filename": "slow.mp4", "supports_streaming": True}


def test_a_film_that_telegram_has_needs_no_facts():
    assert film_facts(FILM, {"slow.mp4": "id", "slow.jpg": b"small"}) == {}


def test_an_album_takes_photos_and_films(tmp_path):
    contents = {"slow.mp4": film(tmp_path), "slow.jpg": b"small", "a.jpg": b"jpeg"}
    photo, moving = item(Picture("a.jpg", "set"), contents), item(FILM, contents)
    assert isinstance(photo, InputMediaPhoto)
    assert isinstance(moving, InputMediaVideo)
    assert (photo.caption, photo.parse_mode) == ("set", "HTML")
    assert (moving.caption, moving.parse_mode) == ("<b>slow</b>", "HTML")
    assert (moving.width, moving.height, moving.supports_streaming) == (96, 120, True)
    assert moving.media.filename == "slow.mp4"
    assert moving.thumbnail is not None


def posted(**kinds):
    nothing = dict.fromkeys(("photo", "video", "animation", "document"))
    return SimpleNamespace(**(nothing | kinds))


@pytest.mark.parametrize("kind", ["video", "animation", "document"])
def test_a_film_is_known_by_its_id_as_whatever_it_comes_back(kind):
    assert file_id_of(posted(**{kind: SimpleNamespace(file_id="film")})) == "film"


def test_a_photo_is_known_by_its_largest_size():
    sizes = [SimpleNamespace(file_id="small"), SimpleNamespace(file_id="large")]
    assert file_id_of(posted(photo=sizes)) == "large"
