"""New photos, clips and albums: what arrives, and what Telegram would refuse."""

import pytest
from telegram import InputMediaDocument, InputMediaPhoto, InputMediaVideo
from telegram.error import NetworkError

from tests.bot.localchat.refusing import refuses


async def test_a_photo_arrives_in_sizes_and_goes_again_by_its_id(
    bot, person, new_picture
):
    message = await bot.send_photo(
        1, new_picture(size=(1920, 1080)), caption="<i>set</i>", parse_mode="HTML"
    )
    small, large = message.photo
    assert (small.width, small.height) == (320, 180)
    assert (large.width, large.height) == (1280, 720)
    assert message.caption == "set"
    assert message.caption_entities[0].type == "italic"
    again = await bot.send_photo(1, large.file_id)
    assert again.photo == message.photo
    shown = await person.reads_last()
    picture = await person.fetches(shown["media"]["url"])
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert len(picture.content) == large.file_size


@pytest.mark.parametrize(
    ("method", "kind", "facts"),
    [
        ("send_video", "video", {"width": 640, "height": 360, "duration": 3}),
        ("send_animation", "animation", {"width": 640, "height": 360, "duration": 3}),
        ("send_document", "document", {}),
        ("send_video_note", "video_note", {"duration": 3, "length": 240}),
    ],
)
async def test_a_file_arrives_as_what_it_was_sent(bot, person, method, kind, facts):
    message = await getattr(bot, method)(1, b"moving", filename="a.mp4", **facts)
    sent = message.effective_attachment
    assert sent.file_size == 6
    for name, value in facts.items():
        found = getattr(sent, name)
        assert getattr(found, "total_seconds", lambda found=found: found)() == value
    shown = (await person.reads_last())["media"]
    assert shown["kind"] == kind
    assert (await person.fetches(shown["url"])).content == b"moving"
    again = await getattr(bot, method)(1, sent.file_id)
    assert again.effective_attachment.file_unique_id == sent.file_unique_id


async def test_a_caption_of_1024_arrives_and_one_of_1025_is_refused(
    bot, person, new_picture
):
    assert await bot.send_photo(1, new_picture(), caption="a" * 1024)
    with refuses("caption is too long"):
        await bot.send_photo(1, new_picture(), caption="a" * 1025)


async def test_a_photo_that_is_none_is_refused(bot, person):
    with refuses("IMAGE_PROCESS_FAILED"):
        await bot.send_photo(1, b"no picture")


async def test_a_photo_too_long_in_shape_is_refused(bot, person, new_picture):
    with refuses("PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(1, new_picture(size=(2100, 100)))


async def test_a_photo_over_10_mb_is_refused(bot, person, new_picture):
    heavy = new_picture() + bytes(10_000_000)
    with refuses("too big for a photo"):
        await bot.send_photo(1, heavy)


async def test_an_upload_over_50_mb_is_refused(bot, person):
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(1, bytes(50_000_001), filename="a.mp4")


async def test_an_empty_file_is_refused(bot, person):
    with refuses("file must be non-empty"):
        await bot.send_document(1, b"", filename="a.mp4")


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("no-such-id", "wrong file identifier"),
        ("https://example.org/a.jpg", "failed to get HTTP URL content"),
    ],
)
async def test_a_file_that_can_not_be_had_is_refused(bot, person, source, complaint):
    with refuses(complaint):
        await bot.send_photo(1, source)


async def test_a_file_id_keeps_its_kind(bot, person, new_picture):
    photo = (await bot.send_photo(1, new_picture())).photo[-1]
    with refuses("can't use file of type photo as video"):
        await bot.send_video(1, photo.file_id)


async def test_an_album_arrives_whole(bot, person, new_picture):
    known = (await bot.send_photo(1, new_picture("navy"))).photo[-1].file_id
    album = await bot.send_media_group(
        1,
        [
            InputMediaPhoto(new_picture(), caption="<b>set</b>", parse_mode="HTML"),
            InputMediaPhoto(known),
            InputMediaVideo(b"moving", width=640, height=360),
        ],
    )
    assert len({one.media_group_id for one in album}) == 1
    assert album[0].caption == "set"
    assert album[1].photo[-1].file_id == known
    shown = (await person.reads())["messages"][-3:]
    assert {one["album"] for one in shown} == {album[0].media_group_id}
    assert [one["media"]["kind"] for one in shown] == ["photo", "photo", "video"]


@pytest.mark.parametrize("items", [1, 11])
async def test_an_album_of_one_or_eleven_is_refused(bot, person, new_picture, items):
    known = (await bot.send_photo(1, new_picture())).photo[-1].file_id
    with refuses("from 2 to 10"):
        await bot.send_media_group(1, [InputMediaPhoto(known)] * items)


async def test_an_album_does_not_mix_files_and_photos(bot, person, new_picture):
    mixed = [InputMediaPhoto(new_picture()), InputMediaDocument(b"text")]
    with refuses("can't be mixed"):
        await bot.send_media_group(1, mixed)


async def test_an_albums_caption_has_a_limit_too(bot, person, new_picture):
    album = [InputMediaPhoto(new_picture(), caption="a" * 1025)] * 2
    with refuses("caption is too long"):
        await bot.send_media_group(1, album)
    assert (await person.reads_last())["text"] == "hello"


async def test_a_film_brings_its_thumbnail_along(bot, person, new_picture):
    small = new_picture("navy", (256, 320))
    message = await bot.send_video(
        1,
        b"moving",
        filename="slow.mp4",
        thumbnail=small,
        width=720,
        height=900,
        duration=15,
        supports_streaming=True,
    )
    film = message.video
    assert (film.file_name, film.mime_type) == ("slow.mp4", "video/mp4")
    assert (film.thumbnail.width, film.thumbnail.height) == (256, 320)
    shown = (await person.reads_last())["media"]
    assert (shown["width"], shown["height"], shown["duration"]) == (720, 900, 15)
    assert (await person.fetches(shown["poster"])).content == small
    again = await bot.send_video(1, film.file_id)
    assert again.video == film
    with refuses("can't use file of type thumbnail as photo"):
        await bot.send_photo(1, film.thumbnail.file_id)


async def test_a_film_in_an_album_brings_its_thumbnail_along(bot, person, new_picture):
    film = InputMediaVideo(
        b"moving",
        filename="slow.mp4",
        thumbnail=new_picture("navy", (256, 320)),
        supports_streaming=True,
        duration=15,
    )
    album = await bot.send_media_group(1, [InputMediaPhoto(new_picture()), film])
    assert album[1].video.thumbnail.height == 320
    known = InputMediaVideo(album[1].video.file_id)
    again = await bot.send_media_group(1, [InputMediaPhoto(new_picture()), known])
    assert again[1].video == album[1].video


@pytest.mark.parametrize(
    ("size", "kind"), [((321, 200), "JPEG"), ((100, 100), "PNG")], ids=["large", "png"]
)
async def test_a_thumbnail_that_is_none_is_passed_over(
    bot, person, new_picture, size, kind
):
    small = new_picture(size=size, kind=kind)
    message = await bot.send_video(1, b"moving", filename="a.mp4", thumbnail=small)
    assert message.video.thumbnail is None
    assert (await person.reads_last())["media"]["poster"] is None


async def test_a_cleared_chat_keeps_no_thumbnail(bot, person, new_picture):
    small = new_picture(size=(32, 40))
    await bot.send_video(1, b"moving", filename="a.mp4", thumbnail=small)
    poster = (await person.reads_last())["media"]["poster"]
    await person.call("clear")
    assert (await person.fetches(poster)).status_code == 404
