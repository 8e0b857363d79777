"""The stories of docs/stories.md, told by the bot as it is."""

from tests.stories.stored_analyst import clip
from tests.stories.story import story


async def test_the_first_minute(tmp_path, monkeypatch):
    async with story(tmp_path, monkeypatch, "The first minute") as told:
        maya = await told.person("Maya")
        await maya.says("/start")
        await maya.sends(clip("faults"))
        await maya.presses("Drill")
        told.matches_the_docs()
