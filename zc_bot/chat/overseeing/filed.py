"""Answers what is asked of figures that were handed in: how many wait, who approved, why they were sent back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta

from zc_bot.chat.overseeing.punctuality import of_year
from zc_bot.chat.overseeing.view import View
from zc_bot.evaluation.timeliness import Filing
from zc_bot.parsing.filed import Filed
from zc_bot.policy.roles import Act
from zc_bot.storage import people
from zc_bot.storage.filed import Wanted, became, took_part
from zc_bot.texts.answers.render import Rendered, readings_of
from zc_bot.texts.overseeing.filed import word_filed
from zc_bot.texts.overseeing.filed_names import Found
from zc_bot.texts.overseeing.reviewed import Tally, word_reviewed

_OF_ALL_YEARS = frozenset({"waiting", "returned"})


def filed(view: View) -> Rendered:
    """Answer it as far as the asker sees single figures; how many there are everybody may know."""
    asked = view.meaning.filed
    assert asked is not None
    years = view.meaning.years or (() if asked.state in _OF_ALL_YEARS or asked.days else (view.newest_year,))
    if asked.asks == "whether" and asked.state != "returned" and not asked.person:
        return _reviewed(view, asked, years or (view.newest_year,))
    if asked.person and asked.asks == "whether":
        asked = replace(asked, state="reported", asks="count")  # 孙丽报的都审了吗 is told with what became of each.
    wanted = _wanted(view, asked, years)
    seen = became(view.session, view.who, view.programme, wanted)
    known = seen if _sees_all(view) else became(view.session, view.counting, view.programme, wanted)
    due = Counter(one.community for one in _filings(view, years[0])) if asked.asks == "share" and years else {}
    shown = view.offices.of_versions(one.version for one in seen)
    return word_filed(
        asked,
        Found(
            tuple(replace(one, version=version) for one, version in zip(seen, shown, strict=True)), known,
            () if view.of_all else view.places, view.meaning.metrics, years, due, view.who.id,
            not wanted.reported, readings_of(view.meaning, view.words), view.now.astimezone(view.rules.zone),
        ),
        view.words,
    )


def _reviewed(view: View, asked: Filed, years: tuple[int, ...]) -> Rendered:
    """Say of some years how much is reviewed, by whom, and what waits."""
    deeds = (replace(asked, state=state, mine=False, others=False) for state in ("approved", "waiting"))
    wanted = (_wanted(view, deed, years) for deed in deeds)
    approved, waiting = (became(view.session, view.who, view.programme, one) for one in wanted)
    shown = view.offices.of_versions(one.version for one in (*approved, *waiting))
    now, said = view.now.astimezone(view.rules.zone), readings_of(view.meaning, view.words)
    tallies = [_tally(view, year) for year in years]
    return word_reviewed(tallies, shown, () if view.of_all else view.places, said, now, view.words)


def _sees_all(view: View) -> bool:
    asked = view.meaning.filed
    return (asked is not None and asked.state == "approved") or view.who.scope(Act.SEE_WAITING) == "all"


def _wanted(view: View, asked: Filed, years: tuple[int, ...]) -> Wanted:
    zone = view.rules.zone
    since, until = (None, None) if asked.days is None else (
        datetime.combine(asked.days[0], time(), zone), datetime.combine(asked.days[1] + timedelta(1), time(), zone)
    )
    if view.as_of is not None:
        until = view.as_of if until is None else min(until, view.as_of)
    one_side = asked.mine != asked.others
    reported = not view.who.reviews
    if asked.person:
        reported = asked.state == "reported" or _reports(view, asked.person)
    me = view.who.id if one_side and not asked.person and (asked.state != "waiting" or reported) else None
    return Wanted(
        asked.state, None if view.of_all else view.places, view.meaning.metrics, years, since, until, me,
        asked.others and not asked.mine, reported, asked.person,
    )


def _reports(view: View, name: str) -> bool:
    """Tell whether it is by reporting that somebody has to do with figures, not by reviewing them."""
    if took_part(view.session, name, reported=True):
        return True
    reviews = any(one.reviews for one in people.called(view.session, view.who, (name,)))
    return not (reviews or took_part(view.session, name, reported=False))


def _tally(view: View, year: int) -> Tally:
    """Count how many figures of a year are due, approved, waiting and sent back, of those asked about."""
    filings = _filings(view, year)
    approved = sum(one.approved for one in filings)
    waiting = sum(one.stands and not one.approved for one in filings)
    returned = sum(not one.stands and one.returned > 0 for one in filings)
    return Tally(year, len(filings), approved, waiting, returned)


def _filings(view: View, year: int) -> list[Filing]:
    """List what is due for a year of the figures asked about."""
    metrics = view.meaning.metrics
    return [one for one in of_year(view, year).filings if not metrics or one.metric in metrics]
