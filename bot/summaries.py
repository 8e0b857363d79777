"""The round that sends weekly summaries to everyone whose day and hour has come."""

from __future__ import annotations

import asyncio
import logging

from analysis.scoring.checklist import Checklist, load_checklist
from bot.chat.faults import ChatFault, Unreachable
from bot.chat.messages import Text
from bot.chat.patience import ONCE
from bot.progress import weekly_schedule
from bot.progress.standing import MOST_CLIPS, Standing, standing
from bot.progress.week import week_of
from bot.progress.weekly_schedule import Due
from bot.replies.charts import charts_album, draw, trends_of
from bot.replies.weekly import MOST_TRENDS, quiet_text, weekly_text
from bot.replies.weekly_page import weekly_button
from bot.services import Office
from bot.store.models import NOBODY, About
from content.words import load_words

log = logging.getLogger(__name__)


async def send_summaries(office: Office) -> None:
    """Send what is due; one that fails doesn't keep the others waiting."""
    now = office.clock()
    candidates = office.store.summary_candidates(now)
    for due in weekly_schedule.due(candidates, now, office.settings.default_timezone):
        if not office.store.claim_summary(due.athlete_id, due.week, due.until):
            continue
        try:
            await _send(office, due)
        except Unreachable as fault:
            log.warning("summary of %s has to wait: %s", due.week, fault)
            if not fault.doubtful:
                office.store.unclaim_summary(due.athlete_id, due.week)
        except Exception:  # tried again later; the others need not wait
            log.exception("summary of %s not sent", due.week)


async def _send(office: Office, due: Due) -> None:
    words = load_words(due.language or "en")
    about = _about(office, due.athlete_id)
    checklist = load_checklist(about.level)
    clips = office.store.newest_analysed(due.athlete_id, MOST_CLIPS, due.until)
    stands = standing(clips, checklist, due.zone)
    if due.quiet:
        told = quiet_text(due.quiet, words)
    else:
        week = week_of(
            office.store.analysed_between(due.athlete_id, due.since, due.until)
        )
        told = weekly_text(week, stands, checklist, words, due.zone, about)
    text = Text(told, ((weekly_button(words),),))
    if not await office.outbox.send(due.athlete_id, text, patience=ONCE):
        return
    office.store.summary_sent(due.athlete_id, due.week)
    if not due.quiet:
        await _send_charts(office, due, stands, checklist)


def _about(office: Office, athlete_id: int) -> About:
    athlete = office.store.athlete(athlete_id)
    return athlete.about if athlete else NOBODY


async def _send_charts(
    office: Office, due: Due, stands: Standing, checklist: Checklist
) -> None:
    """Draw what changed; the words have been said already, so this is tried once."""
    words = load_words(due.language or "en")
    checks = [checklist.check(one.check) for one in stands.changes]
    trends = trends_of(checks, stands, words, due.zone, MOST_TRENDS)
    if not trends:
        return
    drawn = await asyncio.to_thread(draw, trends, words)
    album = charts_album(trends, words)
    try:
        await office.outbox.send(due.athlete_id, album, drawn, patience=ONCE)
    except ChatFault as fault:
        log.warning("charts of %s not sent: %s", due.week, fault)
