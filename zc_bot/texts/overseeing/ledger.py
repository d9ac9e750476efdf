"""Decisions, milestones, targets and support in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from zc_bot.evaluation.ledger import Ledger, Noted, Progress, Record, kind_of_support, totals
from zc_bot.evaluation.measurements import PERCENT
from zc_bot.parsing.as_of import said_days
from zc_bot.parsing.pending import compile_later
from zc_bot.texts.answers.sources import sources_of
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names

LISTED = 10


def word_noted(noted: Noted, words: Words) -> Markup:
    """Word one entry in a line: what, about whom, how much, by whom, when."""
    parts = [words.texts.plain(f"ledger.kind.{noted.kind}")]
    if whose := word_whose(noted, words):
        parts.append(whose)
    if noted.metric:
        parts.append(f"{noted.year} {words.metric(noted.metric)}")
    if noted.amount is not None:
        parts.append(words.quantity(noted.amount, noted.unit))
    if noted.who:
        parts.append(words.departments(noted.who))
    if noted.day is not None:
        parts.append(noted.day.isoformat())
    if noted.subject:
        parts.append(noted.subject)
    if noted.due is not None:
        parts.append(words.texts.plain("ledger.due", day=noted.due.isoformat()))
    what = _decided(noted, words) if noted.kind == "decision" else besides(noted, words)
    head = words.texts.plain("ledger.between").join(parts)
    return words.texts("ledger.entry" if what else "ledger.entry_bare", head=head, what=what)


def _decided(noted: Noted, words: Words) -> str:
    """Return what is decided, without whoever is to do it before it and the days behind it: both stand apart."""
    text = noted.what if noted.due is None else _without_due(noted.what, noted.due)
    for name in sorted((*_names(noted, words), *noted.who.split("、")), key=len, reverse=True):
        if name and text.startswith(name) and text[len(name) :][:1] in " ，,：:":
            text = text[len(name) :].lstrip(" ，,：:")
    if noted.due is not None:
        text = _LAST_DAY.sub("", text)
    return _OPENING.sub("", text).strip(" ,.") if text.isascii() and text.strip(" ,.") else text or noted.what


def _without_due(text: str, due: date) -> str:
    """Take the day until when something is wanted out of English words, with what leads to it: by 20 December."""
    for one in reversed(said_days(text, due)):
        leads = _LEADS_TO_DUE.search(text[: one.start])
        if leads is not None and one.of(one.year or due.year) == due:
            text = f"{text[: leads.start()].rstrip(' ,')} {text[one.end :].lstrip(' ,')}".strip()
    return text


def word_task(noted: Noted, words: Words) -> Markup:
    """Word a decision for whoever is to see to it: what is to be done, then who, until when, and who decided it."""
    plain = words.texts.plain
    whose = word_whose(noted, words)
    parts = [part for part in (whose, noted.who) if part and part not in noted.what]
    parts = [words.departments(part) for part in parts]
    if noted.due is not None:
        parts.append(plain("ledger.due", day=noted.due.isoformat()))
    if noted.day is not None:
        parts.append(plain("ledger.decided", day=noted.day.isoformat(), subject=noted.subject))
    return words.texts("ledger.task", what=noted.what, parts="　".join(parts))


def word_whose(noted: Noted, words: Words) -> str:
    """Name whom an entry is about: its community, else its authority; a decision is for the authority to see to."""
    if noted.community and not (noted.kind == "decision" and noted.authority):
        return short_names(words.programme, words.lang)[noted.community]
    return words.authority(noted.authority) if noted.authority else ""


_DATED = compile_later(r"(?:20[0-9]{2}[-/.年])?[0-9]{1,2}(?:[-/.][0-9]{1,2}|月[0-9]{1,2}[日号]?)[之以]?前?")
_LAST_DAY = compile_later(rf"[\s,，]*(?:期限|截止)?{_DATED.pattern}\s*$")
_LEADS_TO_DUE = compile_later(
    r"(?<![a-z])(?:no later than|not later than|on or before|by|due|until|before|till)"
    r"(?: (?:by|on|the end of|the))*:?\s*$", re.IGNORECASE
)
_OPENING = compile_later(r"^\s*(?:to|that)\s+(?=[a-z])", re.IGNORECASE)
_SUMS = compile_later(
    r"[0-9][0-9.,]*\s*(?:[万亿]?元|[万亿]?平方米|[万亿]?平米?|亩|公顷|m²|㎡|mu(?![a-z])"
    r"|(?:million |billion )?(?:yuan|rmb))"
)


_OF_TARGETS = compile_later(r"20[0-9]{2}年?度?|[0-9][0-9.,]*\s*(?:%|[万亿]?[个家人]|people|companies|units)")
"""A target's year and size."""


def besides(noted: Noted, words: Words, translated: bool = False) -> str:
    """Return what was noted besides names, sums and days, which stand apart: 创业活动; a decision is its words.

    What a grant is for is said in English by its kind as well; translated: by that alone, where it is known.
    """
    if noted.kind == "decision":
        return noted.what
    text = _own_words(noted, words)
    kind = kind_of_support(words.programme, noted) if noted.kind == "support" else None
    if words.lang != "en" or text.isascii() or kind is None:
        return text
    return kind.title("en") if translated else words.texts.plain("ledger.in_words", kind=kind.title("en"), text=text)


def _own_words(noted: Noted, words: Words) -> str:
    text = _without_days(noted.what, noted)
    text = _DATED.sub(_GONE, _SUMS.sub(_GONE, text))
    if noted.kind == "target":
        text = _OF_TARGETS.sub(_GONE, text)
    departments = noted.who.split("、")
    called = (*departments, *_called(departments, words))
    offices = (f"{name}{office}" for name in called if name for office in ("人民政府", "政府", "管委会"))
    said = (*departments, *offices, *(name.removeprefix("市") for name in departments), words.departments(noted.who))
    for name in sorted((*_names(noted, words), *said), key=len, reverse=True):
        text = text.replace(name, _GONE) if name else text
    text = _FORMER_FOR.sub("", _LED_TO.sub(" ", text).strip(" ，,、：:"))
    return " ".join(_NO_SPACE.sub("", text).split()).strip(" ，,、：:.")


_GONE = "\0"
"""Stands where a name, a sum or a day was."""
_LED_TO = compile_later(
    r"(?:(?<![a-z])(?:for|to|from|by|on|of|at|in|worth|dated|granted|with|and|the|a|an|community|district)\s+)*"
    r"(?:\0(?:'s|’s)?\s*)+(?:(?:innovation )?community(?![a-z]))?", re.IGNORECASE
)
"""What stood there, with the English words that led to it: from the Finance Bureau."""
_FORMER_FOR = compile_later(r"^(?:for|to|of)\s+(?=[a-z])", re.IGNORECASE)
_NO_SPACE = compile_later(r"\s+(?=[,;])")


def _without_days(text: str, noted: Noted) -> str:
    """Take the days of an entry out of its words, however they are written."""
    days = {day for day in (noted.day, noted.due) if day is not None}
    for one in reversed(said_days(text, noted.day or noted.due or date.max)):
        if any(one.of(one.year or day.year) == day for day in days):
            text = f"{text[: one.start]}{_GONE}{text[one.end :]}"
    return text


def _called(departments: Sequence[str], words: Words) -> Iterator[str]:
    """Give what the authorities among those who granted are called besides."""
    for one in words.programme.authorities:
        if one.name("zh") in departments:
            yield from (alias.text for alias in one.aliases)


def _names(noted: Noted, words: Words) -> Iterator[str]:
    programme = words.programme
    if noted.metric:
        yield from programme.names_of[noted.metric]
    for one in (programme.community.get(noted.community), programme.authority.get(noted.authority)):
        if one is not None:
            yield from (one.name("zh"), one.name("en"), *(alias.text for alias in one.aliases))


def word_line(one: Record, words: Words, today: date) -> Markup:
    """Word an entry that stands, with what is special about it."""
    noted, signs = one.noted, []
    if one.state == "open" and noted.kind == "decision" and noted.due is not None and noted.due < today:
        signs.append(words.texts.plain("ledger.overdue", days=(today - noted.due).days))
    if not one.approved:
        signs.append(words.texts.plain("ledger.waiting"))
    if one.state == "closed":
        signs.append(words.texts.plain("ledger.closed"))
    sign = "".join(words.texts.plain("ledger.sign", sign=text) for text in signs)
    return words.texts("ledger.line", id=one.id, entry=word_noted(noted, words), sign=sign)


def word_waiting(found: Sequence[Record], words: Words) -> list[Markup]:
    """Word what waits for review, which is counted nowhere: nothing where nothing does."""
    if not found:
        return []
    lines = [words.texts("ledger.support.line", entry=word_noted(one.noted, words), name=one.recorded_by)
             for one in found[:LISTED]]
    return [words.texts("ledger.waits", count=len(found)), *lines, *rest_of(len(found), words)]


def word_days(days: tuple[date, date], words: Words) -> str:
    """Write a span of days, or the one day."""
    first, last = days
    return first.isoformat() if first == last else words.texts.plain("kind.changes.days", first=first, last=last)


def sums_of(found: Iterable[Record], words: Words) -> list[str]:
    return [words.quantity(total, unit) for unit, total, _ in totals(found)]


def word_decisions(ledger: Ledger, words: Words, today: date, whose: str = "") -> list[Markup]:
    """Word the decisions that are open, those overdue first. whose: to be seen to by whom, '' for anybody."""
    found = ledger.open_decisions()
    of = words.texts.plain("ledger.decision.of", whose=whose) if whose else ""
    if not found:
        return [words.texts("ledger.decision.none", of=of)]
    head = words.texts("ledger.decision.head", count=len(found), overdue=len(ledger.overdue(today)), of=of)
    return [head, *(word_line(one, words, today) for one in found[:LISTED]), *rest_of(len(found), words)]


def word_decided(found: Sequence[Record], days: tuple[date, date], words: Words, today: date) -> list[Markup]:
    """Word what the meetings of some days decided, and what of it is done."""
    shown = word_days(days, words)
    if not found:
        return [words.texts("ledger.meeting.none_then", days=shown)]
    done = sum(one.state == "closed" for one in found)
    head = words.texts("ledger.meeting.then", count=len(found), done=done, days=shown)
    return [head, *(word_line(one, words, today) for one in found[:LISTED]), *rest_of(len(found), words)]


def word_last_meeting(found: Sequence[Record], words: Words, today: date) -> list[Markup]:
    """Word what the newest meeting decided, and what of it is done."""
    if not found:
        return [words.texts("ledger.meeting.never")]
    first = found[0].noted
    done = sum(one.state == "closed" for one in found)
    head = words.texts("ledger.meeting.last", count=len(found), done=done, subject=first.subject, day=first.day)
    plain = [replace(one, noted=replace(one.noted, day=None, subject="")) for one in found]
    return [head, *(word_line(one, words, today) for one in plain[:LISTED]), *rest_of(len(found), words)]


def word_targets(
    found: Sequence[Progress], metrics: Sequence[str], words: Words, waits: bool = False, missed: bool = False
) -> list[Markup]:
    """Word targets beside the figures, with the gap; no verdict of the policy is among them.

    metrics: of which they were asked for; none: of whatever. waits: some are told of beneath that wait for review.
    missed: those that were not reached are asked for; those without a figure are told beside them.
    """
    if not found and waits:
        return [words.texts("ledger.target.none_reviewed")]
    if not found:
        names = words.listed(map(words.metric, metrics))
        return [words.texts("ledger.target.none_of", metric=names) if metrics else words.texts("ledger.target.none")]
    reached = sum(one.gap is not None and one.gap >= 0 for one in found)
    lines = [words.texts("ledger.target.head", count=len(found), reached=reached)]
    if missed:
        unknown = sum(one.gap is None for one in found)
        lines = [words.texts("ledger.target.head_missed", count=len(found), missed=len(found) - reached - unknown)]
        lines += [words.texts("ledger.target.head_unknown", count=unknown)] if unknown else []
        found = sorted((one for one in found if one.gap is None or one.gap < 0), key=lambda one: one.gap is None)
    for one in found[:LISTED]:
        noted = one.record.noted
        gap = words.texts.plain("ledger.target.unknown")
        if one.gap is not None:
            key = "reached" if one.gap >= 0 else "missing"
            gap = words.texts.plain(f"ledger.target.{key}", gap=_apart(abs(one.gap), noted.unit, words))
        lines.append(words.texts(
            "ledger.target.line", community=short_names(words.programme, words.lang)[noted.community],
            year=noted.year, metric=words.metric(noted.metric), value=words.value(one.found),
            target=words.quantity(noted.amount, noted.unit) if noted.amount is not None else "", gap=gap,
            pending=words.pending(one.found),
        ))
    day = words.today.isoformat() if words.today else ""
    sources = sources_of((figure for one in found for figure in one.found.figures), words)
    return [*lines, *rest_of(len(found), words), *sources, words.texts("ledger.target.ground", day=day)]


def _apart(gap: Decimal, unit: str, words: Words) -> str:
    """Write how far a figure is from its target: two shares are percentage points apart."""
    return f"{gap.normalize():f}{words.texts.plain('ask.points')}" if unit == PERCENT else words.quantity(gap, unit)


def rest_of(count: int, words: Words) -> Iterator[Markup]:
    if count > LISTED:
        yield words.texts("ledger.more", count=count - LISTED)
