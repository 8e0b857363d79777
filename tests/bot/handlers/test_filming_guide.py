import io
import math
from contextlib import closing

from PIL import Image

from bot.chat.faults import Rejected
from bot.chat.messages import Photo, Text
from bot.handlers.filming_guide import film
from tests.bot.visits import office, visit


async def test_the_card_is_drawn_and_then_told_in_words(counter):
    await film(visit(counter))
    (_, photo), (_, text) = counter.outbox.sent
    assert isinstance(photo, Photo)
    assert "8 to 10 m" in photo.html
    assert isinstance(text, Text)
    assert text.html.startswith("<b>How to film your start</b>")
    assert "I can fetch 20 MB at most" in text.html


async def test_where_any_size_can_be_fetched_none_is_told(tmp_path):
    with closing((counter := office(tmp_path, most_bytes=math.inf)).store):
        await film(visit(counter))
        assert "20 MB" not in counter.outbox.texts[-1]


async def test_the_picture_goes_out_as_a_jpeg_that_a_phone_shows_upright(counter):
    sent = []

    async def send(chat_id, message, contents=None, answers=None):
        sent.append(contents)

    counter.outbox.send = send
    await film(visit(counter))
    with Image.open(io.BytesIO(sent[0]["film.jpg"])) as picture:
        assert picture.format == "JPEG"
        assert picture.height > picture.width > 1000


async def test_the_words_go_out_even_when_the_picture_is_refused(counter):
    counter.outbox.refuse(Photo, Rejected("PHOTO_INVALID_DIMENSIONS"))
    await film(visit(counter))
    assert len(counter.outbox.texts) == 1
    assert "file" in counter.outbox.texts[0]
