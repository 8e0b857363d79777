"""/progress: where an athlete stands, in words and as charts."""

from __future__ import annotations

import asyncio
from html import escape

from analysis.scoring.checklist import load_checklist
from bot.chat.messages import Text
from bot.chat.paging import fitted
from bot.handlers.request import Visit
from bot.progress.chart_data import MOST_CHARTS, checks_that_matter
from bot.progress.standing import MOST_CLIPS, standing
from bot.replies.charts import charts_album, draw, trends_of
from bot.replies.standing import progress_text
from bot.replies.weekly_page import weekly_button, weekly_words
from bot.time_zones import zone


async def progress(visit: Visit) -> None:
    """Tell it in words, then draw what matters most."""
    subject, words = visit.subject, visit.words
    checklist = load_checklist(subject.about.level)
    home = zone(visit.athlete.timezone, visit.office.settings.default_timezone)
    clips = visit.office.store.newest_analysed(subject.id, MOST_CLIPS)
    stands = standing(clips, checklist, home)
    whose = subject.about, visit.subject_name
    text = progress_text(stands, checklist, words, home, *whose)
    await visit.say(_page(visit, text, home.key))
    checks = checks_that_matter(stands, checklist)
    trends = trends_of(checks, stands, words, home, MOST_CHARTS)
    if not trends:
        return
    await visit.office.outbox.busy(visit.chat_id, pictures=True)
    drawn = await asyncio.to_thread(draw, trends, words)
    # When they are refused: the words have been said already.
    await visit.send_pictures(charts_album(trends, words), drawn)


def _page(visit: Visit, text: str, home: str) -> Text:
    """Under one's own, when the weekly summary comes; over another's, whose it is."""
    if visit.subject_name:
        return Text(text)
    athlete, words = visit.athlete, visit.words
    state = "weekly_on" if athlete.weekly else "weekly_off"
    told = weekly_words(athlete, words) | {"zone": home}
    blocks = (text, escape(words.text(f"bot.progress.{state}", **told)))
    return fitted(blocks, ((weekly_button(words),),))
