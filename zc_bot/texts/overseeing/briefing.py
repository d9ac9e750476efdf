"""The meeting paper in words: what its two pages say, as data printed elsewhere, and the text to say aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from zc_bot.evaluation.board import Board, judged_of, met_of
from zc_bot.evaluation.ledger import MILESTONES, Ledger, Noted, Record
from zc_bot.evaluation.movers import Mover
from zc_bot.evaluation.result import Total
from zc_bot.evaluation.steps import Step, overdue
from zc_bot.evaluation.timeliness import Timeliness
from zc_bot.evaluation.verdicts import Verdict
from zc_bot.texts.answers.message import half_widths, plain_text
from zc_bot.texts.answers.totals import how_many
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names
from zc_bot.texts.overseeing.board import board_spec
from zc_bot.texts.overseeing.ledger import besides, sums_of, word_whose
from zc_bot.texts.overseeing.punctuality import dated_deadline, late_ones, percent
from zc_bot.texts.overseeing.steps import word_late
from zc_bot.values import dataclass

ALOUD = 150
"""So many characters the text to say aloud has at most."""
MOVED, LATE, RECORDED, PER_LINE = 5, 8, 6, 46
"""PER_LINE: so many half-widths a line of a column holds."""
UNKNOWN = "—"
STARTS = 3
"""More starts that are not on record are counted, not named."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines under it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """All that the paper tells. up, down: with the reason that was stored, if any. filed: of the open collection.

    filed is None where others look on. only: of which communities it is, '' for all. more: sections of what was
    recorded: decisions, milestones, support.
    """

    board: Board
    totals: tuple[Total, ...]
    up: tuple[tuple[Mover, str], ...]
    down: tuple[tuple[Mover, str], ...]
    filed: Timeliness | None
    by: str
    now: datetime
    more: tuple[Section, ...] = field(default=())
    only: str = ""


def word_paper(found: Briefing, words: Words) -> dict[str, Any]:
    """Give everything that the paper prints, as text; the board as a picture's description."""
    plain, board = words.texts.plain, found.board
    return {
        "kind": "paper",
        "lang": words.lang,
        "name": plain("briefing.file", year=board.year, day=f"{found.now.astimezone(words.zone):%Y-%m-%d}"),
        "title": plain("briefing.title", programme=words.programme.name(words.lang)),
        "subtitle": plain("briefing.subtitle", year=board.year, as_of=words.moment(found.now), by=found.by,
                          only=plain("briefing.only", names=found.only) if found.only else ""),
        "tiles": [{"number": number, "text": text} for number, text in _tiles(found, words)],
        "summary": say_aloud(found, words),
        "board": board_spec(board, words, not found.only).as_dict(),
        "columns": _columns(list(_sections(found, words))),
        "note": plain("briefing.note", year=board.year, as_of=words.moment(found.now), approved=board.total.approved,
                      due=board.total.due, part="" if board.complete else plain("briefing.not_all")),
    }


def say_aloud(found: Briefing, words: Words) -> str:
    """Say the whole in no more than 150 characters, the most important first; what has no room is left out."""
    stop, text = words.texts.plain("briefing.stop"), ""
    for ways in _clauses(found, words):
        text = next((longer for way in ways if len((longer := f"{text}{way}{stop}").strip()) <= ALOUD), text)
    return text.strip()


def _clauses(found: Briefing, words: Words) -> Iterator[tuple[str, ...]]:
    """Give what there is to say, each in the ways in which it can be said, the fullest first."""
    for clause in _told(found, words):
        yield (clause,)
    called = short_names(words.programme, words.lang)
    for concern in ("fallen", "failing"):
        names = [called[one.community] for one in found.board.attention if one.concern == concern]
        if names and (concern == "fallen" or len(found.board.due) > 1):
            plain = words.texts.plain
            most = plain(f"briefing.say.{concern}", names=words.listed(names))
            yield (most, plain(f"briefing.say.{concern}_first", name=names[0], count=len(names)))
    filed, plain = found.filed, words.texts.plain
    if filed is not None and filed.year != found.board.year and (whole := filed.whole()).due:
        yield (plain("briefing.say.filed", year=filed.year, arrived=percent(whole.arrived_share, words)),)


def _told(found: Briefing, words: Words) -> Iterator[str]:
    """Say how many meet all, of what that is told, and how far the goals are."""
    plain, board = words.texts.plain, found.board
    called = short_names(words.programme, words.lang)
    day = f"{found.now.astimezone(words.zone):%Y-%m-%d}"
    if found.only and len(board.due) > 1:
        yield plain("briefing.say.only", names=found.only)
    if board.total.approved and len(board.due) == 1:
        (card,) = board.due
        yield plain("briefing.say.one", day=day, year=board.year, community=called[card.community], met=met_of(card),
                    of=judged_of(words.programme))
    elif board.total.approved:
        met = "met" if board.complete else "met_part"
        yield plain(f"briefing.say.{met}", day=day, year=board.year, met=len(board.met_all), count=len(board.due))
        if not board.complete:
            yield plain("briefing.say.part", reviewed=len(board.reviewed), count=len(board.due))
    else:
        yield plain("briefing.say.nothing", day=day, year=board.year)
    for goal in board.goals:
        yield _goal(goal, words)


def _goal(goal: Verdict, words: Words) -> str:
    if goal.basis.unrecorded:
        return words.texts.plain("briefing.say.unrecorded", name=words.goal(goal))
    kind = words.programme.requirement[goal.requirement].goal or "built"
    return words.texts.plain(f"briefing.say.{kind}", value=f"{goal.value:f}", target=f"{goal.threshold:f}")


def _tiles(found: Briefing, words: Words) -> Iterator[tuple[str, str]]:
    plain, board = words.texts.plain, found.board
    met = str(len(board.met_all)) if board.total.approved else UNKNOWN
    yield f"{met}/{len(board.due)}", plain("briefing.tile.met")
    for goal in board.goals:
        name = words.goal(goal)
        if goal.basis.unrecorded:
            yield f"{UNKNOWN}/{goal.threshold:f}", plain("briefing.tile.unrecorded", name=name)
        else:
            yield f"{goal.value:f}/{goal.threshold:f}", name
    yield f"{board.total.approved}/{board.total.due}", plain("briefing.tile.reviewed")


def _sections(found: Briefing, words: Words) -> Iterator[Section]:
    plain = words.texts.plain
    whole = "totals_some" if found.only else "totals"
    summed = whole if all(one.complete for one in found.totals) else "totals_part"
    made = (
        ("attention", tuple(_attention(found, words))),
        (summed, tuple(_totals(found.totals, words))),
        ("up", tuple(_moved(one, reason, words) for one, reason in found.up[:MOVED])),
        ("down", tuple(_moved(one, reason, words) for one, reason in found.down[:MOVED])),
        ("late", () if found.filed is None else tuple(_late(found.filed, words))),
    )
    for key, lines in made:
        if lines:
            yield Section(plain(f"briefing.section.{key}", year=found.board.year), lines)
    yield from found.more


def _columns(sections: Sequence[Section]) -> list[list[dict[str, Any]]]:
    """Share the sections out to two columns, as even as their lines are."""
    heights = [3 + sum(1.2 + half_widths(line) // PER_LINE for line in one.lines) for one in sections]
    cut = min(range(len(sections), -1, -1), key=lambda at: abs(sum(heights[:at]) - sum(heights[at:])))
    shown = [{"title": one.title, "lines": list(one.lines)} for one in sections]
    return [shown[:cut], shown[cut:]]


def word_ledger_sections(
    found: Ledger, steps: Sequence[Step], words: Words, today: date, years: Sequence[int] = ()
) -> tuple[Section, ...]:
    """Write what is on record on a day: decisions open, support granted, and who lacks a plan or policies.

    years: of which the support is told; none: all that was granted by then.
    """
    plain = words.texts.plain
    decided = found.open_decisions()
    decisions = [*(_decided(one, words, today) for one in decided[:RECORDED]), *_more(len(decided), words)]
    of_years = "support_year" if years else "support"
    shown = words.listed(map(str, years))
    made = (
        ("decisions", decisions),
        (of_years, list(_support(found, words, years))),
        ("milestones", list(_lacking(steps, words, today))),
    )
    return tuple(Section(plain(f"briefing.section.{key}", day=today.isoformat(), years=shown), tuple(lines))
                 for key, lines in made if lines)


def _support(found: Ledger, words: Words, years: Sequence[int]) -> Iterator[str]:
    """Write what was granted, of some years where they are asked for: the sum, then the newest grants."""
    granted = [one for one in found.of("support")
               if not years or (one.noted.day is not None and one.noted.day.year in years)]
    if not granted:
        if years:
            yield words.texts.plain("briefing.granted_none")
        return
    yield words.texts.plain("briefing.granted", sums=words.listed(sums_of(granted, words)), count=len(granted))
    newest = sorted(granted, key=lambda one: one.noted.day or date.min, reverse=True)[:RECORDED]
    yield from (_granted(one.noted, words) for one in newest)
    yield from _more(len(granted), words)


def _lacking(steps: Sequence[Step], words: Words, today: date) -> Iterator[str]:
    """Write which steps were due and are not on record, and who lacks a plan or policies."""
    plain, late = words.texts.plain, overdue(steps, today)
    starts = [one for one in late if one.kind == "start"]
    if len(starts) > STARTS:
        late = tuple(one for one in late if one.kind != "start")
    yield from (word_late(one, words, today) for one in late[:RECORDED])
    if len(starts) > STARTS:
        yield plain("ledger.step.late_starts", count=len(starts))
    for kind in MILESTONES:
        of_kind = [one for one in steps if one.kind == kind]
        open_ = [one for one in of_kind if not one.reached and not one.is_overdue(today)]
        names = words.listed((words.authority(one.authority) for one in open_), 6)
        if names and len(open_) < len(of_kind):
            yield plain("briefing.lacking", name=plain(f"ledger.kind.{kind}"), names=names)


def _more(count: int, words: Words) -> Iterator[str]:
    """Say how many entries are not printed."""
    if count > RECORDED:
        yield plain_text(words.texts("ledger.more", count=count - RECORDED))


def _decided(one: Record, words: Words, today: date) -> str:
    """Write a decision as a meeting wants to hear it: who, what, until when, how late."""
    noted, plain = one.noted, words.texts.plain
    late = (today - noted.due).days if noted.due is not None else 0
    until = plain("briefing.until", due=noted.due.isoformat()) if noted.due is not None else ""
    over = plain("ledger.sign", sign=plain("ledger.overdue", days=late)) if late > 0 else ""
    whose = word_whose(noted, words)
    who = plain("briefing.whose", whose=whose) if whose and whose not in noted.what else ""
    return f"{who}{besides(noted, words)}{until}{over}"


def _granted(noted: Noted, words: Words) -> str:
    """Write a grant in a line: to whom, how much, by whom, when, what for."""
    amount = words.quantity(noted.amount, noted.unit) if noted.amount is not None else ""
    day = noted.day.isoformat() if noted.day is not None else ""
    what = besides(noted, words, translated=True)
    parts = (word_whose(noted, words), amount, words.departments(noted.who), day, what)
    return words.texts.plain("ledger.between").join(part for part in parts if part)


def _attention(found: Briefing, words: Words) -> Iterator[str]:
    called = short_names(words.programme, words.lang)
    for one in found.board.attention:
        names = [words.programme.requirement[code].name(words.lang) for code in one.requirements]
        line = words.texts(f"status.{one.concern}", community=called[one.community], count=len(names),
                           names=words.listed(names, 4))
        yield plain_text(line).removeprefix("· ")


def _totals(totals: Sequence[Total], words: Words) -> Iterator[str]:
    """Write the city's sums with their change, each over how many communities."""
    for total in totals:
        item = total.item
        if item.measurement.number is None:
            continue
        changed = ""
        if item.change is not None and item.change.number is not None:
            changed = words.texts.plain("briefing.changed", change=words.signed(item.change))
        name, value = words.metric(item.measurement.metric), words.value(item.measurement)
        yield words.texts.plain("briefing.total", metric=name, value=value, changed=changed, counted=how_many(total))


def _moved(one: Mover, reason: str, words: Words) -> str:
    said = words.texts.plain("briefing.reason", reason=reason) if reason else ""
    called = short_names(words.programme, words.lang)[one.now.community or ""]
    return words.texts.plain("briefing.moved", community=called, metric=words.metric(one.now.metric),
                             change=words.signed(one.change), before=words.value(one.before),
                             value=words.value(one.now), reason=said)


def _late(filed: Timeliness, words: Words) -> Iterator[str]:
    """Write who is late with the figures that are collected, and until when they were due."""
    late, called = late_ones(filed), short_names(words.programme, words.lang)
    if not late:
        return
    due = dated_deadline(filed, words)
    yield words.texts.plain("briefing.due", year=filed.year, deadline=due)
    for one in late[:LATE]:
        key = "timely.still" if one.missing else "timely.days"
        authority = words.authority(words.programme.community[one.key].authority)
        shown = words.texts.plain(key, community=called[one.key], days=one.late, count=one.missing)
        yield words.texts.plain("briefing.late", what=shown, authority=authority)
    if len(late) > LATE:
        yield words.texts.plain("briefing.more", count=len(late) - LATE)


def word_briefing(paper: Mapping[str, Any], words: Words) -> Markup:
    """Word the message that the paper comes with: the text to say aloud, to be copied."""
    return words.texts("briefing.message", aloud=paper["summary"])


def word_aloud(paper: Mapping[str, Any], words: Words) -> Markup:
    """Word the text to say aloud where the paper does not come with it, and say where it does."""
    return words.texts("briefing.aloud", aloud=paper["summary"])
