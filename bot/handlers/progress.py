"""/progress: how the clips of the last weeks went, and the weekly summary's switch."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from html import escape

from analysis.scoring.checklist import Check
from analysis.visuals.progress_chart import Trend, chart_card
from analysis.wording import number
from bot.chat.callback_data import callback_data
from bot.chat.messages import Album, Button, Picture, Rows, Text
from bot.chat.paging import fitted
from bot.handlers.request import Visit
from bot.progress.aggregate import Progress, progress_of
from bot.progress.chart_data import MOST_CHARTS, alike, checks_that_matter, trend_of
from bot.progress.chart_data import SPAN as CHART_SPAN
from bot.replies.progress_summary import summary_text
from bot.store import Athlete
from bot.time_zones import zone
from content.words import Words

SPAN = timedelta(days=28)


async def progress(visit: Visit) -> None:
    """Show four weeks against all before them, in words and as charts."""
    await visit.say(_page(visit, visit.athlete))
    trends = _trends(visit)
    if not trends:
        return
    await visit.office.outbox.busy(visit.chat_id, pictures=True)
    drawn = await asyncio.to_thread(_draw, trends, visit.words)
    told = escape(visit.words.text("chart.caption"))
    first, *rest = drawn
    album = Album((Picture(first, told), *(Picture(name) for name in rest)))
    # When they are refused: the words have been said already.
    await visit.send_pictures(album, drawn)


async def switch(visit: Visit) -> None:
    """Turn the weekly summary on or off, and show so in place."""
    store = visit.office.store
    store.set_weekly(visit.athlete.id, visit.button.choice == "on")
    await visit.show(_page(visit, store.meet(visit.athlete.id)))


def _trends(visit: Visit) -> dict[Check, Trend]:
    """The checks worth a chart, the most important first."""
    office, athlete = visit.office, visit.athlete
    now = office.clock()
    clips = alike(office.store.analysed_between(athlete.id, now - CHART_SPAN, now))
    home = zone(athlete.timezone, office.settings.default_timezone)
    language = visit.words.language
    found = {
        check: trend_of(check, clips, home, language)
        for check in checks_that_matter(_done(visit, athlete), office.checklist)
    }
    told = [(check, trend) for check, trend in found.items() if trend is not None]
    return dict(told[:MOST_CHARTS])


def _draw(trends: Mapping[Check, Trend], words: Words) -> dict[str, bytes]:
    """The charts by file name."""
    legend = words.text("chart.good"), words.text("chart.noise")

    titles = {check: words.text(f"check.{check.id}.name") for check in trends}
    return {
        f"chart_{check.id}.png": chart_card(
            trend,
            titles[check][:1].upper() + titles[check][1:],
            legend,
            partial(number, check.measure, words=words),
        )
        for check, trend in trends.items()
    }


def _done(visit: Visit, athlete: Athlete) -> Progress:
    store, now = visit.office.store, visit.office.clock()
    recent = store.analysed_between(athlete.id, now - SPAN, now)
    earlier = store.analysed_between(athlete.id, None, now - SPAN)
    return progress_of(recent, earlier, visit.office.checklist)


def _page(visit: Visit, athlete: Athlete) -> Text:
    office, words = visit.office, visit.words
    done = _done(visit, athlete)
    home = zone(athlete.timezone, office.settings.default_timezone)
    text = summary_text(done, office.checklist, words, home, weekly=False)
    state = "weekly_on" if athlete.weekly else "weekly_off"
    told = escape(words.text(f"bot.progress.{state}", zone=home.key))
    return fitted((text, told), _switch(athlete, words))


def _switch(athlete: Athlete, words: Words) -> Rows:
    turn = "off" if athlete.weekly else "on"
    label = words.text(f"bot.button.weekly_{turn}")
    return ((Button(label, data=callback_data("weekly", turn)),),)
