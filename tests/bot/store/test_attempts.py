from bot.store.attempts import work_id, work_ids


def test_the_first_look_has_the_clips_own_name():
    assert work_id("tg-1") == work_id("tg-1", 1) == "tg-1"


def test_every_look_has_a_name_of_its_own():
    assert work_ids("tg-1", 3) == ["tg-1", "tg-1-2", "tg-1-3"]
