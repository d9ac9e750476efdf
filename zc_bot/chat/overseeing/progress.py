"""A nudge for the authorities that are late, by one tap beneath the progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from zc_bot.chat.actions import NudgeAuthority, OpenReport
from zc_bot.chat.cycles import cycle_for, open_cycles
from zc_bot.chat.reminding.nudges import nudge_rows
from zc_bot.chat.replies import Button, Notice, Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import Act, Principal
from zc_bot.reminders.gaps import missing_of
from zc_bot.storage import audit, figures, outbox, people
from zc_bot.texts.catalog import join, texts_for
from zc_bot.texts.reminders import authority_name, word_due

COOL_DOWN = timedelta(hours=24)
"""An authority is nudged by hand once in so long."""


def nudge_buttons(turn: Turn, years: Sequence[int]) -> tuple[tuple[Button, ...], ...]:
    """Offer whoever reviews a button for each authority that still owes figures of a year, the newest such year."""
    if not turn.who.may(Act.NUDGE):
        return ()
    for cycle in open_cycles(turn.session, turn.rules, turn.now)[::-1]:
        gaps = _gaps_of_all(turn, cycle.year) if not years or cycle.year in years else {}
        owing = tuple(dict.fromkeys(turn.programme.community[code].authority for code in gaps))
        if owing:
            attended = tuple(code for code in owing if _reporters(turn, code))
            return nudge_rows(attended, cycle.year, turn.rules, turn.today, turn.texts.lang)
    return ()


def nudge(turn: Turn, action: NudgeAuthority) -> Response:
    """Remind an authority's reporters now, unless somebody did within a day or the year is over."""
    texts, authority, year = turn.texts, action.authority, action.year
    shown = authority_name(turn.programme.authority[authority], turn.today, texts.lang)
    key = f"nudge:{authority}:{year}:"
    before = outbox.last_of(turn.session, key)
    if before is not None and turn.now - before < COOL_DOWN:
        return Response(toast=texts.plain("oversee.nudged_before", authority=shown), alert=True)
    is_open = any(cycle.year == year for cycle in open_cycles(turn.session, turn.rules, turn.now))
    gaps = _gaps(turn, authority, year) if is_open else {}
    if not gaps:
        return Response(toast=texts.plain("oversee.nothing_owed", authority=shown), alert=True)
    reporters = _reporters(turn, authority)
    if not reporters:
        return Response(toast=texts.plain("oversee.nobody", authority=shown), alert=True)
    audit.note(turn.session, turn.who, "remind.nudge", authority, turn.now, year=year)
    notices = tuple(_notice(turn, one, gaps, year, f"{key}{one.id}:{turn.now.isoformat()}") for one in reporters)
    names = texts.plain("remind.comma").join(one.name for one in reporters)
    return Response(toast=texts.plain("oversee.nudged", authority=shown, names=names), alert=True, notices=notices)


def _gaps_of_all(turn: Turn, year: int) -> Mapping[str, tuple[str, ...]]:
    """Find what every community still misses of a year."""
    reported = figures.reported(turn.session, turn.programme, year)
    pairs = {(community, metric) for community, metrics in reported.items() for metric in metrics}
    return missing_of(turn.programme, year, pairs)


def _reporters(turn: Turn, authority: str) -> list[Principal]:
    """Return who reports for an authority and can be reached."""
    return [
        one.who
        for one in people.reach(turn.session)
        if one.who.reports_own and authority in one.who.authorities and one.is_reached
    ]


def _gaps(turn: Turn, authority: str, year: int) -> dict[str, tuple[str, ...]]:
    """Find what an authority's communities still miss."""
    own = turn.programme.of_authority.get(authority, ())
    reported = figures.reported(turn.session, turn.programme, year, own)
    pairs = {(community, metric) for community, metrics in reported.items() for metric in metrics}
    missing = missing_of(turn.programme, year, pairs)
    return {code: missing[code] for code in own if code in missing}


def _notice(turn: Turn, told: Principal, gaps: dict[str, tuple[str, ...]], year: int, key: str) -> Notice:
    texts, deadline = texts_for(told.lang), cycle_for(turn, year).deadline
    lines = [texts("oversee.nudge.head", name=turn.who.name, year=year)]
    lines += [
        texts("chat.start.gap", community=turn.programme.community[code].name(told.lang), count=len(metrics))
        for code, metrics in gaps.items()
    ]
    lines.append(word_due(deadline, turn.now.astimezone(turn.rules.zone), told.lang))
    community, metrics = next(iter(gaps.items()))
    label = texts.plain("remind.button.begin", metric=turn.programme.metric[metrics[0]].short(told.lang))
    begin = Button(label, OpenReport(community, year, metrics[0], walk=True))
    return Notice(told.id, join(lines), ((begin,),), key)
