import pytest

from bot.chat.messages import Album, Button, Photo, Picture, Text


def test_a_button_either_calls_back_or_opens_an_address():
    with pytest.raises(ValueError, match="either data or url"):
        Button("?")
    with pytest.raises(ValueError, match="either data or url"):
        Button("?", data="v1:x", url="https://t.me/x")


def test_button_data_has_at_most_64_bytes():
    Button("ok", data="ü" * 32)
    with pytest.raises(ValueError, match="64 bytes"):
        Button("too much", data="ü" * 32 + "x")


def test_texts_and_captions_fit_telegram():
    Text("x" * 4096)
    for html in ("", "x" * 4097):
        with pytest.raises(ValueError, match="4096"):
            Text(html)
    with pytest.raises(ValueError, match="1024"):
        Picture("a.jpg", "x" * 1025)


def test_a_photo_has_words_that_also_stand_alone():
    buttons = ((Button("Film", data="v1:film"),),)
    assert Photo("a.jpg", "<b>hi</b>", buttons).words == Text("<b>hi</b>", buttons)
    for html in ("", "x" * 1025):
        with pytest.raises(ValueError, match="1024"):
            Photo("a.jpg", html)


def test_an_album_has_one_to_ten_pictures():
    for count in (0, 11):
        with pytest.raises(ValueError, match="1 to 10"):
            Album((Picture("a.jpg"),) * count)


def test_a_film_is_told_by_its_name_and_has_a_thumbnail_beside_it():
    film = Picture("slow.mp4")
    assert (film.moving, film.thumbnail) == (True, "slow.jpg")
    assert not Picture("phase_1.jpg").moving


def test_an_albums_caption_stays_with_the_first_picture_that_is_left():
    album = Album((Picture("strip.jpg", "all"), Picture("a.jpg"), Picture("b.jpg")))
    left = Album((Picture("a.jpg", "all"), Picture("b.jpg")))
    assert album.of({"a.jpg", "b.jpg"}) == left
    assert album.of({"strip.jpg"}) == Album((Picture("strip.jpg", "all"),))
    assert album.of(()) is None
