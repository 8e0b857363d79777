"""The history, on real SQLite files and a real PostgreSQL."""

import asyncio
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import psycopg
import pytest
from sqlite_utils import Database

from bot.services import words_for
from bot.store import Store
from bot.store.migrations import MIGRATIONS

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANALYSIS = {"analysis_version": "1.0", "refusal": None, "measures": []}


class Clock:
    """A clock the test sets."""

    def __init__(self, time=NOON):
        self.time = time

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(place, clock):
    store = Store(place, now=clock)
    yield store
    store.close()


def add(store, id="c1", athlete_id=1, minute=0, **values):
    store.meet(athlete_id)
    fields = {
        "id": id,
        "athlete_id": athlete_id,
        "chat_id": athlete_id,
        "received_at": NOON + timedelta(minutes=minute),
        "kind": "video",
        "file_id": f"file-{id}",
        "message_id": 7,
    }
    return store.add_clip(**(fields | values))


def every_row(store):
    """Rows of every table that anything about people may be in."""
    model = Database(memory=True)
    MIGRATIONS.apply(model)
    names = set(model.table_names()) - {MIGRATIONS.migrations_table}
    model.close()
    return [row for name in names for row in store._read(f"select * from {name}")]


class TestAthletes:
    def test_a_new_athlete_wants_summaries_and_has_no_zone(self, store):
        athlete = store.meet(5_000_000_000)
        assert (athlete.id, athlete.weekly, athlete.timezone) == (
            5_000_000_000,
            1,
            None,
        )
        assert athlete.created_at == NOON

    def test_looking_somebody_up_makes_nobody(self, store):
        assert store.athlete(1) is None
        assert words_for(store, 1).language == "en"
        assert store.athlete(1) is None
        store.meet(1, "uk")
        assert store.athlete(1) == store.meet(1)
        assert words_for(store, 1).language == "uk"

    def test_a_language_given_replaces_the_one_known_and_none_keeps_it(self, store):
        store.meet(1, "en")
        assert store.meet(1, "de").language == "de"
        assert store.meet(1).language == "de"

    def test_a_language_chosen_goes_before_the_apps_until_it_is_given_up(self, store):
        store.meet(1, "en")
        store.set_language(1, "uk")
        assert store.meet(1, "de").language == "uk"
        assert store.meet(1).chosen_language == "uk"
        store.set_language(1, None)
        assert store.meet(1).language == "de"

    def test_meeting_an_athlete_again_changes_no_choice(self, store, clock):
        store.meet(1)
        store.set_timezone(1, "Asia/Kathmandu")
        store.set_weekly(1, False)
        clock.time += timedelta(days=1)
        athlete = store.meet(1)
        assert athlete.timezone == "Asia/Kathmandu"
        assert not athlete.weekly
        assert athlete.created_at == NOON

    def test_the_zone_can_be_given_back(self, store):
        store.meet(1)
        store.set_timezone(1, "Asia/Kathmandu")
        store.set_timezone(1, None)
        assert store.meet(1).timezone is None

    def test_who_blocks_the_bot_gets_no_more_summaries(self, store):
        store.meet(1)
        store.block(1)
        assert not store.meet(1).weekly


class TestClips:
    def test_a_clip_comes_back_as_it_was_given(self, store):
        assert add(store, status_message_id=9)
        clip = store.clip("c1")
        assert (clip.athlete_id, clip.chat_id, clip.file_id) == (1, 1, "file-c1")
        assert (clip.message_id, clip.status_message_id) == (7, 9)
        assert (clip.kind, clip.state) == ("video", "waiting")
        assert clip.received_at == NOON
        assert (clip.analysis, clip.pictures, clip.finished_at) == (None, {}, None)

    def test_times_are_kept_in_utc_whatever_zone_they_come_in(self, store):
        east = NOON.astimezone(datetime.strptime("+0545", "%z").tzinfo)
        add(store, received_at=east)
        assert store.clip("c1").received_at == NOON
        assert store.clip("c1").received_at.utcoffset() == timedelta(0)

    def test_a_time_without_a_zone_is_refused(self, store):
        with pytest.raises(ValueError, match="zone"):
            add(store, received_at=datetime(2026, 3, 2))

    def test_an_update_delivered_twice_is_one_clip(self, store):
        assert add(store)
        store.finish("c1", "analysed", ANALYSIS)
        assert not add(store, file_id="other", minute=5)
        assert store.clip("c1").state == "analysed"
        assert store.clip("c1").file_id == "file-c1"

    def test_a_clip_needs_its_athlete(self, store):
        with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
            store.add_clip(
                id="c",
                athlete_id=99,
                chat_id=1,
                received_at=NOON,
                kind="video",
                file_id="f",
                message_id=1,
            )

    def test_an_unknown_clip_is_none(self, store):
        assert store.clip("nothing") is None
        assert not store.set_state("nothing", "analysing")
        assert not store.finish("nothing", "failed")

    def test_the_status_message_can_change(self, store):
        add(store)
        store.set_status_message("c1", 44)
        assert store.clip("c1").status_message_id == 44

    def test_an_analysis_that_starts_again_goes_back_to_waiting(self, store):
        add(store)
        assert store.set_state("c1", "analysing")
        assert store.set_state("c1", "waiting")
        assert store.clip("c1").state == "waiting"

    @pytest.mark.parametrize("end", ["analysed", "refused", "failed", "cancelled"])
    def test_a_finished_clip_never_goes_back(self, store, clock, end):
        add(store)
        assert store.finish("c1", end)
        clock.time += timedelta(hours=1)
        assert not store.set_state("c1", "waiting")
        assert not store.set_state("c1", "analysing")
        others = {"analysed", "refused", "failed", "cancelled"} - {end}
        assert not any([store.finish("c1", other) for other in others])
        assert store.clip("c1").state == end
        assert store.clip("c1").finished_at == NOON

    def test_finishing_twice_says_yes_twice_and_keeps_the_first_answer(
        self, store, clock
    ):
        add(store)
        assert store.finish("c1", "analysed", ANALYSIS)
        clock.time += timedelta(hours=1)
        assert store.finish("c1", "analysed", ANALYSIS | {"analysis_version": "2.0"})
        clip = store.clip("c1")
        assert clip.analysis == ANALYSIS
        assert clip.analysis_version == "1.0"
        assert clip.finished_at == NOON

    def test_the_code_of_a_refusal_is_read_from_the_analysis(self, store):
        add(store)
        refusal = {"code": "no_start", "detail": "nobody pushes off"}
        store.finish("c1", "refused", ANALYSIS | {"refusal": refusal})
        assert store.clip("c1").refusal_code == "no_start"

    def test_a_refusal_before_download_needs_only_its_code(self, store):
        add(store)
        store.finish("c1", "refused", refusal_code="too_large")
        assert store.clip("c1").refusal_code == "too_large"
        assert store.clip("c1").analysis is None

    def test_pictures_sent_again_are_the_same_pictures(self, store):
        add(store)
        store.set_pictures("c1", {"phase_1.jpg": "a"})
        store.set_pictures("c1", {"phase_1.jpg": "a", "phase_2.jpg": "b"})
        assert store.clip("c1").pictures == {"phase_1.jpg": "a", "phase_2.jpg": "b"}


class TestTheLine:
    def test_waiting_lists_unfinished_clips_oldest_first(self, store):
        add(store, "late", minute=2)
        add(store, "early", minute=0)
        add(store, "done", minute=1)
        add(store, "theirs", athlete_id=2)
        store.set_state("early", "analysing")
        store.finish("done", "failed")
        assert [clip.id for clip in store.waiting(1)] == ["early", "late"]

    def test_the_only_clip_has_nothing_ahead(self, store):
        add(store)
        assert store.line_ahead("c1") == 0

    def test_a_flood_of_one_athlete_puts_one_clip_before_anothers_first(self, store):
        for number in range(5):
            add(store, f"flood-{number}", minute=number)
        add(store, "mine", athlete_id=2, minute=9)
        assert store.line_ahead("mine") == 1

    def test_my_kth_clip_waits_for_k_of_each_at_most_or_all_they_have(self, store):
        for athlete, clips in ((1, 3), (2, 1), (3, 5)):
            for number in range(clips):
                add(store, f"{athlete}-{number}", athlete_id=athlete, minute=number)
        # The third of athlete 1: two of their own, one of 2, two of 3.
        assert store.line_ahead("1-2") == 2 + 1 + 2
        assert store.line_ahead("1-0") == 0
        assert store.line_ahead("3-4") == 4 + 3 + 1

    def test_clips_that_end_leave_the_line(self, store):
        add(store, "first", athlete_id=2)
        add(store, "mine", minute=1)
        store.finish("first", "cancelled")
        assert store.line_ahead("mine") == 0
        assert store.line_ahead("first") == 0
        assert store.line_ahead("never was") == 0


class TestHistory:
    def test_it_is_newest_first_and_without_open_or_cancelled_clips(self, store):
        ends = ("analysed", "refused", "failed", "cancelled", None)
        for number, end in enumerate(ends):
            add(store, str(end), minute=number)
            if end:
                store.finish(str(end), end)
        add(store, "theirs", athlete_id=2)
        store.finish("theirs", "analysed")
        rows = store.history(1, limit=10)
        assert [clip.id for clip in rows] == ["failed", "refused", "analysed"]

    def test_pages_follow_each_other_without_gap_or_repeat(self, store):
        for number in range(7):  # pairs share a minute, as albums do
            add(store, f"c{number}", minute=number // 2)
            store.finish(f"c{number}", "analysed")
        pages, before = [], None
        while page := store.history(1, limit=3, before=before):
            pages += [clip.id for clip in page]
            before = page[-1].id
        assert pages == [f"c{number}" for number in reversed(range(7))]

    def test_a_page_after_a_clip_that_is_gone_is_empty(self, store):
        add(store)
        store.finish("c1", "analysed")
        assert store.history(1, limit=3, before="gone") == []

    def test_windows_that_touch_hold_each_clip_once(self, store, clock):
        for number in range(4):
            add(store, f"c{number}", minute=number)
            clock.time = NOON + timedelta(hours=number)
            store.finish(f"c{number}", "analysed")
        edges = [None, NOON + timedelta(hours=1), NOON + timedelta(hours=3, seconds=1)]
        windows = [
            [clip.id for clip in store.analysed_between(1, start, end)]
            for start, end in pairwise(edges)
        ]
        assert windows == [["c0"], ["c1", "c2", "c3"]]


class TestSentMarkers:
    def test_a_marker_keeps_the_first_message(self, store):
        store.meet(1)
        assert store.was_sent("c1:album") is None
        store.mark_sent("c1:album", 5, athlete_id=1)
        store.mark_sent("c1:album", 6, athlete_id=1)
        assert store.was_sent("c1:album") == 5

    def test_nothing_is_remembered_of_an_athlete_who_is_gone(self, store):
        store.mark_sent("c1:album", 5, athlete_id=1)
        assert store.was_sent("c1:album") is None
        assert every_row(store) == []


class TestSummaries:
    WEEK = "2026-W10"

    def claim(self, store, week=WEEK, until=NOON):
        return store.claim_summary(1, week, until)

    def test_only_one_of_two_ticks_gets_the_summary(self, store, place, clock):
        store.meet(1)
        other = Store(place, now=clock)
        assert [self.claim(store), self.claim(other)] == [True, False]
        other.close()

    def test_a_claim_never_reported_can_be_taken_after_ten_minutes(self, store, clock):
        store.meet(1)
        self.claim(store)
        clock.time = NOON + timedelta(minutes=9, seconds=59)
        assert not self.claim(store)
        clock.time = NOON + timedelta(minutes=10)
        assert self.claim(store, until=clock.time)
        assert not self.claim(store)

    def test_a_summary_is_tried_three_times_and_no_more(self, store, clock):
        store.meet(1)
        tries = []
        for _ in range(5):
            tries.append(self.claim(store))
            clock.time += timedelta(minutes=11)
        assert tries == [True, True, True, False, False]

    def test_a_summary_that_was_sent_is_never_claimed_again(self, store, clock):
        store.meet(1)
        self.claim(store)
        store.summary_sent(1, self.WEEK)
        clock.time += timedelta(days=1)
        assert not self.claim(store)
        assert not self.claim(store, week="2026-W09")
        assert self.claim(store, week="2026-W11")

    def test_nobody_claims_for_who_turned_it_off_or_is_gone(self, store):
        assert not self.claim(store)
        store.meet(1)
        store.set_weekly(1, False)
        assert not self.claim(store)

    def test_candidates_have_analysed_clips_that_no_sent_summary_covers(
        self, store, clock
    ):
        add(store, "a", minute=1)
        add(store, "b", minute=0)
        add(store, "refused", athlete_id=2)
        add(store, "open", athlete_id=3)
        store.finish("a", "analysed")
        store.finish("b", "analysed")
        store.finish("refused", "refused")
        clock.time += timedelta(hours=1)
        (candidate,) = store.summary_candidates(clock.time)
        assert candidate.athlete_id == 1
        assert candidate.first_received_at == NOON
        assert (candidate.last_week, candidate.covered_until) == (None, None)

    def test_a_summary_covers_what_finished_before_it_and_only_when_sent(
        self, store, clock
    ):
        add(store, "before")
        add(store, "after")
        store.finish("before", "analysed")
        until = clock.time = NOON + timedelta(hours=1)
        later = NOON + timedelta(hours=2)
        self.claim(store, until=until)
        assert store.summary_candidates(later)[0].covered_until is None
        store.summary_sent(1, self.WEEK)
        (one,) = store.summary_candidates(later)
        assert one.first_received_at is None
        store.finish("after", "analysed")
        (candidate,) = store.summary_candidates(later)
        assert (candidate.covered_until, candidate.last_week) == (until, self.WEEK)

    def test_a_clip_that_finishes_at_the_moment_asked_about_waits(self, store):
        add(store)
        store.finish("c1", "analysed")
        assert store.summary_candidates(NOON) == []
        assert store.summary_candidates(NOON + timedelta(microseconds=1))

    def test_a_summary_speaks_the_language_chosen(self, store):
        add(store)
        store.finish("c1", "analysed")
        store.meet(1, "de")
        later = NOON + timedelta(hours=1)
        assert store.summary_candidates(later)[0].language == "de"
        store.set_language(1, "uk")
        assert store.summary_candidates(later)[0].language == "uk"

    def test_who_turned_it_off_is_no_candidate(self, store):
        add(store)
        store.finish("c1", "analysed")
        store.set_weekly(1, False)
        assert store.summary_candidates(NOON + timedelta(hours=1)) == []

    def test_turning_it_on_again_is_remembered_and_repeating_it_is_not(
        self, store, clock
    ):
        add(store)
        store.finish("c1", "analysed")
        store.set_weekly(1, False)
        again = clock.time = NOON + timedelta(days=3)
        store.set_weekly(1, True)
        clock.time += timedelta(days=1)
        store.set_weekly(1, True)
        assert store.summary_candidates(clock.time)[0].weekly_since == again


class TestDeletion:
    SECRET = "file-id-that-must-not-remain"

    def fill(self, store, athlete_id, clip):
        add(store, clip, athlete_id=athlete_id, file_id=f"{self.SECRET}-{athlete_id}")
        store.finish(clip, "analysed", ANALYSIS)
        store.set_pictures(clip, {"phase_1.jpg": "picture"})
        store.mark_sent(f"{clip}:album", 5, athlete_id=athlete_id)
        store.claim_summary(athlete_id, "2026-W10", NOON)

    def test_no_row_of_the_athlete_is_left_in_any_table(self, store):
        self.fill(store, 1234567, "theirs")
        self.fill(store, 7654321, "mine")
        add(store, "waiting", athlete_id=1234567, minute=1)
        kept = len(every_row(store))
        assert store.delete_athlete(1234567) == ["theirs", "waiting"]
        rows = every_row(store)
        assert len(rows) == kept - 5
        marks = {1234567, "1234567", "theirs", "theirs:album", "waiting"}
        assert not any(marks & set(row.values()) for row in rows)

    def test_every_table_with_rows_of_people_cascades(self, path):
        """A table added later without the key would keep rows of deleted people."""
        Store(path).close()
        database = Database(path)
        for table in database.tables:
            # Who is kept out by who runs the bot stays out after /delete; and which
            # messages are to be taken away is known until they are. Who wrote, or is
            # written to, may be no athlete.
            others = ("access", "strays", "executors", "inbox", "owed_edits")
            if table.name in ("_sqlite_migrations", "athletes", *others):
                continue
            keys = {(k.column, k.other_table, k.on_delete) for k in table.foreign_keys}
            assert ("athlete_id", "athletes", "CASCADE") in keys, table.name
        database.close()

    def test_the_bytes_are_gone_from_the_files_too(self, path):
        store = Store(path)
        self.fill(store, 1, "c1")
        files = list(path.parent.iterdir())
        assert any(self.SECRET.encode() in file.read_bytes() for file in files)
        store.delete_athlete(1)
        assert not any(
            self.SECRET.encode() in file.read_bytes() for file in path.parent.iterdir()
        )
        store.close()

    def test_an_analysis_that_ends_after_the_deletion_brings_nothing_back(self, store):
        add(store)
        store.set_state("c1", "analysing")
        store.delete_athlete(1)
        assert not store.finish("c1", "analysed", ANALYSIS)
        store.set_pictures("c1", {"phase_1.jpg": "picture"})
        store.set_status_message("c1", 3)
        store.summary_sent(1, "2026-W10")
        assert every_row(store) == []

    def test_deleting_a_stranger_deletes_nothing(self, store):
        add(store)
        assert store.delete_athlete(2) == []
        assert store.clip("c1")


class TestTheFile:
    def test_it_outlives_the_process(self, place):
        first = Store(place)
        add(first)
        first.close()
        second = Store(place)
        assert second.clip("c1").received_at == NOON
        second.close()

    def test_two_stores_see_each_others_work_at_once(self, store, place):
        other = Store(place)
        add(store)
        assert other.set_state("c1", "analysing")
        assert store.clip("c1").state == "analysing"
        other.close()

    def test_one_of_two_stores_adding_the_same_clip_wins(self, place):
        """Eight threads, each its own Store, open the file and add the same clips."""
        ready, added, errors = threading.Barrier(8), [], []

        def work():
            try:
                ready.wait()
                mine = Store(place)
                added.extend(n for n in range(20) if add(mine, f"c{n}"))
                mine.close()
            except Exception as error:
                errors.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert sorted(added) == list(range(20))

    def test_a_file_two_are_switching_at_once_is_tried_again(self, path, monkeypatch):
        """SQLite refuses both at once, about once in two thousand openings."""
        refusals = iter([True, True, False])
        switch = Database.enable_wal

        def enable_wal(database):
            if next(refusals):
                raise sqlite3.OperationalError("database is locked")
            switch(database)

        monkeypatch.setattr(Database, "enable_wal", enable_wal)
        store = Store(path)
        assert add(store)
        store.close()

    def test_a_file_that_can_not_be_switched_is_an_error(self, path, monkeypatch):
        def enable_wal(database):
            raise sqlite3.OperationalError("database is locked")

        monkeypatch.setattr(Database, "enable_wal", enable_wal)
        monkeypatch.setattr("bot.store.sqlite_file.SWITCH_PAUSE_S", 0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            Store(path)

    def test_unfinished_clips_of_everyone_are_listed_oldest_first(self, store):
        add(store, "late", minute=2)
        add(store, "early", athlete_id=2)
        add(store, "done", minute=1)
        store.set_state("early", "analysing")
        store.finish("done", "analysed")
        assert [clip.id for clip in store.unfinished()] == ["early", "late"]

    async def test_it_is_for_the_thread_that_made_it(self, store):
        store.meet(1)
        with pytest.raises((sqlite3.ProgrammingError, RuntimeError), match="thread"):
            await asyncio.to_thread(store.athlete, 1)


def analysed(store, id, praise, praised=None, **values):
    add(store, id, **values)
    store.finish(id, "analysed", analysis=ANALYSIS | {"praise": praise})
    if praised:
        store.set_praised(id, praised)


def test_what_was_praised_before_is_told_by_the_last_reply_that_praised(store):
    analysed(store, "c1", "trunk_exit", minute=1)
    analysed(store, "c2", "trunk_exit", "trunk_set", minute=2)
    analysed(store, "c3", None, minute=3)
    add(store, "c4", minute=4)
    assert store.clip("c2").praised == "trunk_set"
    assert store.praised_before("c4") == "trunk_set"
    assert store.praised_before("c2") == "trunk_exit"  # an older row's own
    assert store.praised_before("c1") is None


def test_nobody_is_compared_with_what_others_were_praised_for(store):
    analysed(store, "c1", "trunk_exit", minute=1)
    add(store, "c2", athlete_id=2, minute=2)
    assert store.praised_before("c2") is None
    assert store.praised_before("gone") is None
