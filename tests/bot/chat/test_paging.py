from bot.chat.messages import Button
from bot.chat.paging import fitted, pages, within

ROWS = ((Button("ok", data="v1:film"),),)


def test_blocks_that_fit_make_one_message():
    assert fitted(["a", "b"], ROWS).html == "a\n\nb"
    assert [page.html for page in pages(["a", "b"])] == ["a\n\nb"]


def test_what_doesnt_fit_is_left_out_whole():
    assert fitted(["a" * 4000, "b" * 94, "c"]).html == "a" * 4000 + "\n\n" + "b" * 94
    assert fitted(["a" * 4000, "b" * 95, "c"]).html == "a" * 4000


def test_lines_fit_a_caption_as_blocks_fit_a_text():
    lines = ["a" * 1000, "b" * 23, "c"]
    assert within(lines, "\n", 1024) == "a" * 1000 + "\n" + "b" * 23
    assert within(lines, "\n", 1023) == "a" * 1000


def test_pages_carry_every_block_and_buttons_under_the_last():
    blocks = ["a\n\na" * 500, "b" * 3000, "c" * 1000, "d"]
    texts = pages(blocks, ROWS)
    assert [text.html for text in texts] == [
        blocks[0],
        blocks[1] + "\n\n" + blocks[2] + "\n\nd",
    ]
    assert [text.buttons for text in texts] == [(), ROWS]
