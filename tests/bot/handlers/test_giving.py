"""A clip that is given to somebody is judged as theirs."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import judge
from analysis.serialization import to_json
from bot.handlers import squad_members
from bot.handlers.line import cancel
from bot.store import About
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, office, visit

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
TOM = 1
# The checks whose ranges are others for who can't push as hard yet.
OF_LEVELS = ("body_line_exit", "trunk_exit")


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path)
    with closing(made.store):
        made.store.meet(TOM)
        yield made


async def given(counter, line_deg=None):
    """A start of this body line, judged as of a trained athlete; then it is Ben's.

    Without one, nothing was measured that a level's ranges are about.
    """
    ben = counter.store.keep(TOM, "Ben")
    counter.store.set_about(ben.id, About(experience="new"))
    add_clip(counter.store, "tg-1", NOW)
    job = counter.job_of(counter.store.clip("tg-1"))
    start = analysis(hidden=OF_LEVELS) if line_deg is None else leaving_at(line_deg)
    outcome = {"analysis": to_json(start), "failure": None}
    await counter.delivery.deliver(job, outcome)
    await squad_members.whose(visit(counter, pressed=f"whose:tg-1:{ben.id}"))
    return counter.store.clip("tg-1")


def leaving_at(line_deg):
    start, checklist = analysis(off=()), load_checklist()
    measures = tuple(
        replace(one, value=line_deg) if one.id == "body_line_exit" else one
        for one in start.measures
    )
    judged = judge(measures, checklist, 60.0)
    return replace(start, measures=measures, findings=judged.findings)


def line_in(row):
    found = {one["check"]: one for one in row.analysis["findings"]}["body_line_exit"]
    return row.analysis["level"], found["verdict"], found["band"]["green"]


async def test_where_a_picture_would_read_otherwise_it_is_looked_at_again(counter):
    row = await given(counter, 58.0)  # another verdict
    assert counter.jobs.enqueued == ["tg-1-2"]
    assert "looking at it again" in counter.outbox.texts[-1]
    assert line_in(row)[0] == "trained"


async def test_another_range_beside_the_same_verdict_is_drawn_anew_too(counter):
    assert line_in(await given(counter, 46.0))[1] == "good"
    assert counter.jobs.enqueued == ["tg-1-2"]


async def test_ranges_that_stand_in_no_picture_change_without_another_look(counter):
    row = await given(counter)
    assert line_in(row) == ("developing", "cant_tell", [42.0, 56.0])
    assert counter.jobs.enqueued == []
    assert counter.outbox.texts[-1] == "This is Ben's start now.".replace("'", "&#x27;")
    assert counter.outbox.edited[-1][2].startswith("👤 <b>Ben</b>")


async def test_a_look_that_fails_leaves_the_ranges_of_the_athlete(counter):
    job = counter.job_of(await given(counter, 58.0))
    await counter.delivery.deliver(job, {"analysis": None, "failure": "file_gone"})
    row = counter.store.clip("tg-1")
    assert line_in(row) == ("developing", "good", [42.0, 56.0])
    assert counter.outbox.edited[-1][2].startswith("👤 <b>Ben</b>")


async def test_so_does_one_that_is_taken_back(counter):
    await given(counter, 58.0)
    await cancel(visit(counter))
    assert line_in(counter.store.clip("tg-1"))[0] == "developing"


async def test_with_a_full_line_it_is_judged_from_what_was_measured(counter):
    for number in range(counter.settings.max_waiting):
        add_clip(counter.store, f"tg-9{number}", NOW)
    row = await given(counter, 58.0)
    assert line_in(row)[:2] == ("developing", "good")
    assert counter.jobs.enqueued == []
