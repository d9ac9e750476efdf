"""All that the page shows, gathered from the store as an onlooker sees it: approved, and nobody's own data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from zc_bot.chat.overseeing.status import board_alone, period_of
from zc_bot.chat.overseeing.view import View
from zc_bot.chat.turn import Rules
from zc_bot.evaluation.completeness import Filled, Wanted, choose
from zc_bot.evaluation.figures import Figures, Query
from zc_bot.evaluation.showing import approved, photos_of
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ON_PAGE, ONLOOKER, require
from zc_bot.storage import figures, milestones, showing
from zc_bot.storage.session import Session
from zc_bot.texts.site.snapshot import News, Snapshot, Whole

RECENT, MOST_NEWS = timedelta(days=60), 8


def gather(
    session: Session, rules: Rules, now: datetime, demo: bool, whole: Callable[[int], Whole] | None = None
) -> Snapshot:
    """Gather what is shown now. demo: the figures are made up. whole: reads all figures later on; at once without it.

    Raises `NotAllowed` where onlookers may not see it.
    """
    for act in ON_PAGE:
        require(ONLOOKER, act)
    programme = rules.programme
    view = View(session, rules, ONLOOKER, Meaning("status"), now)
    period = period_of(view)
    year = now.astimezone(rules.zone).year - 1 if period is None else period.full.year
    told = approved(showing.load(session, ONLOOKER))
    entries = tuple(one for one in told if one.told.community in programme.community)
    return Snapshot(
        programme=programme,
        board=board_alone(view, year),
        period=period,
        whole=_at_once(session, rules, year) if whole is None else whole,
        milestones=milestones.load(session).until(view.today),
        entries=entries,
        photos=showing.photos(session, photos_of(entries)),
        news=_news(session, rules, now),
        now=now,
        demo=demo,
    )


def gather_whole(session: Session, rules: Rules, year: int) -> Whole:
    """Gather all that was approved, and the year of each community's card; year: of those without figures."""
    seen = figures.load(session, ONLOOKER, rules.programme, [Query(tuple(rules.programme.metric))])
    return Whole(seen, _years(rules.programme, seen, year))


def _at_once(session: Session, rules: Rules, year: int) -> Callable[[int], Whole]:
    found = gather_whole(session, rules, year)
    return lambda _: found


def _years(programme: Programme, seen: Figures, otherwise: int) -> dict[str, int]:
    """Choose the year of each community's card."""
    counts = Counter((one.community, one.year) for one in seen if one.metric in programme.metric)
    years = seen.years()[::-1]
    return {code: _year_of(programme, counts, code, years, otherwise) for code in programme.community}


def _year_of(
    programme: Programme, counts: Mapping[tuple[str, int], int], community: str, years: Sequence[int], otherwise: int
) -> int:
    """Choose the year of one community's card: the last that is full enough of its approved figures."""

    def filled(_: tuple[str, ...], year: int) -> Mapping[str, Filled]:
        count = counts.get((community, year), 0)
        return {community: Filled(count, count)}

    wanted = Wanted((community,), tuple(programme.metric), "figures", any_status=True)
    period = choose(programme, wanted, filled, [year for year in years if counts.get((community, year))])
    return otherwise if period is None else period.full.year


def _news(session: Session, rules: Rules, now: datetime) -> tuple[News, ...]:
    """Say which communities' figures were approved lately, the latest first."""
    versions = figures.recorded(session, ONLOOKER, rules.programme, now - RECENT, now + timedelta(minutes=1))
    counts: dict[tuple[str, int], tuple[datetime, int]] = {}
    for one in versions:
        if one.status == "approved" and one.community in rules.programme.community:
            key = one.community, one.year
            counts[key] = (one.recorded_at, counts.get(key, (now, 0))[1] + 1)
    found = (News(community, year, at, count) for (community, year), (at, count) in counts.items())
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:MOST_NEWS])
