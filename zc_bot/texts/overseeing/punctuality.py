"""Timeliness in words: how many are in, and in time, who is late by how many days; and a notice to be copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from markupsafe import Markup

from zc_bot.evaluation.timeliness import Tally, Timeliness
from zc_bot.parsing.meaning import Choice
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.next import rows_of_two
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names
from zc_bot.texts.reminders import word_deadline

_LISTED = 13
_OFTEN = 3


def word_punctuality(found: Timeliness, by: str, words: Words, named: Sequence[str] = ()) -> Rendered:
    """Word a year's timeliness; `by`: authority, person or metric, else the communities that are late.

    named: the people who are asked about; then it is of them alone.
    """
    if named:
        lines = [*_of_people(found, named, words)]
    else:
        summed = by in {"authority", "person", "metric"}
        lines = [*_head(found, words), *(_by(found, by, words) if summed else _late(found, words))]
    return Rendered(fit(Message(lines), words.texts), rows_of_two(_next(found, words)))


def word_end(found: Timeliness, measure: str, by: str, words: Words, lowest: bool) -> Rendered:
    """Name who is at an end by one measure, the number first; then the year's whole.

    Where most are alike it says how many, and names the others with theirs; where all are, that nobody is at an end.
    measure: in_time or arrived, whose lowest or highest is asked for; days, of which the most are.
    """
    value = _VALUES[measure]
    known = [(at, one) for one in _summed(found, by, words) if one.key and (at := value(one)) is not None]
    end = (min if lowest and measure != "days" else max)((at for at, _ in known), default=0)
    if not known or (measure == "days" and not end):
        return word_punctuality(found, by, words)
    lines = [_at_the_end(known, end, measure, by, words, lowest, found.year), *_head(found, words)]
    return Rendered(fit(Message(lines), words.texts), rows_of_two(_next(found, words)))


def _at_the_end(known: Sequence[tuple[Fraction | int, Tally]], end: Fraction | int, measure: str, by: str,
                words: Words, lowest: bool, year: int) -> Markup:
    """Say who is at the end: by name, or how many and who is not, where those are fewer."""
    plain, name = words.texts.plain, _names_of(by, words)
    tied = [one for at, one in known if at == end]
    others = sorted(((at, one) for at, one in known if at != end), key=lambda both: both[0], reverse=not lowest)

    def shown(at: Fraction | int) -> str:
        if isinstance(at, Fraction):
            return percent(at, words)
        return plain("timely.end.late", count=at) if at else plain("timely.end.punctual")

    alike = "alike_late" if measure == "days" else "alike"
    side = "most" if measure == "days" else "low" if lowest else "high"
    which = f"timely.end.{measure}.{side if others else 'same'}"
    names = words.listed((name(one.key) for one in tied), _LISTED)
    if len(tied) == 1 or len(tied) <= len(others):
        return words.texts("timely.end.named", names=names, value=shown(end), which=plain(which, year=year))
    rest = (plain("timely.end.other", name=name(one.key), value=shown(at)) for at, one in others)
    said = words.texts(f"timely.end.{alike}", many=plain(f"timely.end.many.{by}", count=len(tied)), value=shown(end),
                       which=plain(which, year=year))
    tail = plain("timely.end.others", names=words.listed(rest, _LISTED)) if others else ""
    return said + tail


def _days_late(one: Tally) -> int | None:
    """Count the days after the deadline, 0 in time; None where nothing is told of it, or it isn't due yet."""
    return one.late if one.late is not None else 0 if one.whole_in_time and one.timed else None


_VALUES: Mapping[str, Callable[[Tally], Fraction | int | None]] = {
    "in_time": lambda one: one.in_time_share, "arrived": lambda one: one.arrived_share, "days": _days_late,
}


def word_notice(found: Timeliness, words: Words) -> Rendered:
    """Word a draft of the notice that goes round, without a guess: all in figures, to be copied by a tap."""
    return Rendered(Markup("<pre>{}</pre>").format("\n".join(_notice(found, words))))


def word_returns(found: Timeliness, by: str, words: Words) -> Rendered:
    """Word how often figures of a year were sent back, the most first; by authority, person, metric, else place."""
    tallies = sorted((one for one in _summed(found, by or "community", words) if one.returned),
                     key=lambda one: -one.returned)
    name = _names_of(by or "community", words)
    lines = [words.texts("timely.returns.line", name=name(one.key), count=one.returned, due=one.due)
             for one in tallies]
    whole = found.whole().returned
    head = words.texts(f"timely.returns.{'head' if whole else 'none'}", year=found.year, count=whole)
    if unnamed := whole - sum(one.returned for one in tallies):  # Who reported what waits is not told to everybody.
        lines.append(words.texts("timely.returns.unnamed", count=unnamed))
    others = [kind for kind in ("community", "authority", "person", "metric") if kind != (by or "community")]
    plain = words.texts.plain
    choices = [Choice(plain(f"timely.returns.next.{kind}"), plain(f"timely.returns.ask.{kind}", year=found.year))
               for kind in (others if whole else ())]
    return Rendered(fit(Message([head], lines), words.texts), rows_of_two(choices))


def share_down(share: Fraction | None) -> Decimal | str:
    """Give a share rounded down to a tenth of a per cent, '' where there is none."""
    return "" if share is None else Decimal(floor(share * 1000)) / 1000


def percent(share: Fraction | None, words: Words) -> str:
    """Write a share in per cent, rounded down: what is not all is never 100 %."""
    if share is None:
        return words.texts.plain("timely.none")
    tenths = floor(share * 1000)
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


def _head(found: Timeliness, words: Words) -> Iterator[Markup]:
    whole, texts = found.whole(), words.texts
    places = [one for one in found.by_community() if one.timed]
    due = dated_deadline(found, words)
    if not places:
        yield texts("timely.imported_all" if whole.due else "timely.nothing_due", year=found.year)
        return
    yield texts("timely.head", count=sum(one.whole_in_time for one in places), of=len(places), year=found.year,
                deadline=due)
    yield texts("timely.shares", in_time=percent(whole.in_time_share, words), count=whole.in_time, of=whole.timed,
                arrived=percent(whole.arrived_share, words), there=whole.arrived, due=whole.due)
    yield texts("timely.reviewed", approved=whole.approved, returned=whole.returned)
    if whole.timed < whole.due:
        yield texts("timely.imported", count=whole.due - whole.timed)


def dated_deadline(found: Timeliness, words: Words) -> str:
    """Write the deadline, always with its year."""
    return word_deadline(found.deadline, date.min, words.lang)


def late_ones(found: Timeliness) -> tuple[Tally, ...]:
    """Return the communities that are late, those that still miss figures first, then by days."""
    late = [one for one in found.by_community() if one.late is not None]
    return tuple(sorted(late, key=lambda one: (one.missing == 0, -(one.late or 0), -one.missing)))


def _late(found: Timeliness, words: Words) -> Iterator[Markup]:
    late = late_ones(found)
    if not late:
        waiting = [one for one in found.by_community() if one.missing]
        key = "timely.nobody_late" if found.is_over or not waiting else "timely.not_yet"
        yield words.texts(key, count=len(waiting))
        return
    yield words.texts("timely.late", count=len(late))
    for one in late[:_LISTED]:
        yield words.texts("timely.line", what=_how_late(one, words), who=_who(one, words))


def _how_late(one: Tally, words: Words) -> str:
    key = "timely.still" if one.missing else "timely.days"
    name = short_names(words.programme, words.lang)[one.key]
    return words.texts.plain(key, community=name, days=one.late, count=one.missing)


def _who(one: Tally, words: Words) -> str:
    authority = words.authority(words.programme.community[one.key].authority)
    return words.texts.plain("ask.comma").join((authority, *one.people))


def _of_people(found: Timeliness, named: Sequence[str], words: Words) -> Iterator[Markup]:
    """Word how the figures that some people handed in were in time; of who handed in none it says that."""
    yield words.texts("timely.of_people", year=found.year, deadline=dated_deadline(found, words))
    tallies = {one.key: one for one in found.by_person()}
    for name in named:
        one = tallies.get(name)
        yield words.texts("timely.handed_none", name=name) if one is None else _tally(one, name, words)


def _by(found: Timeliness, by: str, words: Words) -> Iterator[Markup]:
    tallies, named = _summed(found, by, words), _names_of(by, words)
    ordered = sorted(tallies, key=lambda one: (one.in_time_share is None, one.in_time_share or 0, -one.missing))
    if by == "authority":
        late = sum(one.late is not None for one in ordered)
        yield words.texts("timely.late_authorities", count=late, of=len(ordered))
        in_time = [one for one in ordered if one.whole_in_time and one.timed]
        ordered = [one for one in ordered if one not in in_time]
    yield from (_tally(one, named(one.key), words) for one in ordered)
    if by == "authority" and in_time:
        names = words.listed((_with_returns(one, named(one.key), words) for one in in_time), len(in_time))
        yield words.texts("timely.in_time", count=len(in_time), names=names)


def _summed(found: Timeliness, by: str, words: Words) -> tuple[Tally, ...]:
    tallies: dict[str, Callable[[], tuple[Tally, ...]]] = {
        "community": found.by_community,
        "authority": lambda: found.by_authority(words.programme),
        "person": found.by_person,
        "metric": found.by_metric,
    }
    return tallies[by]()


def _names_of(by: str, words: Words) -> Callable[[str], str]:
    named: dict[str, Callable[[str], str]] = {
        "authority": words.authority, "metric": words.metric, "community": words.community,
    }
    return named.get(by, str)


def _with_returns(one: Tally, name: str, words: Words) -> str:
    return words.texts.plain("timely.with_returns", name=name, count=one.returned) if one.returned else name


def _tally(one: Tally, name: str, words: Words) -> Markup:
    return words.texts(
        "timely.tally", name=name, in_time=percent(one.in_time_share, words), count=one.in_time, of=one.timed,
        late=words.texts.plain("timely.by_days", days=one.late) if one.late else "",
        returned=words.texts.plain("timely.by_returned", count=one.returned) if one.returned else "",
    )


def _notice(found: Timeliness, words: Words) -> Iterator[str]:
    plain, whole = words.texts.plain, found.whole()
    called = short_names(words.programme, words.lang)
    places = found.by_community()
    yield plain("timely.notice.title", year=found.year, programme=words.programme.name(words.lang))
    yield plain("timely.notice.whole", today=found.today.isoformat(), year=found.year, due=whole.due,
                there=whole.arrived, arrived=percent(whole.arrived_share, words), count=whole.in_time,
                in_time=percent(whole.in_time_share, words),
                deadline=dated_deadline(found, words))
    in_time = [called[one.key] for one in places if one.whole_in_time and one.timed]
    yield from _notice_line("in_time", in_time, words)
    late = late_ones(found)
    yield from _notice_line("late", [_how_late(one, words) for one in late if not one.missing], words)
    owing = [one for one in places if one.missing]
    shown = [plain("status.lacks", community=called[one.key], count=one.missing) for one in owing]
    yield from _notice_line("owing", shown, words)
    often = [plain("timely.notice.times", community=called[one.key], count=one.returned)
             for one in places if one.returned >= _OFTEN]
    yield from _notice_line("returned", often, words)
    if owing:
        yield plain("timely.notice.please")


def _notice_line(key: str, names: Sequence[str], words: Words) -> Iterator[str]:
    if names:
        yield words.texts.plain(f"timely.notice.{key}", names=words.listed(names, len(names)), count=len(names))


def _next(found: Timeliness, words: Words) -> Iterator[Choice]:
    for kind in ("notice", "authority", "person", "metric", "before"):
        year = found.year - 1 if kind == "before" else found.year
        if year >= words.programme.first_year:
            label = words.texts.plain(f"timely.next.{kind}", year=year)
            yield Choice(label, words.texts.plain(f"timely.ask.{kind}", year=year))
