"""A community at a glance, in words: what it meets, what the rest would take, what is missing, who answers for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from markupsafe import Markup

from zc_bot.evaluation.board import Arrived, judged_of, met_of
from zc_bot.evaluation.milestones import Milestones
from zc_bot.evaluation.outlook import Outlook
from zc_bot.evaluation.result import Card, Item
from zc_bot.evaluation.verdicts import Outcome
from zc_bot.parsing.meaning import Choice
from zc_bot.texts.answers.check import card_lines
from zc_bot.texts.answers.kinds import card_figures
from zc_bot.texts.answers.message import Message, fit, fold
from zc_bot.texts.answers.next import rows_of_two
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.sources import sources_of
from zc_bot.texts.answers.words import Words
from zc_bot.texts.milestones import word_milestone, word_stage
from zc_bot.texts.overseeing.status import Collecting, of_kind, word_arrived
from zc_bot.texts.reminders import word_due
from zc_bot.values import dataclass

_NAMED = 6
_BECOMES: tuple[Outcome, ...] = ("met", "not_met", "undetermined")
"""What reviews may make of a verdict, in the order in which it is told."""
_LONG_PAST = timedelta(days=365)
"""After so long nobody counts the days."""


@dataclass(frozen=True, slots=True)
class Page:
    """All that is said of a community.

    outlooks: what each failed requirement would take. after_review: its verdicts if all that waits were approved,
    where those differ. missing: metrics of which nothing came.
    """

    card: Card
    arrived: Arrived
    outlooks: tuple[Outlook, ...]
    after_review: Card | None
    reporters: tuple[str, ...]
    milestones: Milestones
    missing: tuple[str, ...]
    collecting: tuple[Collecting, ...]
    figures: tuple[Item, ...] = ()
    """All that the asker may see of the year, each with its change and verdict."""
    approved_only: bool = False
    """Others look on: what is not approved is told as not reported or not reviewed."""
    not_before: date | None = None
    """From when the year is collected, where that is still to come."""

    @property
    def is_to_come(self) -> bool:
        """Tell whether nothing is there yet, and nothing is expected."""
        return self.not_before is not None and not self.arrived.seen


def word_page(page: Page, words: Words, now: datetime) -> Rendered:
    """Word the page: the number first, what fails and what that would take, then the rest; all figures folded."""
    judged = (figure for one in page.card.verdicts for figure in one.basis.figures)
    told = (figure for one in page.figures for figure in one.measurement.figures)
    tail = [*_open(page, words), *_arrived(page, words), *_missing(page, words), *_owed(page, words, now)]
    tail += [] if page.is_to_come else sources_of((*judged, *told), words)
    if page.figures:
        tail += [words.texts("status.place.all", count=len(page.figures)), *fold(card_figures(page.figures, words))]
    message = Message([*_head(page, words)], [*_failing(page, words)], tail)
    return Rendered(fit(message, words.texts), rows_of_two(_next(page, words)))


def word_standing(page: Page, words: Words, now: datetime) -> list[Markup]:
    """Say beneath a community's figures how it stands; what they lack is told among them."""
    what = fold([*_failing(page, words), *_open(page, words)])
    return [*_head(page, words), *what, *_arrived(page, words), *_owed(page, words, now)]


def _head(page: Page, words: Words) -> Iterator[Markup]:
    card, texts = page.card, words.texts
    counts = Counter(one.verdict for one in card.verdicts)
    key = "head" if page.arrived.approved else "unreviewed" if page.arrived.seen else "nothing"
    told = of_kind("place.nothing", page.approved_only) if key == "nothing" else f"status.place.{key}"
    yield texts(told if page.arrived.due else "status.place.before",
                community=words.community(card.community), year=card.year, met=met_of(card),
                of=judged_of(words.programme) - counts["not_applicable"], waiting=page.arrived.seen)
    found = words.programme.community[card.community]
    reporters = words.listed(page.reporters)
    yield texts("status.place.who" if reporters else "status.place.authority",
                authority=words.authority(found.authority), reporters=reporters)
    yield word_stage(words.programme, page.milestones, card.community, card.year, texts)
    if (record := page.milestones.on_record(card.community)) is not None:
        yield texts("oversee.stage.record", ground=word_milestone(record, texts))


def _failing(page: Page, words: Words) -> Iterator[Markup]:
    for one in page.outlooks:
        yield from card_lines(one.verdict, words)
        if one.monthly is not None:
            remedy_unit = _unit(one, words)
            yield words.texts("status.place.monthly", count=one.monthly, unit=remedy_unit)
        if one.reached is not None:
            yield words.texts("status.place.reached", year=one.reached)
    if page.after_review is not None:
        names = words.texts.plain("ask.semicolon").join(_gained(page.card, page.after_review, words))
        yield words.texts("status.place.as_if", names=names)


def _gained(now: Card, then: Card, words: Words) -> Iterator[str]:
    """Name the requirements that reviews would judge otherwise, under what each would be."""
    for outcome in _BECOMES:
        names = [words.programme.requirement[after.requirement].name(words.lang)
                 for before, after in zip(now.verdicts, then.verdicts, strict=True)
                 if before.verdict != after.verdict == outcome]
        if names:
            verdict = words.texts.plain(f"status.board.{outcome}")
            yield words.texts.plain("status.place.becomes", name=words.listed(names, len(names)), verdict=verdict)


def _unit(one: Outlook, words: Words) -> str:
    metric = next(iter(one.verdict.basis.figures)).metric
    return words.unit_of(metric)


def _open(page: Page, words: Words) -> Iterator[Markup]:
    names = [words.programme.requirement[one.requirement].name(words.lang) for one in page.card.with_verdict("met")]
    if names:
        yield words.texts("status.place.met", names=words.listed(names, len(names)))
    if page.arrived.approved:
        names = [words.programme.requirement[one.requirement].name(words.lang)
                 for one in page.card.with_verdict("undetermined")]
        if names:
            yield words.texts("status.place.open", names=words.listed(names, len(names)))


def _arrived(page: Page, words: Words) -> Iterator[Markup]:
    if page.is_to_come:
        yield words.texts("status.not_before", year=page.card.year, day=page.not_before)
    elif page.arrived.due:
        yield word_arrived(page.arrived, words, page.approved_only)


def _missing(page: Page, words: Words) -> Iterator[Markup]:
    one = page.arrived
    if page.missing and one.seen < one.due and not page.is_to_come:
        names = words.listed((words.metric(code) for code in page.missing), _NAMED)
        yield words.texts(of_kind("place.missing", page.approved_only), year=page.card.year, names=names)


def _owed(page: Page, words: Words, now: datetime) -> Iterator[Markup]:
    """Say what other years lack: until when of late ones, in one line of those long past that lack as much."""
    code, long_past = page.card.community, dict[int, list[int]]()
    for one in page.collecting:
        if code not in one.missing or one.year == page.card.year:
            continue
        if now - one.deadline > _LONG_PAST:
            long_past.setdefault(one.missing[code], []).append(one.year)
            continue
        yield words.texts(of_kind("place.owes", page.approved_only), year=one.year, count=one.missing[code])
        yield word_due(one.deadline, now.astimezone(words.zone), words.lang)
    for count, years in long_past.items():
        name = "place.owes" if len(years) == 1 else "place.owe"
        yield words.texts(of_kind(name, page.approved_only), year=_said(years[::-1], words), count=count)


def _said(years: Sequence[int], words: Words) -> str:
    """Name years, from the first to the last where they follow one another."""
    first, *_, last = (years[0], *years)
    if len(years) > 2 and last - first == len(years) - 1:
        return words.texts.plain("status.place.span", first=first, last=last)
    return words.texts.plain("ask.comma").join(map(str, years))


def _next(page: Page, words: Words) -> Iterator[Choice]:
    name, plain = words.community(page.card.community), words.texts.plain
    if (later := _later(page)) is not None:
        yield Choice(plain("status.next.year", year=later), plain("status.ask.place", community=name, year=later))
    if page.arrived.approved:
        yield Choice(plain("status.next.verdicts"), plain("status.ask.verdicts", community=name, year=page.card.year))
    yield Choice(plain("status.next.figures"), plain("status.ask.figures", community=name, year=page.card.year))
    yield Choice(plain("status.next.before", year=page.card.year - 1),
                 plain("status.ask.place", community=name, year=page.card.year - 1))
    yield Choice(plain("status.next.city"), plain("status.ask.year", year=page.card.year))


def _later(page: Page) -> int | None:
    """Return the newest year after the one shown of which some figures came and some are still owed."""
    place, due = page.card.community, page.arrived.due
    found = [one.year for one in page.collecting if 0 < one.missing.get(place, 0) < due]
    return max((year for year in found if year > page.card.year), default=None)
