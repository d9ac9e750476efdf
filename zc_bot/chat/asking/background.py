"""What some answers need besides figures: who is asked for, when a year is collected, what was recorded or told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from zc_bot.chat.cycles import cycle_in, is_provisional
from zc_bot.chat.turn import Rules
from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.needs import history_keys
from zc_bot.evaluation.result import Background, Collection, Contact, Version
from zc_bot.evaluation.scope import collected_year, named
from zc_bot.evaluation.showing import Showing, approved
from zc_bot.parsing.back_to import BEGINNING
from zc_bot.parsing.meaning import NEXT, OPENING, Meaning
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.storage import figures, milestones, overrides, people, showing
from zc_bot.storage.store import Session


def _recent(session: Session, rules: Rules, who: Principal, meaning: Meaning) -> tuple[Version, ...]:
    """Read what was recorded in the days asked about, of the communities and years named or of all.

    For what was changed in them, what stood before is read, too.
    """
    if meaning.days is None:
        return ()
    first, last = meaning.days
    since, until = (datetime.combine(day, time(), rules.zone) for day in (first, last + timedelta(1)))
    places, years = named(meaning) or None, meaning.years
    if meaning.topic == "revised":
        if not years:
            lately = figures.recorded(session, who, rules.programme, since, until, places)
            years = tuple({one.year for one in lately})
        since = datetime.combine(BEGINNING, time(), rules.zone)
    return figures.recorded(session, who, rules.programme, since, until, places, years or None)


def _told(session: Session, rules: Rules, who: Principal, meaning: Meaning) -> tuple[Showing, ...]:
    """Read the progress and stories that were approved in the days asked about, the newest first."""
    if meaning.days is None or meaning.topic:
        return ()
    first, last = meaning.days
    places = named(meaning)
    return tuple(
        one for one in approved(showing.load(session, who))
        if first <= one.recorded_at.astimezone(rules.zone).date() <= last
        and (not places or one.told.community in places)
    )


def _contacts(
    session: Session, who: Principal, programme: Programme, meaning: Meaning, year: int
) -> tuple[Contact, ...]:
    """Find the people asked for: by name, or whoever reports for the communities named, reviews or runs this."""
    authorities = {programme.community[code].authority for code in named(meaning)}
    found = [one for one in people.admitted(session, who) if _is_asked_for(one, meaning, authorities)]
    reported = figures.reported(session, programme, year)

    def contact(one: Principal) -> Contact:
        own = [code for code in one.own(programme) if programme.community[code].start <= year]
        counts = sum(len(reported.get(code, ())) for code in own)
        reports = one.reports_own
        due = len(own) * len(programme.metrics) if reports else 0
        return Contact(one.id, one.name, one.role, one.authorities, counts if reports else 0, due)

    return tuple(contact(one) for one in found)


def _is_asked_for(one: Principal, meaning: Meaning, authorities: set[str]) -> bool:
    if meaning.people:
        return one.id in meaning.people
    if one.role != meaning.role:
        return False
    return meaning.role != "reporter" or not authorities.isdisjoint(one.authorities)


def _collection(session: Session, rules: Rules, year: int) -> Collection:
    cycle = cycle_in(session, rules, year)
    provisional = is_provisional(session, rules, cycle)
    return Collection(year, cycle.opens, cycle.deadline, year in overrides.ended(session), provisional)


def _asked_for(session: Session, rules: Rules, meaning: Meaning, year: int, now: datetime) -> Collection:
    """Return when the year is collected that is asked about.

    Where no year is named and its deadline is past, the next one comes with it; alone where the next is asked for, or
    when a collection begins.
    """
    if meaning.topic == NEXT:
        years = (_collection(session, rules, one) for one in range(year - 1, year + 2))
        return next(one for one in years if one.deadline > now)
    found = _collection(session, rules, year)
    if meaning.years or now < found.deadline:
        return found
    coming = _collection(session, rules, year + 1)
    return coming if meaning.topic == OPENING else replace(found, coming=coming)


def background_of(
    session: Session, rules: Rules, who: Principal, meaning: Meaning, loaded: Figures, now: datetime,
    as_of: datetime | None,
) -> Background:
    """Read what some answers need besides figures, and only for those."""
    programme, own = rules.programme, who.own(rules.programme)
    if meaning.intent in {"check", "programme", "directory"}:
        return Background(own=own, milestones=milestones.load(session, as_of))
    if meaning.intent not in {"missing", "deadline", "provenance", "why", "changes", "person"}:
        return Background(own=own)
    year = collected_year(meaning, programme, now.astimezone(rules.zone).date())
    if meaning.intent == "changes":
        versions, told = _recent(session, rules, who, meaning), _told(session, rules, who, meaning)
        return Background(own=own, versions=versions, told=told)
    if meaning.intent == "person":
        return Background(own=own, contacts=_contacts(session, who, programme, meaning, year))
    if meaning.intent in {"provenance", "why"}:
        keys = history_keys(meaning, programme, loaded)
        found = (figures.versions(session, who, programme, *key) for key in keys)
        return Background(own=own, versions=tuple(version for versions in found for version in versions))
    if meaning.intent == "deadline":
        return Background(own=own, collection=_asked_for(session, rules, meaning, year, now))
    collection = _collection(session, rules, year)
    reported = figures.reported(session, programme, year, named(meaning) or None, who.approved_only)
    return Background(own=own, reported=reported, approved_only=who.approved_only, collection=collection)
