"""When the weekly summary goes out: pure time, and ticks over a real history."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.progress.weekly_schedule import due, iso_week, last_time, next_time
from bot.store import Candidate, Store
from bot.store.models import SUNDAY_EVENING, WeeklyTime
from tests.bot.visits import add_clip

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
ZONES = [
    "UTC",
    "Europe/London",
    "America/New_York",
    "Pacific/Auckland",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
]


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


class TestSundays:
    @pytest.mark.parametrize(
        ("zone", "before", "expected"),
        [
            # Sunday 18:00 in winter, on the day the clocks go on, and on the day
            # they go back: the same hour on the wall, another one in UTC.
            ("Europe/London", utc(2026, 3, 25), utc(2026, 3, 22, 18)),
            ("Europe/London", utc(2026, 3, 30), utc(2026, 3, 29, 17)),
            ("Europe/London", utc(2026, 10, 26), utc(2026, 10, 25, 18)),
            ("America/New_York", utc(2026, 3, 4), utc(2026, 3, 1, 23)),
            ("America/New_York", utc(2026, 3, 9), utc(2026, 3, 8, 22)),
            ("America/New_York", utc(2026, 11, 3), utc(2026, 11, 1, 23)),
            ("Pacific/Auckland", utc(2026, 4, 1), utc(2026, 3, 29, 5)),
            ("Pacific/Auckland", utc(2026, 4, 6), utc(2026, 4, 5, 6)),
            ("Pacific/Auckland", utc(2026, 9, 28), utc(2026, 9, 27, 5)),
            ("Asia/Kathmandu", utc(2026, 3, 2), utc(2026, 3, 1, 12, 15)),
        ],
    )
    def test_it_is_six_in_the_evening_on_the_wall(self, zone, before, expected):
        assert last_time(before, ZoneInfo(zone)) == expected

    @pytest.mark.parametrize("zone", ZONES)
    def test_over_two_years_every_sunday_comes_once_and_in_order(self, zone):
        home, now = ZoneInfo(zone), utc(2026, 1, 1, 0, 7)
        seen = set()
        while now < utc(2028, 1, 1):
            last = last_time(now, home)
            assert last <= now < last + timedelta(days=7, hours=1)  # clocks go back
            wall = last.astimezone(home)
            assert (wall.isoweekday(), wall.hour, wall.minute) == (7, 18, 0)
            seen.add(iso_week(last, home))
            now += timedelta(hours=5)
        assert len(seen) == 105

    def test_the_very_moment_counts_as_passed(self):
        home, six = ZoneInfo("Europe/London"), utc(2026, 3, 29, 17)
        assert last_time(six, home) == six
        assert last_time(six - timedelta(microseconds=1), home) < six

    def test_the_answer_is_in_utc_whatever_zone_the_question_is_in(self):
        home = ZoneInfo("Europe/London")
        now = utc(2026, 3, 30).astimezone(home)
        assert last_time(now, home).tzinfo is UTC

    def test_the_week_is_the_one_the_local_sunday_ends(self):
        # Already Monday in UTC, still Sunday at home; and a Sunday in the first
        # days of January that ends the first week.
        assert iso_week(utc(2026, 3, 2, 3), ZoneInfo("America/New_York")) == "2026-W09"
        assert iso_week(utc(2027, 1, 3, 18), ZoneInfo("UTC")) == "2026-W53"
        assert iso_week(utc(2027, 1, 10, 18), ZoneInfo("UTC")) == "2027-W01"


class TestDue:
    SUNDAY = utc(2026, 3, 8, 18)

    def candidate(self, **values):
        fields = {
            "athlete_id": 1,
            "language": "en",
            "timezone": "UTC",
            "weekly_time": SUNDAY_EVENING,
            "weekly_since": LONG_AGO,
            "last_week": None,
            "covered_until": None,
            "first_received_at": utc(2026, 3, 4),
            "last_received_at": utc(2026, 3, 4),
        }
        return Candidate(**(fields | values))

    def asked(self, now=SUNDAY, default="UTC", **values):
        return due([self.candidate(**values)], now, default)

    def test_it_is_due_from_sunday_evening_on(self):
        assert self.asked(self.SUNDAY - timedelta(seconds=1)) == []
        (one,) = self.asked()
        assert (one.athlete_id, one.week, one.since) == (1, "2026-W10", None)
        assert one.until == self.SUNDAY

    def test_every_athlete_has_their_own_sunday_evening(self):
        now = utc(2026, 3, 8, 12, 15)
        zones = ("Asia/Kathmandu", "Pacific/Auckland", "Europe/London", None)
        candidates = [
            self.candidate(athlete_id=number, timezone=zone)
            for number, zone in enumerate(zones)
        ]
        assert [one.athlete_id for one in due(candidates, now, "UTC")] == [0, 1]
        assert [one.athlete_id for one in due(candidates, now, "Asia/Tokyo")] == [
            0,
            1,
            3,
        ]

    def test_a_zone_that_is_gone_falls_back_to_the_default(self):
        (one,) = self.asked(timezone="Mars/Olympus", default="Asia/Kathmandu")
        assert one.zone.key == "Asia/Kathmandu"

    def test_it_covers_from_where_the_last_one_ended(self):
        covered = utc(2026, 3, 1, 18, 2)
        (one,) = self.asked(last_week="2026-W09", covered_until=covered)
        assert one.since == covered

    def test_the_week_that_was_sent_is_not_due_again(self):
        assert self.asked(self.SUNDAY + timedelta(days=2), last_week="2026-W10") == []

    def test_moving_west_does_not_bring_back_an_older_week(self):
        """Sent in Auckland on Sunday; in Honolulu it is still Saturday."""
        now = utc(2026, 3, 8, 6)
        values = {"timezone": "Pacific/Honolulu", "first_received_at": utc(2026, 2, 26)}
        assert len(self.asked(now, **values)) == 1
        assert self.asked(now, last_week="2026-W10", **values) == []

    def test_a_first_clip_on_monday_waits_for_its_own_sunday(self):
        monday = self.SUNDAY + timedelta(days=1)
        values = {"first_received_at": monday}
        assert self.asked(monday + timedelta(hours=1), **values) == []
        assert len(self.asked(self.SUNDAY + timedelta(days=7), **values)) == 1

    def test_turning_it_on_again_does_not_bring_back_sundays_that_passed(self):
        tuesday = self.SUNDAY + timedelta(days=2)
        assert self.asked(tuesday, weekly_since=tuesday - timedelta(hours=1)) == []
        assert (
            len(self.asked(self.SUNDAY + timedelta(days=7), weekly_since=tuesday)) == 1
        )

    @pytest.mark.parametrize(
        ("last", "quiet"),
        [
            (utc(2026, 3, 4), 0),  # told last Sunday, or out of the way since
            (utc(2026, 3, 1, 19), 0),
            (utc(2026, 3, 1, 17), 1),
            (utc(2026, 2, 24), 1),
            (utc(2026, 2, 17), 2),
            (utc(2026, 2, 9), 3),
            (utc(2026, 2, 8, 17), None),
            (utc(2025, 3, 4), None),
        ],
    )
    def test_a_week_without_a_start_is_counted_up_to_three(self, last, quiet):
        found = self.asked(first_received_at=None, last_received_at=last)
        assert [one.quiet for one in found] == ([quiet] if quiet else [])

    @pytest.mark.parametrize(
        ("wanted", "now", "week"),
        [
            (WeeklyTime(5, 7), utc(2026, 3, 6, 7), "2026-W10"),
            (WeeklyTime(5, 7), utc(2026, 3, 6, 6, 59), None),
            (WeeklyTime(1, 0), utc(2026, 3, 9), "2026-W11"),
            (WeeklyTime(7, 23), utc(2026, 3, 8, 23), "2026-W10"),
        ],
    )
    def test_another_day_and_hour_may_be_wanted(self, wanted, now, week):
        found = self.asked(now, weekly_time=wanted)
        assert [one.week for one in found] == ([week] if week else [])

    def test_the_hour_that_the_clocks_skip_comes_once(self):
        """At 2:00 on 29 March the clocks in Berlin go on to 3:00."""
        values = {"weekly_time": WeeklyTime(7, 2), "timezone": "Europe/Berlin"}
        values["first_received_at"] = utc(2026, 3, 25)
        assert self.asked(utc(2026, 3, 29, 0, 55), **values) == []
        assert len(self.asked(utc(2026, 3, 29, 1, 0), **values)) == 1


class TestComing:
    BERLIN = ZoneInfo("Europe/Berlin")

    def test_it_is_the_next_day_and_hour_wanted(self):
        now = utc(2026, 3, 26)
        assert next_time(now, self.BERLIN) == utc(2026, 3, 29, 16)  # summer time
        assert next_time(now, self.BERLIN, WeeklyTime(1, 7)) == utc(2026, 3, 30, 5)

    def test_a_week_that_had_its_summary_is_passed_over(self):
        now = utc(2026, 3, 24)
        friday = WeeklyTime(5, 18)
        assert next_time(now, self.BERLIN, friday) == utc(2026, 3, 27, 17)
        told = next_time(now, self.BERLIN, friday, "2026-W13")
        assert told == utc(2026, 4, 3, 16)


class Life:
    """A history, a clock, and the tick the bot runs every few minutes."""

    def __init__(self, path):
        self.now = utc(2026, 3, 2, 9)
        self.store = Store(path, now=lambda: self.now)
        self.sent, self.quiet = [], []

    def clip(self, id, received_at=None, athlete_id=1, state="analysed"):
        add_clip(self.store, id, received_at or self.now, athlete=athlete_id)
        if state:
            self.store.finish(id, state)

    def tick(self, *, crash=False):
        for one in due(self.store.summary_candidates(self.now), self.now, "UTC"):
            if one.quiet:
                self.quiet.append((one.week, one.quiet))
            if self.store.claim_summary(one.athlete_id, one.week, one.until):
                clips = self.store.analysed_between(
                    one.athlete_id, one.since, one.until
                )
                if not crash and not one.quiet:
                    ids = [clip.id for clip in clips]
                    self.sent.append((one.athlete_id, one.week, ids))
                if not crash:
                    self.store.summary_sent(one.athlete_id, one.week)

    def live_until(self, end):
        """Tick every five minutes, as a bot that is up does."""
        while self.now < end:
            self.tick()
            self.now += timedelta(minutes=5)


@pytest.fixture
def life(tmp_path):
    life = Life(tmp_path / "history.sqlite")
    yield life
    life.store.close()


class TestTicks:
    def test_a_month_of_ticks_sends_one_summary_a_week(self, life):
        for week in range(4):
            life.clip(f"c{week}")
            life.live_until(utc(2026, 3, 9, 9) + timedelta(days=7 * week))
        assert life.sent == [
            (1, f"2026-W{10 + week}", [f"c{week}"]) for week in range(4)
        ]

    def test_a_week_without_a_clip_is_quiet_and_the_next_covers_on(self, life):
        life.clip("a")
        life.live_until(utc(2026, 3, 17))
        life.clip("refused", state="refused")
        life.clip("open", state=None)
        life.live_until(utc(2026, 3, 24))
        life.clip("b")
        life.live_until(utc(2026, 3, 31))
        assert life.sent == [(1, "2026-W10", ["a"]), (1, "2026-W13", ["b"])]
        assert life.quiet == [("2026-W11", 1), ("2026-W12", 2)]

    def test_after_three_quiet_weeks_there_is_silence_until_a_clip_comes(self, life):
        life.clip("a")
        life.live_until(utc(2026, 4, 20))
        assert life.quiet == [("2026-W11", 1), ("2026-W12", 2), ("2026-W13", 3)]
        life.clip("b")
        life.live_until(utc(2026, 5, 4))
        assert [week for _, week, _ in life.sent] == ["2026-W10", "2026-W17"]
        assert life.quiet[3:] == [("2026-W18", 1)]

    def test_any_change_of_day_hour_and_zone_brings_at_most_one_a_week(self, life):
        zones = ("Pacific/Auckland", "Pacific/Honolulu", "Europe/Berlin")
        life.clip("a")
        for turn in range(60):
            life.store.set_timezone(1, zones[turn % 3])
            life.store.set_weekly_time(1, WeeklyTime(turn % 7 + 1, 5 * turn % 24))
            life.clip(f"c{turn}")
            life.live_until(life.now + timedelta(hours=19))
        weeks = [week for _, week, _ in life.sent] + [week for week, _ in life.quiet]
        assert len(weeks) == len(set(weeks))
        covered = [id for _, _, ids in life.sent for id in ids]
        assert len(covered) == len(set(covered))

    def test_another_day_counts_from_now_on(self, life):
        life.clip("a")
        life.live_until(utc(2026, 3, 6, 12))
        life.store.set_weekly_time(1, WeeklyTime(1, 7))
        life.live_until(utc(2026, 3, 9, 6, 59))
        assert life.sent == []
        life.live_until(utc(2026, 3, 16))
        assert life.sent == [(1, "2026-W11", ["a"])]

    def test_three_weeks_down_bring_one_late_summary_of_everything(self, life):
        life.clip("week 10")
        life.live_until(utc(2026, 3, 9, 9))
        life.clip("week 11")
        # Down from Monday 9 March on, Sundays 15, 22 and 29 pass, up on Tuesday.
        life.now = utc(2026, 3, 31, 8)
        life.clip("sent while down", received_at=utc(2026, 3, 29, 11))
        life.now += timedelta(minutes=1)
        life.live_until(utc(2026, 4, 2))
        assert life.sent == [
            (1, "2026-W10", ["week 10"]),
            (1, "2026-W13", ["week 11", "sent while down"]),
        ]
        life.clip("after")
        life.live_until(utc(2026, 4, 7))
        assert life.sent[2:] == [(1, "2026-W14", ["after"])]

    def test_a_clip_still_in_line_on_sunday_evening_is_in_the_next_one(self, life):
        life.clip("early")
        life.now = utc(2026, 3, 8, 17, 59)
        life.clip("late", state=None)
        life.live_until(utc(2026, 3, 8, 18, 10))
        life.store.finish("late", "analysed")
        life.live_until(utc(2026, 3, 16))
        assert life.sent == [(1, "2026-W10", ["early"]), (1, "2026-W11", ["late"])]

    def test_turned_off_is_silent_and_on_again_covers_since_the_last(self, life):
        life.clip("a")
        life.store.set_weekly(1, False)
        life.live_until(utc(2026, 3, 10))
        assert life.sent == []
        life.store.set_weekly(1, True)
        life.live_until(utc(2026, 3, 15, 18))
        assert life.sent == []
        life.live_until(utc(2026, 3, 16))
        assert life.sent == [(1, "2026-W11", ["a"])]

    def test_a_crash_before_sending_is_made_good_ten_minutes_later(self, life):
        life.clip("a")
        life.now = utc(2026, 3, 8, 18)
        life.tick(crash=True)
        life.live_until(utc(2026, 3, 8, 18, 10))
        assert life.sent == []
        life.live_until(utc(2026, 3, 9))
        assert life.sent == [(1, "2026-W10", ["a"])]

    def test_a_tick_replayed_for_every_minute_of_the_downtime_sends_once(self, life):
        """The queue's schedule does that after a start (backfill)."""
        life.clip("a")
        life.now = utc(2026, 3, 9, 9)
        for _ in range(500):
            life.tick()
        assert life.sent == [(1, "2026-W10", ["a"])]

    def test_athletes_around_the_world_get_theirs_at_their_own_hour(self, life):
        zones = ("Pacific/Auckland", "Asia/Kathmandu", "Europe/London")
        for number, zone in enumerate(zones):
            life.clip(f"c{number}", athlete_id=number)
            life.store.set_timezone(number, zone)
        seen = {}
        while life.now < utc(2026, 3, 10):
            life.tick()
            for athlete, _, _ in life.sent:
                seen.setdefault(athlete, life.now)
            life.now += timedelta(minutes=5)
        assert seen == {
            0: utc(2026, 3, 8, 5),
            1: utc(2026, 3, 8, 12, 15),
            2: utc(2026, 3, 8, 18),
        }

    def test_moving_house_on_sunday_brings_no_second_summary(self, life):
        life.clip("a")
        life.store.set_timezone(1, "Pacific/Auckland")
        life.live_until(utc(2026, 3, 8, 10))
        life.store.set_timezone(1, "Pacific/Honolulu")
        life.clip("b")
        life.live_until(utc(2026, 3, 10))
        assert [week for _, week, _ in life.sent] == ["2026-W10"]

    def test_a_deleted_athlete_is_forgotten_by_the_tick(self, life):
        life.clip("a")
        life.store.delete_athlete(1)
        life.live_until(utc(2026, 3, 10))
        assert life.sent == []
