"""A colleague reports a year instead: asked, answered with 好 or not, returned by itself after two working days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from markupsafe import Markup

from zc_bot.chat.actions import AcceptCover, DeclineCover, HandOver, OfferPauses, OpenReport
from zc_bot.chat.cycles import cycle_in, open_cycles
from zc_bot.chat.letters import letter_of
from zc_bot.chat.reminding import cover_circles, unopened
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Rules, Turn
from zc_bot.parsing.called import called
from zc_bot.policy.roles import OPERATOR, Act, Principal, require
from zc_bot.reminders.deadlines import Cycle
from zc_bot.storage import outbox, people, stand_ins
from zc_bot.storage.gaps import missing_in
from zc_bot.storage.outbox import Letter
from zc_bot.storage.stand_ins import Cover
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts, join, texts_for
from zc_bot.texts.people import who_may
from zc_bot.texts.reminders import word_moment

WORKING_DAYS, MOST_COLLEAGUES = 2, 4
LATE_ANSWER = timedelta(days=14)
"""So long after a request has ended an answer is still taken to be about it."""
Owed = list[tuple[str, tuple[str, ...]]]


def colleagues(session: Session, who: Principal) -> list[Principal]:
    """Return who else reports for one of the same authorities and can be reached."""
    return [one for one in people.reporters_of(session, *who.authorities) if one.id != who.id]


def shared(rules: Rules, asker: Principal, colleague: Principal) -> tuple[str, ...]:
    """Return the communities that both report for, which are all that one can take over from the other."""
    mine = asker.own(rules.programme)
    return tuple(code for code in colleague.own(rules.programme) if code in mine)


def covered(
    session: Session, rules: Rules, everybody: Iterable[Principal], at: datetime | None = None
) -> Mapping[int, Collection[tuple[int, str]]]:
    """Return by asker which years of which communities are taken over: those that the colleague reports for too.

    at: a moment to come, by which some hand-overs have ended.
    """
    who = {one.id: one for one in everybody}
    found: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
    for one in stand_ins.open_ones(session):
        lasts = one.state == "taken" and not one.is_cut and (at is None or at < one.until)
        if lasts and one.asker in who and one.colleague in who:
            both = shared(rules, who[one.asker], who[one.colleague])
            found[one.asker] |= {(one.year, code) for code in both}
    return found


def offer(turn: Turn, named: int | None = None) -> Response:
    """Offer to ask a colleague to report instead; says so where nobody can be asked, or nothing is missing.

    named: the one year that is meant; else each that is open, the newest first. Raises `NotAllowed`.
    """
    require(turn.who, Act.REMIND_ONESELF)
    years = [cycle.year for cycle in reversed(open_cycles(turn.session, turn.rules, turn.now))]
    if named is not None and (refused := unopened.refused(turn, named)) is not None:
        return refused
    if not years:
        return unopened.none_open(turn)
    years, texts = [named] if named is not None else years, turn.texts
    found = colleagues(turn.session, turn.who)
    # A colleague whom the text names comes first.
    found.sort(key=lambda one: called(turn.incoming.text, one.name) is None)
    apart = _named_apart(turn, found)
    owing = [(year, one) for one in found for year in years if _owed(turn.session, turn.rules, turn.who, one, year)]
    if not owing:
        nobody = texts("oversee.cover.nobody", roles=who_may(Act.MANAGE_PEOPLE, texts))
        return Response((Reply(join([*apart, texts("oversee.pause.nothing_left") if found else nobody])),))
    there = sorted({year for year, _ in owing}, reverse=True)
    label = "oversee.button.hand" if len(there) == 1 else "oversee.button.hand_year"
    rows = tuple(
        (Button(texts.plain(label, name=one.name, year=year), HandOver(year, one.id)),)
        for year, one in owing[: MOST_COLLEAGUES * len(there)]
    )
    which = texts.plain("remind.comma").join(str(year) for year in there)
    taken = _taken(turn, there)
    asked = texts("oversee.cover.whom_else" if taken else "oversee.cover.whom", year=which)
    return Response((Reply(join([*apart, *taken, asked]), rows),))


def _taken(turn: Turn, years: Collection[int]) -> list[Markup]:
    """Say which colleagues already report these years instead, so that reminders go to them."""
    names = people.names(turn.session, turn.who)
    return [
        turn.texts("oversee.cover.mine_taken", name=names.get(one.colleague, ""), year=one.year,
                   until=_until(turn, one))
        for one in stand_ins.open_ones(turn.session)
        if one.asker == turn.who.id and one.state == "taken" and one.year in years and not one.is_cut
        and one.until > turn.now
    ]


def _named_apart(turn: Turn, found: Sequence[Principal]) -> list[Markup]:
    """Say of whoever a text names, and who can't be asked, why not: another authority's, or not to be reached."""
    there = {one.id for one in found} | {turn.who.id}
    others = [one for one in people.admitted(turn.session, turn.who) if one.id not in there]
    lines = []
    for one in others:
        if called(turn.incoming.text, one.name) is not None:
            is_theirs = one.reports_own and bool(shared(turn.rules, turn.who, one))
            key = "oversee.cover.not_reached" if is_theirs else "oversee.cover.not_theirs"
            lines.append(turn.texts(key, name=one.name))
    return lines


def ask(turn: Turn, action: HandOver) -> Response:
    """Ask a colleague to report a year instead; nothing changes before they say 好."""
    told = next((one for one in colleagues(turn.session, turn.who) if one.id == action.colleague), None)
    if told is None:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    owed = _owed(turn.session, turn.rules, turn.who, told, action.year)
    if not owed or not _is_open(turn.session, turn.rules, action.year, turn.now):
        return Response(toast=turn.texts.plain("oversee.pause.nothing_left"), alert=True)
    if cover_circles.comes_round(turn, turn.who, told, action.year):
        return Response((Reply(turn.texts("oversee.cover.with_you", name=told.name, year=action.year)),))
    one = stand_ins.ask(turn.session, turn.who, told.id, action.year, _return_at(turn.rules, turn.now), turn.now)
    parted = _parted(turn, turn.who, told, action.year, turn.texts)
    if one.state == "taken":
        text = turn.texts("oversee.cover.taken_before", name=told.name, until=_until(turn, one))
        return Response((Reply(join([text, *parted])),))
    texts = texts_for(told.lang)
    lines = [texts("oversee.cover.please", name=turn.who.name, year=action.year)]
    lines += [
        texts("chat.start.gap", community=turn.programme.community[code].name(told.lang), count=len(metrics))
        for code, metrics in owed
    ]
    by = word_moment(one.until.astimezone(turn.rules.zone), turn.today, told.lang)
    lines.append(texts("oversee.cover.answer_by", until=by))
    rows = ((Button(texts.plain("oversee.button.accept"), AcceptCover(one.id)),
             Button(texts.plain("oversee.button.decline"), DeclineCover(one.id))),)
    text = turn.texts("oversee.cover.asked", name=told.name, until=_until(turn, one))
    return Response(
        (Reply(join([text, *parted])),), notices=(Notice(told.id, join(lines), rows, key_of(one.id)),)
    )


def accept(turn: Turn, action: AcceptCover) -> Response:
    """Take a year over for two working days, and tell who asked."""
    one = asked_of(turn, action.number)
    asker = None if one is None else people.find(turn.session, one.asker)
    if one is None or asker is None or not _is_open(turn.session, turn.rules, one.year, turn.now):
        return Response((Reply(turn.texts("oversee.cover.over")),))
    owed = _owed(turn.session, turn.rules, asker, turn.who, one.year)
    until = _return_at(turn.rules, turn.now)
    if not owed:
        stand_ins.answer(turn.session, turn.who, one, "over", turn.now)
        return Response((Reply(turn.texts("oversee.cover.complete")),))
    if cover_circles.comes_round(turn, asker, turn.who, one.year):
        return Response((Reply(turn.texts("oversee.cover.with_asker", name=asker.name, year=one.year)),))
    if not stand_ins.answer(turn.session, turn.who, one, "taken", turn.now, until):
        return Response((Reply(turn.texts("oversee.cover.over")),))
    shown = word_moment(until.astimezone(turn.rules.zone), turn.today, turn.texts.lang)
    begin = _begin(turn.rules, turn.who, owed, one.year)
    yours = [turn.texts("oversee.cover.yours", name=asker.name, until=shown)]
    yours += _parted(turn, asker, turn.who, one.year, turn.texts)[:1]
    reply = Reply(join(yours), (begin,))
    texts = texts_for(asker.lang)
    lines = [texts("oversee.cover.taken", name=turn.who.name, year=one.year,
                   until=word_moment(until.astimezone(turn.rules.zone), turn.today, asker.lang))]
    lines += _parted(turn, asker, turn.who, one.year, texts)
    if _calls_ahead(cycle_in(turn.session, turn.rules, one.year), turn.now, until):
        lines.append(texts("oversee.cover.last_calls"))
    return Response((reply,), notices=(Notice(asker.id, join(lines), (), f"hand:{one.id}:taken"),))


def decline(turn: Turn, action: DeclineCover) -> Response:
    """Leave it with who asked, and tell them."""
    one = asked_of(turn, action.number)
    if one is None or not stand_ins.answer(turn.session, turn.who, one, "declined", turn.now):
        return Response((Reply(turn.texts("oversee.cover.over")),))
    asker = people.find(turn.session, one.asker)
    notices: tuple[Notice, ...] = ()
    if asker is not None:
        texts = texts_for(asker.lang)
        text = texts("oversee.cover.declined", name=turn.who.name, year=one.year)
        others = ((Button(texts.plain("oversee.button.later"), OfferPauses(one.year)),),)
        notices = (Notice(asker.id, text, others, f"hand:{one.id}:declined"),)
    return Response((Reply(turn.texts("oversee.cover.left")),), notices=notices)


def gone(turn: Turn, asker: Principal, one: Cover) -> Notice:
    """Tell who asked that a colleague does not report instead any more."""
    owed = _owed(turn.session, turn.rules, asker, turn.who, one.year)
    text = texts_for(asker.lang)("oversee.cover.gone", name=turn.who.name, year=one.year,
                                 count=sum(len(metrics) for _, metrics in owed))
    rows = (_begin(turn.rules, asker, owed, one.year),) if owed else ()
    return Notice(asker.id, text, rows, f"hand:{one.id}:back")


def over(turn: Turn, states: Collection[str] = ("lapsed",)) -> Markup | None:
    """Say that what somebody was asked last has ended, for some time after it did; None where it has not."""
    one = stand_ins.newest_asked(turn.session, turn.who.id)
    if one is None or one.state not in states or turn.now - one.until > LATE_ANSWER:
        return None
    name = people.names(turn.session, turn.who).get(one.asker, "")
    return turn.texts("oversee.cover.too_late", name=name, year=one.year)


def key_of(number: int) -> str:
    """Name the letter that asks a colleague."""
    return f"hand:{number}"


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Return what was not answered or not reported in time, and what a colleague who left had taken over.

    Where the one who asked has left, the colleague is told.
    """
    letters: list[Letter] = []
    for one in stand_ins.open_ones(session):
        asker, colleague = people.find(session, one.asker), people.find(session, one.colleague)
        if not _is_open(session, rules, one.year, now):
            stand_ins.settle(session, one, "over", now)
            continue
        if asker is None or not asker.reports_own:
            stand_ins.settle(session, one, "over", now)
            if one.state == "taken" and colleague is not None:
                letters += _alone(session, rules, colleague, one, now)
            continue
        left = one.is_cut or colleague is None or not shared(rules, asker, colleague)
        owed = _owed(session, rules, asker, asker if colleague is None or left else colleague, one.year)
        if not owed:
            stand_ins.settle(session, one, "over", now)
        elif left or one.until <= now:
            key = "gone" if left else "lapsed" if one.state == "asked" else "returned"
            stand_ins.settle(session, one, "lapsed" if one.state == "asked" else "over", now)
            if key == "lapsed":
                owed = _owed(session, rules, asker, asker, one.year)
            names = people.names(session, OPERATOR)
            letters.append(_returned(session, rules, asker, names.get(one.colleague, ""), one, key, owed, now))
    return outbox.post(session, letters, now)


def _alone(session: Session, rules: Rules, colleague: Principal, one: Cover, now: datetime) -> list[Letter]:
    """Tell a colleague whose asker has left what their own authority still misses; nothing where that is complete."""
    if not (owed := _owed(session, rules, colleague, colleague, one.year)):
        return []
    count, name = sum(len(metrics) for _, metrics in owed), people.names(session, OPERATOR).get(one.asker, "")
    text = texts_for(colleague.lang)("oversee.cover.alone", name=name, year=one.year, count=count)
    rows = (_begin(rules, colleague, owed, one.year),)
    return [letter_of(session, Notice(colleague.id, text, rows, f"hand:{one.id}:alone"), now)]


def _returned(
    session: Session, rules: Rules, asker: Principal, name: str, one: Cover, key: str, owed: Owed, now: datetime
) -> Letter:
    count = sum(len(metrics) for _, metrics in owed)
    text = texts_for(asker.lang)(f"oversee.cover.{key}", name=name, year=one.year, count=count)
    rows = (_begin(rules, asker, owed, one.year),)
    return letter_of(session, Notice(asker.id, text, rows, f"hand:{one.id}:back"), now)


def _begin(rules: Rules, who: Principal, owed: Owed, year: int) -> tuple[Button, ...]:
    first, metrics = owed[0]
    short = rules.programme.metric[metrics[0]].short(who.lang)
    label = texts_for(who.lang).plain("remind.button.begin", metric=short)
    return (Button(label, OpenReport(first, year, metrics[0], walk=True)),)


def asked_of(turn: Turn, number: int) -> Cover | None:
    """Return a request that waits for this person's answer, and whose time is not over."""
    one = stand_ins.find(turn.session, number)
    waits = one is not None and one.colleague == turn.who.id and one.state == "asked" and one.until > turn.now
    return one if waits else None


def _owed(session: Session, rules: Rules, asker: Principal, told: Principal, year: int) -> Owed:
    """Return what both report for and a year still misses."""
    return list(missing_in(session, rules.programme, year, shared(rules, asker, told)).items())


def _parted(turn: Turn, asker: Principal, told: Principal, year: int, texts: Texts) -> list[Markup]:
    """Name what is handed over and what stays with the asker; nothing where all of it is handed over."""
    given = [code for code, _ in _owed(turn.session, turn.rules, asker, told, year)]
    others = covered(turn.session, turn.rules, people.admitted(turn.session, turn.who)).get(asker.id, ())
    own = [code for code, _ in _owed(turn.session, turn.rules, asker, asker, year)]
    kept = [code for code in own if code not in given and (year, code) not in others]
    if not kept:
        return []

    def named(codes: list[str]) -> str:
        names = (turn.programme.community[code].name(texts.lang) for code in codes)
        return texts.plain("remind.comma").join(names)

    return [texts("oversee.cover.share", places=named(given)), texts("oversee.cover.kept", places=named(kept))]


def _is_open(session: Session, rules: Rules, year: int, now: datetime) -> bool:
    return any(cycle.year == year for cycle in open_cycles(session, rules, now))


def _return_at(rules: Rules, now: datetime) -> datetime:
    """Return the end of the second working day from now."""
    day: date = now.astimezone(rules.zone).date()
    for _ in range(WORKING_DAYS):
        day = rules.days.next_working(day + timedelta(days=1))
    return datetime.combine(day, rules.programme.reporting.send_until, rules.zone)


def _until(turn: Turn, one: Cover) -> str:
    return word_moment(one.until.astimezone(turn.rules.zone), turn.today, turn.texts.lang)


def _calls_ahead(cycle: Cycle, now: datetime, until: datetime) -> bool:
    """Tell whether a last call falls due while the colleague has it."""
    return any(now < due.at <= until for due in cycle.stages if due.stage.code in cycle.last_calls)
