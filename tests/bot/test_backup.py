"""Backups: whole, made while others write, taken back without who left since."""

import asyncio
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from dbos import DBOS

from analysis.serialization import to_json
from bot import backup, running
from bot.__main__ import main
from bot.backup import NotRestored, back_up, deletions_of, restore
from bot.jobs.artefacts import Artefacts
from bot.metrics import LAST_BACKUP, REGISTRY
from bot.rotation import Rotation
from bot.store import About, Coach, Store
from bot.store.archive import BadArchive
from bot.store.file_copy import Damaged, Interrupted, check
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, settings
from tests.patience import PATIENCE_S

ANNA, BEN = 5, 6
NOW = datetime.now(UTC)


@pytest.fixture
def chosen(tmp_path):
    return settings(data_dir=tmp_path / "data")


def fill(chosen):
    """A history with a finished clip and a waiting one, and a queue."""
    with closing(Store(chosen.history_path)) as store:
        add_clip(store, "tg-1", NOW, athlete=ANNA)
        store.finish("tg-1", "analysed", to_json(analysis()))
        store.keep_stills("tg-1", {"still_1.jpg": b"\xff" * 9000})
        add_clip(store, "tg-2", NOW, athlete=BEN)
    with closing(sqlite3.connect(chosen.queue_path)) as queue, queue:
        queue.execute("create table workflows (id text)")
        queue.execute("insert into workflows values ('tg-2')")


@pytest.fixture
def archive(chosen, tmp_path):
    fill(chosen)
    path = tmp_path / "one.zip"
    back_up(chosen, path)
    return path


def clips(chosen):
    with closing(Store(chosen.history_path)) as store:
        return [row.id for one in (ANNA, BEN) for row in store.all_clips(one)]


def queued(chosen):
    with closing(sqlite3.connect(chosen.queue_path)) as queue:
        return [row[0] for row in queue.execute("select id from workflows")]


def test_a_drill_everything_is_lost_and_taken_back(chosen, archive):
    chosen.data_dir.rename(chosen.data_dir.with_name("burnt"))
    restore(chosen, archive)
    assert (clips(chosen), queued(chosen)) == (["tg-1", "tg-2"], ["tg-2"])
    with closing(Store(chosen.history_path)) as store:
        assert store.clip("tg-1").analysis == to_json(analysis())
        assert store.stills("tg-1") == {"still_1.jpg": b"\xff" * 9000}
    assert sorted(path.name for path in chosen.data_dir.iterdir()) == [
        "history.sqlite",
        "queue.sqlite",
    ]


def test_a_backup_is_of_one_moment_while_others_write(chosen, tmp_path):
    fill(chosen)
    with closing(Store(chosen.history_path)) as store:

        def go_on():  # asked before and between the steps of copying
            store.meet(len(seen) + 100)
            seen.append(1)
            return True

        seen = []
        back_up(chosen, tmp_path / "one.zip", go_on)
        assert len(seen) > 2
    again = settings(data_dir=tmp_path / "again")
    restore(again, tmp_path / "one.zip")
    with closing(Store(again.history_path)) as store:
        people, _ = store.people()
    assert people <= 3  # who came after the first step is in none of its pages
    assert clips(again) == ["tg-1", "tg-2"]


def test_what_was_deleted_is_in_no_free_page_of_a_backup(chosen, tmp_path):
    fill(chosen)
    with closing(sqlite3.connect(chosen.queue_path)) as queue:
        queue.execute("pragma secure_delete = off")
        for change in (
            "insert into workflows values ('who-left-us')",
            "delete from workflows where id = 'who-left-us'",
        ):
            with queue:
                queue.execute(change)
    assert b"who-left-us" in chosen.queue_path.read_bytes()
    back_up(chosen, tmp_path / "one.zip")
    assert b"who-left-us" not in (tmp_path / "one.zip").read_bytes()


def test_who_was_deleted_since_does_not_come_back(chosen, archive):
    with closing(Store(chosen.history_path)) as store:
        deletions_of(chosen).note("athlete", ANNA)
        store.delete_athlete(ANNA)
        add_clip(store, "tg-3", NOW, athlete=BEN)
        deletions_of(chosen).note("clip", "tg-2")
    restore(chosen, archive, replace=True)
    assert clips(chosen) == []


def test_a_deleted_clip_does_not_come_back_in_the_queue_either(chosen, tmp_path):
    with closing(Store(chosen.history_path)) as store:
        for id in ("tg-1", "tg-2"):
            add_clip(store, id, NOW, athlete=ANNA)
    add_queue(chosen, "tg-1", "tg-2")
    back_up(chosen, tmp_path / "one.zip")
    deletions_of(chosen).note("clip", "tg-1")
    restore(chosen, tmp_path / "one.zip", replace=True)
    with closing(sqlite3.connect(chosen.queue_path)) as queue:
        works = queue.execute("select workflow_uuid from workflow_status order by 1")
        assert works.fetchall() == [("tg-2",), ("tg-2:reply",)]
    with closing(Artefacts(chosen.queue_database_url)) as artefacts:
        assert artefacts.work_ids() == {"tg-2"}
    held = chosen.queue_path.read_bytes()
    assert b"what tg-2 says" in held
    assert b"what tg-1 says" not in held
    assert clips(chosen) == ["tg-2"]


def add_queue(chosen, *ids):
    """A queue in which these clips and their replies have ended."""
    DBOS.migrate(chosen.queue_database_url)
    with closing(Artefacts(chosen.queue_database_url)) as artefacts:
        for id in ids:
            artefacts.put(id, {"strip.jpg": b"\xff"})
    with closing(sqlite3.connect(chosen.queue_path)) as queue, queue:
        queue.executemany(
            "insert into workflow_status (workflow_uuid, output) values (?, ?)",
            [(f"{id}{end}", f"what {id} says") for id in ids for end in ("", ":reply")],
        )


def test_what_was_forgotten_ended_or_hidden_since_stays_so(chosen, archive):
    with closing(Store(chosen.history_path)) as store:
        store.set_about(ANNA, About("club", "older", 178))
        store.set_about(BEN, About("club", "older", 178))
        store.share(ANNA, "Anna", Coach(BEN, "Ben"))
    archive.unlink()
    back_up(chosen, archive)
    for kind, id in (
        *(("about", ANNA), ("height", BEN), ("face", BEN)),
        *(("share", f"{ANNA},{BEN}"), ("height", 99)),
    ):
        deletions_of(chosen).note(kind, id)
    restore(chosen, archive, replace=True)
    with closing(Store(chosen.history_path)) as store:
        anna, ben = store.athlete(ANNA), store.athlete(BEN)
        assert (anna.about, ben.about) == (About(), About("club", "older"))
        assert (anna.faces_hidden, ben.faces_hidden) == (False, True)
        assert store.coaches(ANNA) == []


def test_who_was_deleted_before_and_came_again_stays(chosen, tmp_path):
    deletions_of(chosen).note("athlete", ANNA)
    fill(chosen)
    back_up(chosen, tmp_path / "one.zip")
    restore(chosen, tmp_path / "one.zip", replace=True)
    assert clips(chosen) == ["tg-1", "tg-2"]


def test_data_that_is_there_is_kept_unless_told_and_then_set_aside(chosen, archive):
    with closing(Store(chosen.history_path)) as store:
        add_clip(store, "tg-3", NOW, athlete=BEN)
    with pytest.raises(NotRestored, match="--replace"):
        restore(chosen, archive)
    assert clips(chosen) == ["tg-1", "tg-2", "tg-3"]
    restore(chosen, archive, replace=True)
    assert clips(chosen) == ["tg-1", "tg-2"]
    (aside,) = chosen.backups.glob("replaced-*")
    with closing(Store(aside / "history.sqlite")) as store:
        assert store.clip("tg-3") is not None


def test_nothing_is_restored_under_a_running_bot(chosen, archive):
    with (
        running.only_one(chosen),
        pytest.raises(NotRestored, match="running here as local"),
    ):
        restore(chosen, archive, replace=True)


def cut(path):
    path.write_bytes(path.read_bytes()[:-4000])


def turn_a_bit(path):
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 3] ^= 1
    path.write_bytes(whole)


def scribble(path):
    path.write_text("no backup at all")


def of_a_newer_version(path):
    rewrite(path, {"steps": ["m999_to_come"]})


def rewrite(path, told):
    """Let a backup's list say this instead."""
    with zipfile.ZipFile(path) as box:
        files = {name: box.read(name) for name in box.namelist()}
    said = json.loads(files["manifest.json"]) | told
    files["manifest.json"] = json.dumps(said).encode()
    with zipfile.ZipFile(path, "w") as box:
        for name, content in files.items():
            box.writestr(name, content)


@pytest.mark.parametrize("harm", [cut, turn_a_bit, scribble, of_a_newer_version])
def test_a_backup_that_is_not_whole_or_not_for_us_touches_nothing(
    chosen, archive, harm
):
    harm(archive)
    with pytest.raises(BadArchive):
        restore(chosen, archive, replace=True)
    assert clips(chosen) == ["tg-1", "tg-2"]
    assert not list(chosen.data_dir.glob(".restore-*"))


def damage(path):
    """Overwrite the middle of a database."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x5a" * 8192)


def test_of_damaged_data_no_backup_is_made_and_no_start(chosen, tmp_path, capsys):
    fill(chosen)
    damage(chosen.history_path)
    before = chosen.history_path.read_bytes()
    with pytest.raises(Damaged):
        back_up(chosen, tmp_path / "one.zip")
    assert not list(tmp_path.glob("*.zip"))
    assert not list(tmp_path.glob(".*"))
    with pytest.raises(Damaged, match=r"history\.sqlite"):
        check(chosen.history_path)
    assert chosen.history_path.read_bytes() == before


@pytest.fixture
def here(chosen, monkeypatch):
    monkeypatch.setattr("bot.__main__.load_settings", lambda: chosen)
    return chosen


def test_the_bot_refuses_to_start_on_damaged_data_and_says_the_way_out(here, capsys):
    fill(here)
    damage(here.history_path)
    assert main([]) == 3
    told = capsys.readouterr().err
    assert "history.sqlite" in told
    assert "python -m bot restore FILE --replace" in told


def test_both_commands_say_what_they_did(here, tmp_path, capsys):
    fill(here)
    file = tmp_path / "by hand.zip"
    assert main(["backup", str(file)]) == 0
    assert main(["backup", str(file)]) == 2
    assert main(["restore", str(file)]) == 2
    assert main(["restore", str(file), "--replace"]) == 0
    assert main(["restore", str(tmp_path / "nowhere.zip"), "--replace"]) == 2
    told = capsys.readouterr()
    assert "by hand.zip: 0." in told.out
    assert "Restored as of 20" in told.out
    assert told.err.count("Nothing was restored.") == 2
    assert clips(here) == ["tg-1", "tg-2"]


def test_an_older_backup_says_that_it_brings_back_what_was_deleted(
    here, tmp_path, capsys
):
    fill(here)
    file = tmp_path / "by hand.zip"
    back_up(here, file)
    made_at = datetime.now(UTC) - timedelta(days=8)
    rewrite(file, {"made_at": made_at.isoformat()})
    assert main(["restore", str(file), "--replace"]) == 0
    assert "is not known any more" in capsys.readouterr().err


def test_without_a_history_there_is_nothing_to_back_up(here, tmp_path, capsys):
    assert main(["backup", str(tmp_path / "one.zip")]) == 2
    assert "nothing to back up" in capsys.readouterr().err


def stamped(chosen, days):
    """A backup of so many days ago."""
    chosen.backups.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC) - timedelta(days=days)
    path = chosen.backups / f"{moment:{backup.STAMP}}.zip"
    path.write_bytes(b"")
    return path


def test_every_day_one_is_made_and_those_too_old_go(chosen):
    fill(chosen)
    old, kept = stamped(chosen, 7.1), stamped(chosen, 6.9)
    (chosen.backups / "mine.zip").write_bytes(b"")
    rotation = Rotation(chosen)
    for _ in range(2):
        rotation.make_round()
    assert not old.exists()
    assert kept.exists()
    assert (chosen.backups / "mine.zip").exists()
    assert len(list(chosen.backups.glob("*.zip"))) == 3
    name = "blockstart_last_backup_timestamp_seconds"
    assert REGISTRY.get_sample_value(name) >= int(NOW.timestamp())


async def test_after_a_restart_the_newest_backup_is_told_at_once(chosen):
    fill(chosen)
    Rotation(chosen).make_round()
    made = REGISTRY.get_sample_value(name := "blockstart_last_backup_timestamp_seconds")
    LAST_BACKUP.set(0)
    running = asyncio.create_task(Rotation(chosen).run())
    async with asyncio.timeout(PATIENCE_S):
        while REGISTRY.get_sample_value(name) != made:
            await asyncio.sleep(0.01)
    running.cancel()


def test_what_was_set_aside_goes_with_the_backups_of_its_day(chosen):
    fill(chosen)
    aside = chosen.backups / f"replaced-{NOW - timedelta(days=8):{backup.STAMP}}"
    aside.mkdir(parents=True)
    (aside / "history.sqlite").write_bytes(b"")
    Rotation(chosen).make_round()
    assert not aside.exists()


def test_as_long_as_none_can_be_made_none_is_dropped(chosen, caplog):
    fill(chosen)
    old = stamped(chosen, 8)
    damage(chosen.history_path)
    Rotation(chosen).make_round()
    assert old.exists()
    assert "no backup today" in caplog.text


def test_what_no_backup_holds_any_more_is_forgotten_for_good(chosen, monkeypatch):
    deletions = deletions_of(chosen)
    deletions.note("athlete", ANNA)
    deletions.note("athlete", BEN)
    lines = (chosen.backups / "deleted.txt").read_text().splitlines()
    early = datetime.fromisoformat(lines[1].split()[0])
    deletions.drop_before(early)
    assert (chosen.backups / "deleted.txt").read_text() == f"{lines[1]}\n"


def test_where_no_backups_are_made_deletions_are_forgotten_all_the_same(tmp_path):
    chosen = settings(data_dir=tmp_path / "data", backup_days=0)
    fill(chosen)
    deletions_of(chosen).note("athlete", ANNA)
    listed = chosen.backups / "deleted.txt"
    today, old = listed.read_text(), datetime.now(UTC) - timedelta(days=7.1)
    listed.write_text(f"{old.isoformat()} athlete {BEN}\n{today}")
    Rotation(chosen).make_round()
    assert listed.read_text() == today
    assert list(chosen.backups.glob("*.zip")) == []


def test_a_backup_under_way_ends_when_the_bot_does(chosen, tmp_path):
    fill(chosen)
    with pytest.raises(Interrupted):
        back_up(chosen, tmp_path / "one.zip", lambda: False)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
