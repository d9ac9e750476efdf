"""Days off: an admin sends the State Council's notice, sees what it moves, and confirms; asked for every December."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from markupsafe import Markup

from zc_bot.chat.actions import AskDaysOff, AwaitDaysOff, LeaveDeadline, SaveDaysOff
from zc_bot.chat.codec import encode
from zc_bot.chat.cycles import cycle_for, open_cycles
from zc_bot.chat.letters import to_admins
from zc_bot.chat.reminding import announcing, nudges, planned
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Rules, Turn
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import Act
from zc_bot.reminders.announced import Announced, AnnouncedFault, amended, is_english, is_notice, read_notice
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.coming import coming, moments
from zc_bot.reminders.country import FESTIVALS, left_out
from zc_bot.reminders.deadlines import Cycle, cycle_of
from zc_bot.storage import days_off, dialogues, meta, overrides
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts, join
from zc_bot.texts.dialogue.review import word_day
from zc_bot.texts.people import who_may
from zc_bot.texts.reminders import word_deadline, word_stage

DECEMBER, LATE_IN_DECEMBER = 12, 20
SHOWN = 20
AFTER_THE_LAST = (10, 8)
"""From this day on no festival of the year is to come: days off are next year's, whose notice comes in November."""
_NAMED = compile_later(r"(?:录入|粘贴|登记|更新)?(?:(?P<year>20[0-9]{2})年)?的?(?:放假|节假日)(?:安排|通知)[。.！!]?")
AHEAD = timedelta(days=400)


def pasted(turn: Turn) -> Response | None:
    """Take a notice that an admin pasted, or ask for one that is named; None for any other text.

    Whoever else pastes one is told that an admin takes it in.
    """
    if not turn.who.may(Act.MOVE_DEADLINE):
        shown = is_notice(turn.incoming.text) or is_english(turn.incoming.text)
        if not shown:
            return None
        turn.deny("move_deadline")
        return Response((Reply(turn.texts("oversee.days.admin_only", roles=who_may(Act.MOVE_DEADLINE, turn.texts))),))
    if (named := _NAMED.fullmatch(turn.incoming.text.strip())) is not None:
        return ask(turn, AskDaysOff(int(named["year"] or _usual_year(turn) or turn.today.year)))
    if is_english(turn.incoming.text):
        return Response((Reply(turn.texts("oversee.days.fault.english")),))
    if not is_notice(turn.incoming.text):
        return None
    return _preview(turn, read_notice(turn.incoming.text, _usual_year(turn)))


def ask(turn: Turn, action: AskDaysOff) -> Response:
    """Ask for the notice or its dates."""
    dialogues.save_prompt(turn.session, turn.who.id, *encode(AwaitDaysOff(action.year)), turn.now)
    return Response((Reply(turn.texts("oversee.days.paste", year=action.year)),))


def take(turn: Turn, action: AwaitDaysOff) -> Response:
    """Take the text just typed as the notice or its dates."""
    return _preview(turn, read_notice(turn.incoming.text, action.year, bare=True))


def _usual_year(turn: Turn) -> int | None:
    """Return next year, once no festival of this one is to come; at any other time a notice names its year."""
    return turn.today.year + 1 if (turn.today.month, turn.today.day) >= AFTER_THE_LAST else None


def _preview(turn: Turn, found: Announced | AnnouncedFault) -> Response:
    """Show what was read, and which deadlines and reminders it moves."""
    texts = turn.texts
    if isinstance(found, AnnouncedFault):
        return Response((Reply(texts(f"oversee.days.fault.{found.code}", said=found.said)),))
    if not turn.today.year <= found.year <= turn.today.year + 1:
        return Response((Reply(texts("oversee.days.fault.far", said=found.year)),))
    dialogues.drop_prompt(turn.session, turn.who.id)
    days, lines = _whole_year(turn, found)
    if not lines:
        return Response((Reply(texts("oversee.days.known", year=found.year)),))
    moved = list(_moved(turn, days, found.year))
    lines += moved[:SHOWN] or [texts("oversee.days.same")]
    if len(moved) > SHOWN:
        lines.append(texts("oversee.days.more", count=len(moved) - SHOWN))
    save = SaveDaysOff(
        found.year, tuple(day.isoformat() for day in sorted(days) if not days[day]),
        tuple(day.isoformat() for day in sorted(days) if days[day]),
    )
    rows = (
        (Button(texts.plain("oversee.button.save_days"), save),),
        (Button(texts.plain("oversee.button.leave"), LeaveDeadline()),),
    )
    return Response((Reply(join(lines), rows, single_use=True),))


def _whole_year(turn: Turn, found: Announced) -> tuple[Mapping[date, bool], list[Markup]]:
    """Return a year's days as they would be kept, and what is said of them; nothing where no day changes.

    A notice of the whole year takes the place of what was recorded before; any other changes the days that it names.
    While not all of a year was given, a day that comes to what was reckoned anyway is kept too: it is given now.
    """
    before, texts, known = days_off.announced(turn.session).get(found.year, {}), turn.texts, turn.rules.days
    days = kept = dict(found.days)
    settled = known.confirmed(found.year)
    amends = found.amends and (bool(before) or settled)
    if amends:
        days = {day: worked for day, worked in days.items()
                if known.is_working(day) != worked or not (settled or day in before)}
        kept = amended(before, {day: worked for day, worked in found.days if day in before or day in days})
    off, worked = (sorted(day for day, was in days.items() if was is is_worked) for is_worked in (False, True))
    head = "head" if not amends else "amended" if settled else "besides"
    lines = [texts(f"oversee.days.{head}", year=found.year, off=len(off), worked=len(worked))] if days else []
    lines += [texts("oversee.days.off", days=_spans(off, texts))] if off else []
    lines += [texts("oversee.days.worked", days=_spans(worked, texts))] if worked else []
    dropped = _dropped(before, kept, texts)
    lines += dropped or ([texts("oversee.days.rest_stays")] if amends and lines else [])
    if lines and not known.with_announced(found.year, kept).confirmed(found.year):
        lines.append(texts("oversee.days.unnamed", names=_named(left_out(found.year, kept), texts)))
    return kept, lines


def _named(festivals: Mapping[str, date], texts: Texts) -> str:
    """Name festivals, each with its day: 元旦（1月1日）、清明（4月5日）."""
    named = (
        texts.plain("oversee.days.on", name=texts.plain(f"oversee.days.festival.{FESTIVALS[name]}"),
                    day=word_day(day, texts))
        for name, day in festivals.items()
    )
    return texts.plain("remind.comma").join(named)


def _dropped(before: Mapping[date, bool], kept: Mapping[date, bool], texts: Texts) -> list[Markup]:
    """Name the days recorded before that would not be kept."""
    lines = []
    for key, worked in (("dropped_off", False), ("dropped_worked", True)):
        days = sorted(day for day, was in before.items() if was is worked and day not in kept)
        if days:
            lines.append(texts(f"oversee.days.{key}", days=_spans(days, texts)))
    return lines


def save(turn: Turn, action: SaveDaysOff) -> Response:
    """Keep the days, plan the reminders anew, and tell of every deadline that moved."""
    days = {date.fromisoformat(day): False for day in action.off}
    days |= {date.fromisoformat(day): True for day in action.worked}
    before = {year: cycle_for(turn, year) for year in _years(turn)}
    days_off.announce(turn.session, turn.who, action.year, days, turn.now)
    notices: tuple[Notice, ...] = ()
    for cycle in open_cycles(turn.session, turn.rules, turn.now):
        nudges.replan(turn.session, turn.rules, cycle.year, turn.now)
        if _is_news(turn, earlier := before[cycle.year], cycle):
            notices += announcing.changed(turn, "moved", earlier, cycle)
    text = turn.texts("oversee.days.saved", year=action.year, off=len(action.off), worked=len(action.worked))
    return Response((Reply(text, receipt=True),), notices=notices, events=frozenset({"tick"}))


def _is_news(turn: Turn, before: Cycle, after: Cycle) -> bool:
    """Tell whether a deadline moved that is ahead, or was until now."""
    return before.deadline != after.deadline and max(before.deadline, after.deadline) > turn.now


def _years(turn: Turn) -> list[int]:
    """Return the reporting years that are open, and the one whose collection is next."""
    found = [cycle.year for cycle in open_cycles(turn.session, turn.rules, turn.now)]
    return [*found, max([*found, turn.today.year - 1]) + 1]


def _moved(turn: Turn, days: Mapping[date, bool], year: int) -> Iterator[Markup]:
    """Say which deadlines move and which reminders come on other days, the newest year first."""
    other = turn.rules.days.with_announced(year, days)
    through = turn.now + AHEAD
    facts = planned.facts_until(turn, through)
    for reporting in reversed(_years(turn)):
        before, after = cycle_for(turn, reporting), _with(turn, reporting, other)
        old, new = (word_deadline(one.deadline, turn.today, turn.texts.lang) for one in (before, after))
        if _is_news(turn, before, after):
            yield turn.texts("oversee.days.deadline", year=reporting, old=old, new=new)
        others = replace(facts, days=other)
        if len({moments(one, reporting, turn.now, through) for one in (facts, others)}) > 1:
            was, will = (coming(one, reporting, turn.now, through) for one in (facts, others))
            yield from _other_days(turn, reporting, was, will)


def _other_days(turn: Turn, year: int, was: Mapping[str, datetime], will: Mapping[str, datetime]) -> Iterator[Markup]:
    """Say of each stage of a year that it comes on another day, comes besides, or does not come any more."""
    texts = turn.texts
    for stage, at in sorted({**was, **will}.items(), key=lambda one: one[1]):
        old, new = was.get(stage), will.get(stage)
        if old == new:
            continue
        key = "stage_more" if old is None else "stage_less" if new is None else "stage"
        yield texts(f"oversee.days.{key}", year=year, stage=word_stage(stage, texts),
                    old=_day(turn, old or at), new=_day(turn, new or at))


def _day(turn: Turn, at: datetime) -> str:
    return turn.texts.plain("oversee.days.at_once") if at == turn.now else word_day(at.date(), turn.texts)


def _with(turn: Turn, year: int, days: WorkingDays) -> Cycle:
    return cycle_of(turn.programme, year, days, overrides.deadlines(turn.session).get(year))


def _spans(days: Iterable[date], texts: Texts) -> str:
    """Write days as spans: 1月1日–1月3日、4月4日–4月6日."""
    spans: list[list[date]] = []
    for day in days:
        if spans and day - spans[-1][-1] == timedelta(days=1):
            spans[-1].append(day)
        else:
            spans.append([day])
    shown = (word_day(one[0], texts) if len(one) == 1 else f"{word_day(one[0], texts)}–{word_day(one[-1], texts)}"
             for one in spans)
    return texts.plain("remind.comma").join(shown)


def tick(session: Session, rules: Rules, now: datetime) -> list[Letter]:
    """Ask the admins in December for next year's days off, and once more late in it."""
    today = now.astimezone(rules.zone).date()
    year = today.year + 1
    if today.month != DECEMBER or rules.days.confirmed(year):
        return []
    told = f"{meta.DAYS_OFF_ASKED}_{year}_{'late' if today.day >= LATE_IN_DECEMBER else 'early'}"
    if meta.get(session, told) is not None:
        return []
    meta.put(session, told, now.isoformat())

    def rows(texts: Texts) -> tuple[tuple[Button, ...], ...]:
        return ((Button(texts.plain("oversee.button.paste_days"), AskDaysOff(year)),),)

    known = days_off.announced(session).get(year)
    if known is None:
        return to_admins(session, now, "oversee.days.ask", rows=rows, year=year)

    def rest(texts: Texts) -> Markup:
        return texts("oversee.days.ask_rest", year=year, names=_named(left_out(year, known), texts))

    return to_admins(session, now, rest, rows=rows)
