"""HTML as Telegram reads it."""

import pytest

from bot.localchat.html_entities import BadHtml, find_plain, parse_html, utf16_length


def pieces(source):
    text, entities = parse_html(source)
    units = text.encode("utf-16-le")
    return [
        (
            one["type"],
            units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode(
                "utf-16-le"
            ),
        )
        for one in entities
    ]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<b>x</b>", "bold"),
        ("<strong>x</strong>", "bold"),
        ("<i>x</i>", "italic"),
        ("<em>x</em>", "italic"),
        ("<u>x</u>", "underline"),
        ("<ins>x</ins>", "underline"),
        ("<s>x</s>", "strikethrough"),
        ("<strike>x</strike>", "strikethrough"),
        ("<del>x</del>", "strikethrough"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
        ("<B>x</B>", "bold"),
        ('<a href="https://example.org">x</a>', "text_link"),
        ('<tg-emoji emoji-id="5">x</tg-emoji>', "custom_emoji"),
    ],
)
def test_every_known_tag_becomes_an_entity(source, kind):
    assert pieces(source) == [(kind, "x")]


def test_offsets_count_utf16_units():
    text, entities = parse_html("🏃 <b>go</b>")
    assert text == "🏃 go"
    assert entities == [{"type": "bold", "offset": 3, "length": 2}]


def test_nested_tags_come_outermost_first():
    assert pieces("<b>a <i>b</i></b>") == [("bold", "a b"), ("italic", "b")]


def test_nothing_is_formatted_inside_code():
    assert pieces("<code>a <b>b</b></code>") == [("code", "a b")]


def test_blanks_around_the_text_go_and_entities_move_along():
    assert parse_html(" \n<b> hi </b>\n") == (
        "hi",
        [{"type": "bold", "offset": 0, "length": 2}],
    )


def test_escapes_are_read_and_other_names_stay():
    assert parse_html("1 &lt; 2 &amp; 3 &gt; 2 &quot;&#176;&#xb1;&nbsp;&")[0] == (
        '1 < 2 & 3 > 2 "°±&nbsp;&'
    )


def test_a_link_that_runs_code_is_only_text():
    assert parse_html('<a href="javascript:alert(1)">x</a>') == ("x", [])


def test_an_empty_tag_leaves_no_entity():
    assert parse_html("<b></b>x") == ("x", [])


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("ä<div>x</div>", 'Unsupported start tag "div" at byte offset 2'),
        ("<span>x</span>", 'Unsupported start tag "span" at byte offset 0'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("5 <6> 7", 'Unsupported start tag "6" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_with_the_place(source, complaint):
    with pytest.raises(BadHtml) as caught:
        parse_html(source)
    assert str(caught.value) == complaint


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", [("bot_command", 0, 6)]),
        ("/start payload", [("bot_command", 0, 6)]),
        ("/start@some_bot now", [("bot_command", 0, 15)]),
        ("🏃 /film", [("bot_command", 3, 5)]),
        ("see /film, then go", [("bot_command", 4, 5)]),
        ("1/2 and a/b", []),
        ("https://example.org/film.", [("url", 0, 24)]),
    ],
)
def test_commands_and_links_are_found_in_plain_text(text, found):
    entities = find_plain(text)
    assert [(one["type"], one["offset"], one["length"]) for one in entities] == found


def test_no_command_is_found_inside_code():
    code = [{"type": "code", "offset": 0, "length": 5}]
    assert find_plain("/film", code) == code


def test_utf16_length_counts_emoji_twice():
    assert utf16_length("a🏃") == 3
