"""The round that tells coaches, once a week, how their squads' week went."""

from __future__ import annotations

import logging
from datetime import datetime

from analysis.scoring.checklist import load_checklist
from bot.chat.faults import Unreachable
from bot.chat.messages import Text
from bot.chat.patience import ONCE
from bot.progress.standing import MOST_CLIPS, standing
from bot.progress.weekly_schedule import WEEK, iso_week, last_time
from bot.replies.squad_week import Week, squad_week
from bot.services import Office, words_for
from bot.store import Athlete, Member
from bot.store.models import NOBODY
from bot.time_zones import zone

log = logging.getLogger(__name__)


async def send_squad_summaries(office: Office) -> None:
    """Send what is due; one that fails doesn't keep the others waiting."""
    for coach in office.store.coaches_who_want_summaries():
        if not office.may_enter(coach.id):
            continue
        try:
            await _send(office, coach)
        except Unreachable as fault:
            log.warning("a squad's summary has to wait: %s", fault)
        except Exception:  # tried again at the next round
            log.exception("a squad's summary was not sent")


async def _send(office: Office, coach: Athlete) -> None:
    store, home = office.store, zone(coach.timezone, office.settings.default_timezone)
    until = last_time(office.clock(), home, coach.weekly_time)
    key = f"squad:{coach.id}:{iso_week(until, home)}"
    if store.was_sent(key) is not None:
        return
    members = store.squad(coach.id)
    weeks = [_week(office, one, until, coach) for one in members]
    if not any(week.starts for week in weeks):
        return
    text = Text(*squad_week(weeks, words_for(store, coach.id)))
    sent = await office.outbox.send(coach.id, text, patience=ONCE)
    if sent is not None:
        store.mark_sent(key, sent.message_id, athlete_id=coach.id)


def _week(office: Office, one: Member, until: datetime, coach: Athlete) -> Week:
    """What a member's week was like: of all their starts, how they stand."""
    store = office.store
    athlete = store.athlete(one.id)
    checklist = load_checklist((athlete.about if athlete else NOBODY).level)
    home = zone(coach.timezone, office.settings.default_timezone)
    clips = store.newest_analysed(one.id, MOST_CLIPS, until)
    week = store.analysed_between(one.id, until - WEEK, until)
    return Week(one.name, len(week), standing(clips, checklist, home))
