"""Review in words: what waits, a community's figures to be looked at, and what somebody's reports have come to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from string import ascii_uppercase
from zoneinfo import ZoneInfo

from markupsafe import Markup

from zc_bot.parsing.pending import compile_later
from zc_bot.policy.programme import Programme
from zc_bot.reminders.deadlines import zone_of
from zc_bot.storage.observations import IMPORTED, Version
from zc_bot.storage.review import InReview
from zc_bot.storage.submissions import Submitted
from zc_bot.storage.tables import LETTER
from zc_bot.submission.events import ShowCard
from zc_bot.texts.catalog import Texts, join
from zc_bot.texts.dialogue.report_card import review_body
from zc_bot.texts.numbers import format_metric, shorten
from zc_bot.texts.reminders import word_age

NAMED = 3
"""So many figures of a report are named."""
_SERIAL = compile_later(
    r"(?:编号|No\.?|#)\s*(?P<mark>[A-Z]{0,6})(?P<named>\d{1,9})(?!\d)"
    r"|(?<![A-Za-z\d])(?P<letters>(?:[A-Z]{1,2}|[A-Z]{4,6})(?=\d{6}(?!\d))|(?=0))(?P<plain>\d{6})(?!\d)",
    re.IGNORECASE,
)
"""Three letters no serial has, but numbers of invoices do."""


def serial_text(serial: int) -> str:
    """Write a receipt's serial as people read it out: 000123, and QXRT000001 after a copy was put back."""
    letter, number = divmod(serial, LETTER)
    name = ""
    while letter:
        letter, last = divmod(letter - 1, len(ascii_uppercase))
        name = ascii_uppercase[last] + name
    return f"{name}{number:06d}"


def read_serial(text: str) -> int | None:
    """Read the serial that a text names: No. 123, 000123, QXRT000001."""
    if (found := _SERIAL.search(text)) is None:
        return None
    letters, number = (found["mark"], found["named"]) if found["named"] else (found["letters"], found["plain"])
    letter = 0
    for one in (letters or "").upper():
        letter = letter * len(ascii_uppercase) + ascii_uppercase.index(one) + 1
    return letter * LETTER + int(number)


def render_queue(places: Sequence[InReview], texts: Texts) -> Markup:
    """Say how much waits for review."""
    if not places:
        return texts("review.queue.none")
    return texts("review.queue.head", figures=sum(place.figures for place in places), places=len(places))


def queue_label(place: InReview, texts: Texts, programme: Programme, now: datetime) -> str:
    """Name what waits on a button: 通创社区 2019年（22项，王芳，待审3天）; now: a local moment."""
    return texts.plain(
        "review.queue.button",
        community=programme.community[place.community].name(texts.lang),
        year=place.year,
        figures=place.figures,
        reporters=texts.plain("remind.comma").join(place.reporters[:2]),
        age=word_age(place.since.astimezone(now.tzinfo), now, texts),
    )


def render_pile(
    card: ShowCard, waiting: Sequence[Version], own: int, texts: Texts, programme: Programme, zone: ZoneInfo
) -> Markup:
    """Show the figures that wait, each as typed and read, with last year's, the one it replaces and its reason."""
    head = texts(
        "review.place.head", community=programme.community[card.community].name(texts.lang), year=card.year,
        count=len(waiting),
    )
    who = [
        texts("review.place.by", name=name, count=count, at=word_moment(at, texts, zone))
        for name, count, at in _by_reporter(waiting)
    ]
    parts = [head, *who, review_body(card, texts, programme)]
    if own:
        parts.append(texts("review.place.own", count=own))
    return join(parts)


def render_mine(reports: Sequence[Submitted], texts: Texts, programme: Programme, now: datetime) -> Markup:
    """List one's reports, the newest first: how many figures, and where they stand at a local moment."""
    if not reports:
        return texts("review.mine.none")
    lines = [texts("review.mine.head")]
    for report in reports:
        lines.append(
            texts(
                "review.mine.line", serial=serial_text(report.serial), year=report.year,
                community=programme.community[report.community].name(texts.lang),
                what=_what(report.versions, texts, programme),
                at=word_moment(report.at, texts, zone_of(programme)), standing=_standing(report, texts, now),
            )
        )
        lines += [
            texts("review.mine.returned", figure=word_figure(one, texts, programme), reason=shorten(one.reason, 120))
            for one in report.versions
            if one.status == "returned"
        ]
    return join(lines)


def _what(versions: Sequence[Version], texts: Texts, programme: Programme) -> str:
    """Name what was reported: one figure with its value, the first of several."""
    if len(versions) == 1:
        return word_figure(versions[0], texts, programme)
    names = [programme.metric[one.metric].short(texts.lang) for one in versions[:NAMED]]
    key = "review.mine.figures" if len(versions) <= NAMED else "review.mine.figures_more"
    return texts.plain(key, names=texts.plain("remind.comma").join(names), count=len(versions))


def word_reason(reason: str, texts: Texts) -> str:
    """Word why a figure was entered as it is: as it was typed, or that it was imported; empty for none."""
    return texts.plain("ask.origin.imported") if reason == IMPORTED else reason


def word_figure(one: Version, texts: Texts, programme: Programme) -> str:
    """Name a figure and its value: 高新产值 456,000万元."""
    metric = programme.metric[one.metric]
    return f"{metric.short(texts.lang)} {format_metric(one.value, one.marker, metric, texts.lang)}"


def word_moment(at: datetime, texts: Texts, zone: ZoneInfo) -> str:
    """Write a moment by its day and hour: 1月14日 10:00."""
    local = at.astimezone(zone)
    return f"{word_day(local.date(), texts)} {local:%H:%M}"


def word_day(day: date, texts: Texts) -> str:
    return texts.plain("review.day", month=texts.plain(f"remind.month.{day.month}"), day=day.day)


def _by_reporter(waiting: Sequence[Version]) -> list[tuple[str, int, datetime]]:
    names = dict.fromkeys(one.reporter_name for one in waiting)
    return [
        (name, len(theirs), max(one.reported_at for one in theirs))
        for name in names
        if (theirs := [one for one in waiting if one.reporter_name == name])
    ]


def _standing(report: Submitted, texts: Texts, now: datetime) -> str:
    """Count the figures of a report by where they stand, and say how long some wait: 20项已通过、2项待审3天."""
    since = report.at.astimezone(now.tzinfo)
    fresh = since.date() == now.date()
    age = texts.plain("review.mine.waits") if fresh else word_age(since, now, texts)
    statuses = [one.status for one in report.versions]
    counted = [
        texts.plain(f"review.mine.some_{status}", count=statuses.count(status), age=age)
        for status in ("submitted", "approved", "returned", "withdrawn")
        if status in statuses
    ]
    if len(counted) == 1:
        return texts.plain(f"review.mine.all_{statuses[0]}", age=age)
    return texts.plain("remind.comma").join(counted)
