"""The chat page in a real browser, with a small bot on the other end."""

import asyncio
import re
import shutil

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect
from telegram import ForceReply, InputMediaPhoto, InputMediaVideo
from telegram.ext import ApplicationBuilder

from bot.localchat import LocalChat
from tests.bot.conftest import meet, open_chat
from tests.bot.films import film
from tests.bot.localchat.small_coach import BUTTONS, add_handlers
from tests.patience import PATIENCE_S

# What the page will show, it may show late on a busy machine: no test of speed.
expect.set_options(timeout=1000 * PATIENCE_S)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIDES = ("left", "right")
COLORS = ("crimson", "teal", "navy", "olive")

# One loop for all of them, since they share one browser.
ONE_LOOP = "module"
pytestmark = [
    pytest.mark.asyncio(loop_scope=ONE_LOOP),
    pytest.mark.skipif(
        CHROMIUM is None, reason="no chromium here: apt install chromium"
    ),
]


@pytest_asyncio.fixture(loop_scope=ONE_LOOP)
async def chat(tmp_path):
    async with open_chat(tmp_path) as server:
        yield server


@pytest_asyncio.fixture(loop_scope=ONE_LOOP)
async def person(chat):
    async with httpx.AsyncClient(base_url=chat.url) as client:
        yield await meet(client)


@pytest_asyncio.fixture(loop_scope=ONE_LOOP)
async def coach(chat, new_picture):
    application = (
        ApplicationBuilder()
        .token(chat.token)
        .base_url(chat.base_url)
        .base_file_url(chat.base_file_url)
        .build()
    )
    add_handlers(application, [new_picture(color) for color in COLORS])
    async with application:
        await application.bot.set_my_commands(
            [("start", "what I do"), ("film", "how to film")]
        )
        await application.start()
        await application.updater.start_polling()
        yield application
        await application.updater.stop()
        await application.stop()


@pytest_asyncio.fixture(scope="module", loop_scope=ONE_LOOP)
async def browser():
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS
        )
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope=ONE_LOOP)
async def new_page(browser):
    """Pages of a browser that knows nobody yet."""
    pages = []

    async def make(**facts):
        pages.append(await browser.new_page(**facts))
        return pages[-1]

    yield make
    for page in pages:
        await page.close()


@pytest_asyncio.fixture(loop_scope=ONE_LOOP)
async def page(new_page, chat, coach):
    """The open page; anything wrong on its console fails the test."""
    wrong = []
    page = await new_page(viewport={"width": 390, "height": 844})
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    await page.goto(chat.url)
    yield page
    assert wrong == []


DROP = """async ([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name, {type: "video/mp4"}));
  for (const type of ["dragenter", "dragover", "drop"]) {
    const event = new DragEvent(type, {dataTransfer: carried, bubbles: true});
    document.querySelector("main").dispatchEvent(event);
  }
}"""


async def send_a_clip(page):
    await page.evaluate(DROP, ["start.mp4", "frames"])
    await page.get_by_test_id("send").click()


async def test_a_dropped_clip_is_sent_and_its_album_opens_large(page):
    await page.evaluate(DROP, ["start.mp4", "frames"])
    tray = page.get_by_test_id("tray")
    await expect(tray).to_contain_text("start.mp4")
    await expect(page.get_by_test_id("as-file")).to_be_checked()
    await expect(tray).to_contain_text("Keeps every frame as filmed")
    await page.get_by_test_id("send").click()
    await expect(tray).to_be_hidden()
    mine = page.locator("[data-testid=message][data-from=user]")
    await expect(mine).to_contain_text("start.mp4")
    await expect(mine.get_by_test_id("reaction")).to_have_text("👀")
    items = page.get_by_test_id("album").get_by_test_id("album-item")
    await expect(items).to_have_count(4)

    await items.nth(1).click()
    place = page.get_by_test_id("lightbox-place")
    await expect(place).to_have_text("2 of 4")
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_test_id("lightbox")).to_contain_text("phase 3")
    shown = page.get_by_test_id("lightbox-picture")
    width = "node => node.decode().then(() => node.naturalWidth)"
    assert await shown.evaluate(width) == 640
    await page.get_by_test_id("lightbox-back").click()
    await expect(place).to_have_text("2 of 4")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("lightbox")).to_be_hidden()


async def send_an_album(bot, new_picture, moving):
    film = InputMediaVideo(
        moving,
        filename="slow.mp4",
        thumbnail=new_picture("navy", (256, 320)),
        width=96,
        height=120,
        duration=62,
    )
    strip, card = new_picture(size=(1280, 320)), new_picture(size=(720, 900))
    pictures = [InputMediaPhoto(one) for one in (strip, card, card)]
    await bot.send_media_group(1, [*pictures, film])


PLAYED = "node => new Promise(done => node.addEventListener('timeupdate', done))"


async def test_who_is_faster_than_the_words_still_gets_them(new_page, chat, coach):
    page, come = await new_page(), asyncio.Event()

    async def late(route):
        await come.wait()
        await route.continue_()

    await page.route("**/chat/api/chat**", late)
    await page.goto(chat.url)
    await page.evaluate(DROP, ["start.mp4", "frames"])
    await expect(page.get_by_test_id("tray")).to_contain_text("start.mp4")
    come.set()
    await expect(page.get_by_test_id("tray")).to_contain_text("Keeps every frame")


async def test_a_film_plays_in_its_album_and_alone(
    page, person, coach, new_picture, tmp_path
):
    await send_an_album(coach.bot, new_picture, film(tmp_path, 90))
    items = page.get_by_test_id("album").get_by_test_id("album-item")
    await expect(items).to_have_count(4)
    await expect(page.get_by_test_id("length")).to_have_text("1:02")
    tile = items.last.locator("video")
    await tile.evaluate(PLAYED)
    assert await tile.evaluate("node => [node.muted, node.loop]") == [True, True]

    known = (await person.reads_last())["media"]
    assert known["poster"].startswith("/chat/media/thumbnails/")
    await coach.bot.send_video(1, film(tmp_path, 90), filename="slow.mp4")
    alone = page.get_by_test_id("clip")
    await expect(alone).to_have_js_property("controls", True)
    await alone.evaluate("node => { node.muted = true; node.play(); }")
    await alone.evaluate(PLAYED)
    assert await alone.evaluate("node => node.videoHeight") == 120

    await page.emulate_media(reduced_motion="reduce")
    await coach.bot.send_animation(1, film(tmp_path), filename="still.mp4")
    still = page.get_by_test_id("clip").last
    await expect(still).to_have_js_property("loop", True)
    await expect(still).to_have_js_property("autoplay", False)
    await expect(still).to_have_js_property("controls", True)


async def test_a_strip_leads_its_album_whole_and_the_cards_keep_their_shape(
    page, person, coach, new_picture, tmp_path
):
    await send_an_album(coach.bot, new_picture, film(tmp_path))
    album = page.get_by_test_id("album")
    items = album.get_by_test_id("album-item")
    await expect(items).to_have_count(4)
    whole = await album.bounding_box()
    boxes = [await items.nth(number).bounding_box() for number in range(4)]
    assert boxes[0]["width"] == pytest.approx(whole["width"], abs=1)
    shapes = [box["width"] / box["height"] for box in boxes]
    assert shapes == pytest.approx([4.0, 0.8, 0.8, 0.8], abs=0.02)


async def test_a_status_changes_in_place_and_quotes_the_clip(page):
    await send_a_clip(page)
    status = page.get_by_test_id("message").filter(has_text="measured 6 bytes")
    await expect(status).to_have_attribute("data-edited", "yes")
    await expect(status.get_by_test_id("reply")).to_have_text("start.mp4")
    await expect(page.get_by_text("in line", exact=True)).to_have_count(0)


async def test_a_pressed_button_answers_and_changes_the_message(page):
    await send_a_clip(page)
    await page.get_by_role("button", name="A drill").click()
    await expect(page.get_by_test_id("toast")).to_have_text("Noted")
    await expect(page.get_by_text("Drill: falling starts")).to_be_visible()
    await expect(page.get_by_test_id("button")).to_have_count(0)


async def test_a_clip_can_be_picked_and_sent_as_video(page, person, tmp_path):
    clip = tmp_path / "picked.mp4"
    clip.write_bytes(b"frames")
    await page.get_by_test_id("file-input").set_input_files(clip)
    await page.get_by_text("As video").click()
    await page.get_by_test_id("text").fill("second try")
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("album")).to_be_visible()
    sent = next(one for one in (await person.reads())["messages"] if one["media"])
    assert (sent["media"]["kind"], sent["caption"]) == ("video", "second try")


async def test_progress_shows_while_a_clip_is_sent(page, chat):
    held = asyncio.Event()

    async def hold(route):
        await held.wait()
        await route.continue_()

    await page.route(re.compile("/chat/api/clip"), hold)
    await send_a_clip(page)
    await expect(page.get_by_test_id("uploading")).to_contain_text("start.mp4")
    await expect(page.get_by_test_id("progress")).to_be_visible()
    held.set()
    await expect(page.get_by_test_id("uploading")).to_have_count(0)
    await expect(page.get_by_test_id("album")).to_be_visible()


async def test_an_upload_can_be_cancelled(page, person):
    async def never(route):
        await asyncio.sleep(30)

    await page.route(re.compile("/chat/api/clip"), never)
    await send_a_clip(page)
    await page.get_by_test_id("uploading").get_by_text("Cancel").click()
    await expect(page.get_by_test_id("uploading")).to_have_count(0)
    assert [one["text"] for one in (await person.reads())["messages"]] == ["hello"]


async def test_html_from_the_bot_is_shown_but_never_run(page):
    await page.get_by_test_id("start").click()
    words = page.locator("[data-from=bot]").get_by_test_id("words")
    await expect(words).to_have_text("Low <img src=x onerror=alert(1)> /film")
    await expect(words.locator("b")).to_have_text("Low")
    await expect(words.locator("img")).to_have_count(0)


async def test_the_menu_finds_a_command_by_its_beginning(page):
    text = page.get_by_test_id("text")
    await text.press_sequentially("/")
    await expect(page.get_by_test_id("command")).to_have_count(2)
    await text.press_sequentially("sta")
    await expect(page.get_by_test_id("command")).to_contain_text("what I do")
    await text.press("Enter")
    await expect(page.locator("[data-from=user]")).to_contain_text("/start")
    await expect(page.get_by_test_id("commands")).to_be_hidden()
    await expect(text).to_have_value("")


async def test_the_page_speaks_the_language_of_the_browser(
    new_page, chat, coach, new_picture
):
    page = await new_page(locale="uk-UA")
    await page.goto(chat.url)
    await expect(page.get_by_test_id("start")).to_have_text("Почати")
    await expect(page.get_by_test_id("text")).to_have_attribute(
        "placeholder", "Текст або відео"
    )
    await expect(page.locator("html")).to_have_attribute("lang", "uk")

    await coach.bot.send_photo(
        1, new_picture(), api_kwargs={"alt": "Фаза 3, лінія тіла 43°, добре"}
    )
    await coach.bot.send_message(1, "Your start, well seen")
    shown = page.get_by_role("img", name="Фаза 3, лінія тіла 43°, добре")
    await expect(shown).to_be_visible()
    said = page.locator("[data-from=bot]").get_by_test_id("words")
    await expect(said).to_have_attribute("lang", "en")
    await shown.click()
    await expect(page.get_by_test_id("lightbox")).to_contain_text("лінія тіла 43°")
    await page.keyboard.press("Escape")


async def test_the_conversation_is_there_after_a_reload(page):
    await send_a_clip(page)
    await expect(page.get_by_test_id("keys")).to_be_visible()
    await page.reload()
    await expect(page.get_by_test_id("message")).to_have_count(4)
    await expect(page.get_by_test_id("album-item")).to_have_count(4)


async def test_a_cleared_chat_is_empty(page):
    await page.get_by_test_id("start").click()
    await expect(page.get_by_test_id("message")).to_have_count(2)
    await page.get_by_test_id("people-menu").click()
    await page.get_by_test_id("clear").click()
    await page.get_by_test_id("notice").get_by_text("OK").click()
    await expect(page.get_by_test_id("message")).to_have_count(0)
    await expect(page.get_by_test_id("welcome")).to_be_visible()


async def test_the_page_finds_the_chat_again_after_a_restart(new_page, tmp_path):
    first, second = LocalChat(), LocalChat()
    await first.start(0, tmp_path)
    page = await new_page()
    await page.goto(first.url)
    status = page.get_by_test_id("status")
    await expect(status).to_have_text("on this computer")
    await first.stop()
    await expect(status).to_contain_text("not running")
    await second.start(int(first.url.rstrip("/").rsplit(":", 1)[1]), tmp_path)
    await expect(status).to_have_text("on this computer")
    async with httpx.AsyncClient(base_url=second.url) as client:
        await client.post("/chat/api/text", json={"text": "still here"})
    await expect(page.get_by_test_id("message")).to_contain_text("still here")
    await second.stop()


@pytest.mark.parametrize("width", [320, 390, 1200])
async def test_nothing_is_wider_than_the_screen(page, width):
    await page.set_viewport_size({"width": width, "height": 700})
    await send_a_clip(page)
    await expect(page.get_by_test_id("keys")).to_be_visible()
    too_wide = "() => document.getElementById('scroll').scrollWidth > innerWidth"
    assert await page.evaluate(too_wide) is False


async def test_what_arrives_while_the_page_asks_for_the_chat_stays(page, person, coach):
    await person.says("Hello")

    async def answered_late(route):
        answer = await route.fetch()
        await coach.bot.send_message(1, "I came in between")
        await expect(page.get_by_text("I came in between")).to_be_visible()
        await route.fulfill(response=answer)

    await page.route("**/chat/api/chat?*", answered_late, times=1)
    async with page.expect_response("**/chat/api/chat?*"):
        await page.reload()
    await expect(page.get_by_test_id("status")).to_have_text("on this computer")
    await page.evaluate("() => new Promise((done) => setTimeout(done))")
    await expect(page.get_by_text("I came in between")).to_be_visible()


FOCUSED = "() => document.activeElement.textContent || document.activeElement.id"


async def test_the_keyboard_reaches_all_and_keeps_its_place(page, person, coach):
    keys = BUTTONS.to_dict()
    sent = await coach.bot.send_message(1, "Ready?", reply_markup=keys)
    await expect(page.get_by_test_id("keys")).to_have_attribute(
        "aria-label", "Buttons: Ready?"
    )
    await page.keyboard.press("Tab")
    assert await page.evaluate(FOCUSED) == "To the newest message"
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    assert await page.evaluate("() => document.activeElement.id") == "text"

    await page.get_by_test_id("skip").focus()
    await page.keyboard.press("Enter")
    newest = page.get_by_test_id("message").last
    await expect(newest).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Delete")).to_be_focused()
    await sent.edit_text("Ready now?", reply_markup=keys)
    await expect(page.get_by_text("Ready now?")).to_be_visible()
    await expect(page.get_by_role("button", name="Delete")).to_be_focused()
    await sent.edit_text("Gone")
    await expect(newest).to_be_focused()
    await sent.delete()
    await expect(page.get_by_text("Gone")).to_have_count(0)
    await expect(page.get_by_test_id("message")).to_be_focused()


async def test_too_much_is_counted_and_what_fails_is_kept_and_tried_again(
    new_page, chat, coach
):
    page = await new_page()  # failed requests stand on its console
    await page.goto(chat.url)
    text, trouble = page.get_by_test_id("text"), page.get_by_test_id("trouble")
    await page.evaluate(DROP, ["start.mp4", "frames"])
    await text.fill("x" * 1025)
    await expect(page.get_by_test_id("count")).to_have_text("1,025 of 1,024")
    await page.get_by_test_id("send").click()
    await expect(trouble).to_contain_text("at most 1,024 characters")
    assert len(await text.input_value()) == 1025
    await text.fill("spikes, wet")
    await page.route("**/chat/api/clip?*", lambda route: route.abort(), times=1)
    await page.get_by_test_id("send").click()
    failed = page.get_by_test_id("uploading")
    await expect(failed).to_contain_text("The coach is not running")
    await failed.get_by_test_id("send-again").click()
    mine = page.locator("[data-from=user]").filter(has_text="spikes, wet")
    await expect(mine).to_be_visible()

    await page.route("**/chat/api/text?*", lambda route: route.abort(), times=1)
    await text.fill("my long story")
    await page.get_by_test_id("send").click()
    await expect(trouble).to_contain_text("Your text is still here")
    await expect(text).to_have_value("my long story")
    await page.get_by_test_id("retry").click()
    await expect(page.locator("[data-from=user]").last).to_contain_text("my long story")
    await expect(text).to_have_value("")
    await expect(trouble).to_be_hidden()


async def test_what_stands_under_a_clip_can_be_changed_later(page):
    text, bar = page.get_by_test_id("text"), page.get_by_test_id("answering")
    await page.evaluate(DROP, ["start.mp4", "frames"])
    await text.fill("spikes, wet")
    await page.get_by_test_id("send").click()
    mine = page.locator("[data-from=user]").filter(has_text="spikes, wet")
    await mine.get_by_test_id("edit").click()
    await expect(bar).to_contain_text("Caption of start.mp4")
    await expect(text).to_have_value("spikes, wet")
    await bar.get_by_role("button", name="Cancel").click()
    await expect(text).to_have_value("")
    await mine.get_by_test_id("edit").click()
    await text.fill("spikes, dry")
    await text.press("Enter")
    changed = page.locator("[data-from=user]").filter(has_text="spikes, dry")
    await expect(changed).to_contain_text("edited")
    await expect(bar).to_be_hidden()
    await expect(text).to_have_value("")


async def test_people_switch_stand_side_by_side_and_open_each_others_links(
    page, person, coach, chat
):
    link = "https://t.me/local_start_coach_bot?start=abc"
    await coach.bot.send_message(1, f"Give this to your coach: {link}")
    await page.get_by_test_id("people-menu").click()
    await page.get_by_test_id("to-sunday").click()
    await expect(page.get_by_test_id("now")).to_contain_text("Sunday")
    await expect(page.get_by_test_id("status")).to_contain_text("Sun")
    assert chat.clock().weekday() == 6
    await page.get_by_text("Back to now").click()
    await expect(page.get_by_test_id("status")).to_have_text("on this computer")

    await page.get_by_test_id("new-person").locator("summary").click()
    await page.get_by_label("Name", exact=True).fill("Ana")
    await page.get_by_label("Language").select_option("es")
    await page.get_by_test_id("new-person").get_by_text("Add").click()
    await expect(page.get_by_test_id("me")).to_have_text("Ana")
    await expect(page.locator("html")).to_have_attribute("lang", "es")

    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.get_by_test_id("people-menu").click()
    await page.get_by_test_id("beside").click()
    ana, athlete = (page.frame_locator(f"[data-testid={one}]") for one in SIDES)
    await expect(ana.get_by_test_id("me")).to_have_text("Ana")
    await athlete.get_by_text(link).click()
    await athlete.get_by_test_id("opens").get_by_text("Ana").click()
    await expect(ana.locator("[data-from=user]")).to_contain_text("/start abc")
    await expect(athlete.get_by_test_id("me")).to_have_text("Athlete")


async def test_the_bot_is_answered_by_voice_and_in_a_group_by_name(
    page, person, coach, chat, tmp_path
):
    field = ForceReply(input_field_placeholder="Your note")
    await coach.bot.send_message(1, "What do you say?", reply_markup=field)
    text = page.get_by_test_id("text")
    await expect(text).to_have_attribute("placeholder", "Your note")
    await expect(page.get_by_test_id("answering")).to_contain_text("What do you say?")
    voice = tmp_path / "well.ogg"
    voice.write_bytes(b"a voice")
    await page.get_by_test_id("file-input").set_input_files(voice)
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("voice")).to_be_visible()
    await expect(page.get_by_test_id("answering")).to_be_hidden()
    sent = next(one for one in (await person.reads())["messages"] if one["media"])
    assert (sent["media"]["kind"], sent["reply_to"]["text"]) == (
        "voice",
        "What do you say?",
    )
    assert (await person.reads())["me"]["name"] == "Athlete"

    ana = (await person.call("person", name="Ana", language="es"))["user"]
    group = (await person.call("group", title="Squad", members=[1, ana]))["chat"]
    await coach.bot.send_message(group, "Who was best?")
    await page.goto(f"{chat.url}?user={ana}&chat={group}")
    await expect(page.get_by_test_id("status")).to_have_text("en este ordenador")
    await expect(page.get_by_role("heading", name="Squad")).to_be_visible()
    await page.get_by_test_id("answer").click()
    await page.get_by_test_id("text").fill("Yo")
    await page.keyboard.press("Enter")
    mine = page.locator(".message.mine")
    await expect(mine.get_by_test_id("reply")).to_have_text("Who was best?")
    told = (await person.reads(chat=group))["messages"][-1]
    assert told["sender"]["name"] == "Ana"
