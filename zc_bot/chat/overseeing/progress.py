"""Progress: how many communities are in, who is late, and a nudge for those by one tap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from zc_bot.chat.cycles import cycle_for, newest_cycle, open_cycles
from zc_bot.chat.reminding.nudges import OPEN_REPORT, WALK, nudge_rows
from zc_bot.chat.replies import Action, Button, Notice, Reply, Response
from zc_bot.chat.turn import Desk
from zc_bot.errors import NotAllowed
from zc_bot.policy.roles import Principal
from zc_bot.reminders.gaps import missing_of
from zc_bot.storage import audit, figures, outbox, people
from zc_bot.texts.catalog import join, texts_for
from zc_bot.texts.reminders import authority_name, word_due

STATUS = "status"
PREFIX = "oversee:"
COOL_DOWN = timedelta(hours=24)
"""An authority is nudged by hand once in so long."""


def status(desk: Desk) -> Response:
    """Say how far this year's figures have come: the number first, then who still misses how many."""
    texts, cycle = desk.texts, newest_cycle(desk)
    if cycle is None:
        return Response((Reply(texts("chat.status.none")),))
    reported = figures.reported(desk.session, desk.programme, cycle.year)
    total = len(desk.programme.metrics)
    asked = [item for item in desk.programme.communities if item.start <= cycle.year]
    counts = {item.code: len(reported.get(item.code, ())) for item in asked}
    complete = sum(count == total for count in counts.values())
    late = sorted(asked, key=lambda item: counts[item.code])
    lines = [
        texts("chat.status.full" if counts[item.code] == total else "chat.status.line",
              community=item.name(texts.lang), count=counts[item.code], total=total)
        for item in late
    ]  # fmt: skip
    head = texts("chat.status.head", complete=complete, expected=len(asked), year=cycle.year)
    due = word_due(cycle.deadline, desk.now.astimezone(desk.rules.zone), texts.lang)
    owing = tuple(dict.fromkeys(item.authority for item in late if counts[item.code] < total))
    rows: tuple[tuple[Button, ...], ...] = ()
    if desk.who.reviews:
        attended = tuple(code for code in owing if _reporters(desk, code))
        rows = nudge_rows(attended, cycle.year, desk.rules, desk.today, texts.lang)
        if left := [desk.programme.authority[code] for code in owing if code not in attended]:
            names = texts.plain("remind.comma").join(authority_name(one, desk.today, texts.lang) for one in left)
            lines.append(texts("remind.unattended", authorities=names))
    return Response((Reply(join([head, due, *lines]), rows),))


def tapped(desk: Desk, name: str, args: Sequence[str]) -> Response:
    """Nudge an authority; raises `NotAllowed` for who may not."""
    if not desk.who.reviews:
        raise NotAllowed("oversee")
    authority, year = args
    return _nudge(desk, authority, int(year))


def _nudge(desk: Desk, authority: str, year: int) -> Response:
    """Remind an authority's reporters now, unless somebody did within a day or the year is over."""
    texts = desk.texts
    shown = authority_name(desk.programme.authority[authority], desk.today, texts.lang)
    key = f"nudge:{authority}:{year}:"
    before = outbox.last_of(desk.session, key)
    if before is not None and desk.now - before < COOL_DOWN:
        return Response(toast=texts.plain("oversee.nudged_before", authority=shown), alert=True)
    is_open = any(cycle.year == year for cycle in open_cycles(desk.session, desk.rules, desk.now))
    gaps = _gaps(desk, authority, year) if is_open else {}
    if not gaps:
        return Response(toast=texts.plain("oversee.nothing_owed", authority=shown), alert=True)
    reporters = _reporters(desk, authority)
    if not reporters:
        return Response(toast=texts.plain("oversee.nobody", authority=shown), alert=True)
    audit.note(desk.session, desk.who, "remind.nudge", authority, desk.now, year=year)
    notices = tuple(_notice(desk, one, gaps, year, f"{key}{one.id}:{desk.now.isoformat()}") for one in reporters)
    names = texts.plain("remind.comma").join(one.name for one in reporters)
    return Response(toast=texts.plain("oversee.nudged", authority=shown, names=names), alert=True, notices=notices)


def _reporters(desk: Desk, authority: str) -> list[Principal]:
    """Return who reports for an authority and can be reached."""
    return [
        one.who
        for one in people.reach(desk.session)
        if one.who.role == "reporter" and authority in one.who.authorities and not one.unreachable
    ]


def _gaps(desk: Desk, authority: str, year: int) -> dict[str, tuple[str, ...]]:
    """Find what an authority's communities still miss."""
    own = desk.programme.of_authority.get(authority, ())
    reported = figures.reported(desk.session, desk.programme, year, own)
    pairs = {(community, metric) for community, metrics in reported.items() for metric in metrics}
    missing = missing_of(desk.programme, year, pairs)
    return {code: missing[code] for code in own if code in missing}


def _notice(desk: Desk, told: Principal, gaps: dict[str, tuple[str, ...]], year: int, key: str) -> Notice:
    texts, deadline = texts_for(told.lang), cycle_for(desk, year).deadline
    lines = [texts("oversee.nudge.head", name=desk.who.name, year=year)]
    lines += [
        texts("chat.start.gap", community=desk.programme.community[code].name(told.lang), count=len(metrics))
        for code, metrics in gaps.items()
    ]
    lines.append(word_due(deadline, desk.now.astimezone(desk.rules.zone), told.lang))
    community, metrics = next(iter(gaps.items()))
    label = texts.plain("remind.button.begin", metric=desk.programme.metric[metrics[0]].short(told.lang))
    begin = Button(label, Action(OPEN_REPORT, (community, str(year), metrics[0], WALK)))
    return Notice(told.id, join(lines), ((begin,),), key)
