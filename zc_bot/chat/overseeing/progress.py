"""A nudge for the authorities that are late: one by a tap beneath the progress, all of them after a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from zc_bot.chat.actions import LeaveNudges, NudgeAll, NudgeAuthority, NudgeSeveral, OpenReport
from zc_bot.chat.cycles import cycle_for, open_cycles
from zc_bot.chat.reminding.nudges import invite_rows, lead_rows, nudge_rows
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.errors import NotAllowed
from zc_bot.policy.roles import Act, Principal
from zc_bot.storage import audit, people, posted, reachable
from zc_bot.storage.gaps import missing_in
from zc_bot.texts.catalog import join, texts_for
from zc_bot.texts.reminders import authority_name, word_due

COOL_DOWN = timedelta(hours=24)
"""An authority is nudged by hand once in so long."""


def nudge_buttons(
    turn: Turn, years: Sequence[int], places: Sequence[str] = ()
) -> tuple[tuple[Button, ...], ...]:
    """Offer a button for each authority within reach that still owes figures of a year, the newest such year.

    places: the communities that are looked at; none: all.
    Where an authority has nobody, an admin is offered to invite somebody for it.
    """
    if not turn.who.may(Act.NUDGE):
        return ()
    reach = set(turn.who.reach(Act.NUDGE, turn.programme)) & set(places or turn.programme.community)
    for cycle in open_cycles(turn.session, turn.rules, turn.now)[::-1]:
        gaps = _gaps_of_all(turn, cycle.year) if not years or cycle.year in years else {}
        owing = tuple(dict.fromkeys(turn.programme.community[code].authority for code in gaps if code in reach))
        if owing:
            attended = tuple(code for code in owing if _reporters(turn, code))
            if turn.who.scope(Act.NUDGE) == "own":
                return lead_rows(attended, cycle.year, turn.rules, turn.today, turn.texts.lang)
            rows = nudge_rows(attended, cycle.year, turn.rules, turn.today, turn.texts.lang)
            if turn.who.may(Act.MANAGE_PEOPLE):
                rows += invite_rows(_empty(turn, owing), turn.rules, turn.today, turn.texts.lang)
            return rows
    return ()


def _empty(turn: Turn, authorities: Sequence[str]) -> list[str]:
    """Return the authorities for which nobody is admitted to report."""
    there = {code for one in people.admitted(turn.session, turn.who) if one.reports_own for code in one.authorities}
    return [code for code in authorities if code not in there]


def nudge(turn: Turn, action: NudgeAuthority) -> Response:
    """Remind an authority's reporters now, unless somebody did within a day or the year is over."""
    texts, authority, year = turn.texts, action.authority, action.year
    _require_reach(turn, authority)
    shown = authority_name(turn.programme.authority[authority], turn.today, texts.lang)
    if _is_cooling(turn, authority, year):
        return Response(toast=texts.plain("oversee.nudged_before", authority=shown), alert=True)
    gaps = _gaps(turn, authority, year) if _is_open(turn, year) else {}
    if not gaps:
        return Response(toast=texts.plain("oversee.nothing_owed", authority=shown), alert=True)
    reporters = _reporters(turn, authority)
    if not reporters:
        return Response(toast=texts.plain("oversee.nobody", authority=shown), alert=True)
    notices = _nudged(turn, authority, year, gaps, reporters)
    names = texts.plain("remind.comma").join(one.name for one in reporters)
    return Response(toast=texts.plain("oversee.nudged", authority=shown, names=names), alert=True, notices=notices)


def ask_all(turn: Turn, action: NudgeAll) -> Response:
    """Show whom a nudge of all that are late would reach, and whom not, and ask."""
    return propose(turn, late(turn, action.year), action.year)


def late(turn: Turn, year: int) -> tuple[str, ...]:
    """Return the authorities within reach that still owe figures of an open year."""
    reach = set(turn.who.reach(Act.NUDGE, turn.programme))
    gaps = _gaps_of_all(turn, year) if _is_open(turn, year) else {}
    return tuple(dict.fromkeys(turn.programme.community[code].authority for code in gaps if code in reach))


def propose(turn: Turn, authorities: Sequence[str], year: int) -> Response:
    """Show whom a nudge of some authorities would reach, and ask before it goes out."""
    texts, comma = turn.texts, turn.texts.plain("remind.comma")
    lines, reached, cooling, silent, done = [], [], [], [], []
    for code in authorities:
        shown = authority_name(turn.programme.authority[code], turn.today, texts.lang)
        gaps, reporters = _gaps(turn, code, year) if _is_open(turn, year) else {}, _reporters(turn, code)
        if not gaps:
            done.append(shown)
        elif _is_cooling(turn, code, year):
            cooling.append(shown)
        elif not reporters:
            silent.append(shown)
        else:
            reached.append(code)
            count = sum(len(metrics) for metrics in gaps.values())
            names = comma.join(one.name for one in reporters)
            lines.append(texts("oversee.nudge_all.line", authority=shown, names=names, count=count))
    head = "head" if reached else "none"
    lines.insert(0, texts(f"oversee.nudge_all.{head}", count=len(reached), year=year))
    lines += [texts("oversee.nudge_all.complete", names=comma.join(done))] if done else []
    lines += [texts("oversee.nudge_all.cooling", names=comma.join(cooling))] if cooling else []
    lines += [texts("oversee.nudge_all.silent", names=comma.join(silent))] if silent else []
    invite: tuple[tuple[Button, ...], ...] = ()
    if turn.who.may(Act.MANAGE_PEOPLE):
        invite = invite_rows(_empty(turn, authorities), turn.rules, turn.today, texts.lang)
    if not reached:
        return Response((Reply(join(lines), invite),))
    rows = (
        (Button(texts.plain("oversee.button.nudge_sure"), NudgeSeveral(year, tuple(reached))),
         Button(texts.plain("oversee.button.nudge_leave"), LeaveNudges())),
    )
    return Response((Reply(join(lines), (*rows, *invite), single_use=True),))


def nudge_several(turn: Turn, action: NudgeSeveral) -> Response:
    """Remind the reporters of the authorities that were shown and still owe something."""
    notices: list[Notice] = []
    done = 0
    for code in action.authorities:
        _require_reach(turn, code)
        gaps = _gaps(turn, code, action.year) if _is_open(turn, action.year) else {}
        reporters = _reporters(turn, code)
        if gaps and reporters and not _is_cooling(turn, code, action.year):
            notices += _nudged(turn, code, action.year, gaps, reporters)
            done += 1
    told = len({one.person for one in notices})
    key = "done" if done else "none"
    text = turn.texts(f"oversee.nudge_all.{key}", count=done, people=told)
    return Response((Reply(text),), notices=tuple(notices), events=frozenset({"tick"}))


def leave(turn: Turn, _: LeaveNudges) -> Response:
    """Remind nobody."""
    return Response((Reply(turn.texts("oversee.nudge_all.left")),))


def _require_reach(turn: Turn, authority: str) -> None:
    """Raise `NotAllowed` for an authority that is not one's own, for who nudges only those."""
    if turn.who.scope(Act.NUDGE) != "all" and authority not in turn.who.authorities:
        raise NotAllowed("nudge")


def _is_cooling(turn: Turn, authority: str, year: int) -> bool:
    """Tell whether an authority was nudged within a day."""
    before = posted.last_of(turn.session, f"nudge:{authority}:{year}:")
    return before is not None and turn.now - before < COOL_DOWN


def _is_open(turn: Turn, year: int) -> bool:
    return any(cycle.year == year for cycle in open_cycles(turn.session, turn.rules, turn.now))


def _nudged(
    turn: Turn, authority: str, year: int, gaps: dict[str, tuple[str, ...]], reporters: Sequence[Principal]
) -> tuple[Notice, ...]:
    """Make the notices of a nudge, and note it."""
    audit.note(turn.session, turn.who, "remind.nudge", authority, turn.now, year=year)
    key = f"nudge:{authority}:{year}:"
    return tuple(_notice(turn, one, gaps, year, f"{key}{one.id}:{turn.now.isoformat()}") for one in reporters)


def _gaps_of_all(turn: Turn, year: int) -> Mapping[str, tuple[str, ...]]:
    """Find what every community still misses of a year."""
    return missing_in(turn.session, turn.programme, year)


def _reporters(turn: Turn, authority: str) -> list[Principal]:
    """Return who reports for an authority and can be reached."""
    return [
        one.who
        for one in reachable.reach(turn.session, turn.who)
        if one.who.reports_own and authority in one.who.authorities and one.is_reached
    ]


def _gaps(turn: Turn, authority: str, year: int) -> dict[str, tuple[str, ...]]:
    """Find what an authority's communities still miss."""
    own = turn.programme.of_authority.get(authority, ())
    return dict(missing_in(turn.session, turn.programme, year, own))


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
