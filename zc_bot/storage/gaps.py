"""What a year still lacks, read from the figures: the one place that works it out of the store."""

from __future__ import annotations

from zc_bot.policy.programme import Programme
from zc_bot.reminders.facts import Missing
from zc_bot.reminders.gaps import missing_of
from zc_bot.storage import figures
from zc_bot.storage.session import Session


def missing_in(
    session: Session, programme: Programme, year: int, places: tuple[str, ...] | None = None,
    approved_only: bool = False,
) -> Missing:
    """Return the metrics that communities still owe for a year, in their order; who owes nothing is not in it.

    places: the communities asked about, all where None. What was sent back is owed, what waits for review is not,
    unless approved_only.
    """
    there = figures.reported(session, programme, year, places, approved_only)
    pairs = {(community, metric) for community, metrics in there.items() for metric in metrics}
    found = missing_of(programme, year, pairs)
    return found if places is None else {code: found[code] for code in places if code in found}
