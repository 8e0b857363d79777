"""The stories of docs/stories.md, told by the bot as it is."""

from tests.stories.stored_analyst import clip, grey
from tests.stories.story import story

# Of each week, by its Sunday: how far the front knee opens, by day.
WEEKS = {
    "08": {"03": 148.0, "05": 152.0, "07": 150.0},
    "15": {"10": 157.0, "12": 166.0, "14": 164.0},
    "22": {},
}


async def test_the_first_minute(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "The first minute") as told:
        maya = await told.person("Maya")
        await maya.says("/start")
        await maya.sends(clip("faults"))
        await maya.presses("Drill")
        told.matches_the_docs()


async def test_a_bad_clip_then_a_good_one(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "A bad clip, then a good one") as told:
        maya = await told.person("Maya")
        await maya.sends(clip("good", refused="too_small"))
        await maya.sends(clip("good"))
        await maya.presses("Why?")
        await maya.presses("8")
        told.matches_the_docs()


async def test_clips_as_they_come(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "Clips as they come") as told:
        maya = await told.person("Maya")
        clips = [clip("good"), clip("faults")]
        await maya.sends_together(clips, caption="spikes, wet")
        await maya.rewords("start1.mp4", "spikes, dry")
        await maya.sends(clips[0], caption="the good one")
        await maya.sends(
            clip("good", front_knee_exit=150.0), caption="flats", hold=True
        )
        await maya.presses("Take it back")
        await maya.presses("Look at it after all")
        await told.works()
        await maya.says("/history")
        await maya.presses("1")
        await maya.presses("Compare with…")
        await maya.presses("2")
        await maya.says("https://youtu.be/start")
        await maya.shows(grey((64, 48)))
        await maya.speaks()
        told.matches_the_docs()


async def test_something_put_right(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "Something put right") as told:
        maya = await told.person("Maya")
        await maya.sends(clip("faults"))
        await maya.presses("Put something right")
        await maya.presses("A key moment")
        await maya.presses("Step 1 lands")
        await maya.presses("◀ Earlier")
        await maya.presses("Do it")
        await told.works()
        await maya.presses("As it was")
        await told.works()
        await maya.presses("Put something right")
        await maya.presses("Mirrored?")
        await maya.presses("Put something right")
        await maya.presses("Slow motion")
        await maya.presses("4×")
        await maya.presses("Back")
        await maya.presses("Not a start of mine")
        await maya.presses("Yes, forget it")
        told.matches_the_docs()


async def test_three_weeks(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "Three weeks") as told:
        maya = await told.person("Maya")
        for sunday, week in WEEKS.items():
            for day, knee in week.items():
                await told.at(f"2026-03-{day}T17:30")
                await maya.sends(clip("good", front_knee_exit=knee))
            await told.at(f"2026-03-{sunday}T18:01")
        await maya.says("/progress")
        await maya.presses("Weekly summary")
        await maya.presses("Mon")
        await maya.presses("Another time zone")
        await maya.says("Kyiv")
        told.matches_the_docs()


async def test_a_coach_and_an_athlete(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "A coach and an athlete") as told:
        maya = await told.person("Maya")
        tom = await told.person("Tom")
        await maya.sends(clip("good"))
        await maya.says("/share")
        await maya.presses("Share with a coach")
        await tom.opens(await maya.link())
        await tom.presses("My squad")
        await tom.presses("Maya")
        await tom.presses("Look at this one")
        await tom.says("/history")
        await tom.presses("1")
        await tom.presses("Comment")
        await tom.says("Push longer against the front block.")
        await maya.reads("Push longer")
        await maya.says("/share")
        await maya.presses("Stop: Tom")
        await tom.says("/history")
        told.matches_the_docs()


async def test_one_phone_and_three_athletes(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "One phone, three athletes") as told:
        tom = await told.person("Tom")
        await tom.says("/squad")
        for name in ("Ana", "Ben", "Cleo"):
            await tom.presses("Add an athlete")
            await tom.says(name)
            await tom.says("/squad")
        await tom.sends(clip("faults"), caption="Ana: spikes, wet")
        await tom.sends(clip("good"), caption="ben")
        await tom.sends(clip("good", front_knee_exit=150.0))
        await tom.says("/squad")
        await tom.presses("Board")
        await tom.presses("My squad")
        await tom.presses("Ben")
        await tom.presses("Compare with…")
        await tom.presses("Cleo")
        await tom.says("/squad")
        await tom.presses("Ana")
        await tom.presses("Hand over")
        link = await tom.link()
        ana = await told.person("Ana", language="es")
        await ana.opens(link)
        await ana.says("/history")
        told.matches_the_docs()


async def test_in_a_group(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "In a group") as told:
        maya = await told.person("Maya")
        await maya.says("/start")
        await maya.presses("Skip")
        tom = await told.person("Tom", language="es")
        club = await told.group("Club", maya, tom)
        await tom.says("¿Entrenamos mañana?", chat=club)
        await tom.says("/checklist", chat=club)
        await tom.sends(clip("good"), caption="@local_start_coach_bot", chat=club)
        await maya.sends(clip("good"), caption="@local_start_coach_bot wet", chat=club)
        told.matches_the_docs()


async def test_the_board(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "The board") as told:
        maya = await told.person("Maya")
        await maya.says("/checklist")
        await maya.sends(clip("faults"))
        await told.at("2026-03-04T17:30")
        await maya.sends(clip("good"))
        await maya.says("/checklist")
        for label in ("3", "Cue", "Why?", "Drill", "▶"):
            await maya.presses(label)
        await maya.says("/best")
        await maya.presses("7")
        await maya.says("/history")
        for label in ("2", "Compare with…", "1"):
            await maya.presses(label)
        told.matches_the_docs()


async def test_a_squads_week(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "A squad's week") as told:
        tom = await told.person("Tom")
        for name in ("Ana", "Ben", "Cleo"):
            await tom.says("/squad")
            await tom.presses("Add an athlete")
            await tom.says(name)
        for day, knee in (("03", 148.0), ("05", 152.0)):
            await told.at(f"2026-03-{day}T17:30")
            await tom.sends(clip("faults", front_knee_exit=knee), caption="Ana")
            await tom.sends(clip("good", front_knee_exit=knee), caption="Ben")
        await told.at("2026-03-08T18:01")
        await told.at("2026-03-08T19:01")
        await tom.presses("Board")
        await told.at("2026-03-15T18:01")
        told.matches_the_docs()


async def test_in_spanish(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "En español") as told:
        lucia = await told.person("Lucía", language="es")
        await lucia.says("/start")
        await lucia.presses("Club")
        await lucia.sends(clip("faults"), caption="tartán mojado")
        for label in ("¿Por qué?", "Ejercicio", "Corregir algo", "Cámara lenta"):
            await lucia.presses(label)
        await lucia.sends(clip("good", front_knee_exit=150.0))
        await lucia.says("/progress")
        told.matches_the_docs()


async def test_in_ukrainian(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "Українською") as told:
        olena = await told.person("Олена", language="uk")
        await olena.says("/start")
        await olena.presses("До 14")
        await olena.presses("Батьки чи опікуни згодні")
        await olena.sends(clip("faults"), caption="мокра доріжка")
        await olena.presses("Вправа")
        await olena.says("/share")
        await olena.presses("Поділитися з тренером")
        taras = await told.person("Тарас", language="uk")
        await taras.opens(await olena.link())
        await taras.says("/squad")
        await taras.presses("Олена")
        await taras.presses("Дивитися ці старти")
        await told.at("2026-03-08T18:01")
        told.matches_the_docs()


async def test_a_clip_of_another_level(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "Somebody else's clip") as told:
        tom = await told.person("Tom")
        for name in ("Ana", "Ben"):
            await tom.says("/squad")
            await tom.presses("Add an athlete")
            await tom.says(name)
        await tom.presses("About Ben")
        await tom.presses("New to blocks")
        await tom.sends(clip("good", body_line_exit=54.0), caption="Ana: flats")
        await tom.says("/history")
        await tom.says("/squad")
        await tom.presses("Ana")
        await tom.presses("Look at this one")
        await tom.says("/history")
        await tom.presses("1")
        await tom.presses("Whose?")
        await tom.presses("Ben")
        await told.works()
        told.matches_the_docs()


async def test_what_is_yours(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "What is yours") as told:
        maya = await told.person("Maya")
        await maya.sends(clip("faults"))
        await maya.says("/privacy")
        await maya.says("/settings")
        await maya.presses("Face in pictures")
        await maya.presses("Hide it")
        await told.at("2026-04-20T17:30")
        await maya.sends(clip("good"), hold=True)
        await maya.says("/export")
        await maya.says("/settings")
        await maya.presses("Keep for…")
        await maya.presses("30 days")
        await maya.presses("Yes, delete now")
        await told.works()
        await maya.says("/history")
        await maya.presses("1")
        await maya.presses("Delete")
        await maya.presses("Yes, delete this clip")
        await maya.sends(clip("good", front_knee_exit=150.0), hold=True)
        await maya.says("/delete")
        await maya.presses("Yes, delete everything")
        await told.works()
        told.matches_the_docs()
