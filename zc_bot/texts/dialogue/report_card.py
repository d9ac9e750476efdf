"""The card before confirmation: every figure as read, shares, hints and changes against last year."""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup

from zc_bot.policy.programme import Programme
from zc_bot.submission.card import thresholds
from zc_bot.submission.events import CardLine, ShareLine, ShowCard, Standing
from zc_bot.submission.exceptions import Reviewed, sort_out
from zc_bot.texts.catalog import Texts, join
from zc_bot.texts.numbers import format_echo, format_metric, format_percent, shorten

MOST_NAMES = 6
"""So many missing figures are named; the rest are counted."""


def render_card(card: ShowCard, texts: Texts, programme: Programme) -> Markup:
    """Render the whole card as Telegram HTML."""
    name = programme.community[card.community].name(texts.lang)
    return join([texts("report.card.title", community=name, year=card.year), card_body(card, texts, programme)])


def review_body(card: ShowCard, texts: Texts, programme: Programme) -> Markup:
    """Render a card for review: what is exceptional first and counted, each figure with last year's beside it."""
    sorted_out = sort_out(card, programme)
    parts = [_exceptions(sorted_out, card, texts)]
    for line in sorted_out.exceptions:
        parts.extend(_line(line, texts, programme, with_last=True))
    parts.extend(_share(share, texts, programme) for share in sorted_out.shares)
    if not sorted_out.is_clear and sorted_out.rest:
        parts.append(texts("review.place.rest", count=len(sorted_out.rest)))
    for line in sorted_out.rest:
        parts.extend(_line(line, texts, programme, with_last=True))
    shares = [share for share in card.shares if share not in sorted_out.shares]
    if shares:
        parts.append(texts("report.card.shares"))
        parts.extend(_share(share, texts, programme) for share in shares)
    parts.append(_missing(card, texts, programme))
    return join(parts)


def _exceptions(found: Reviewed, card: ShowCard, texts: Texts) -> Markup:
    """Count what is exceptional, by cause; a share that fails without what waits is none of it, nor denied."""
    if found.is_clear and not card.judged:
        return texts("review.place.clear_changes")
    if found.is_clear:
        fails = any(share.verdict == "not_met" for share in card.shares)
        return texts("review.place.clear_itself" if fails else "review.place.clear")
    causes = [
        texts.plain(f"review.place.{cause}", count=count)
        for cause, count in (
            ("reasons", found.reasons), ("jumps", found.jumps), ("failed", found.failed), ("newly", found.newly),
        )
        if count
    ]
    said = texts.plain("remind.comma").join(causes)
    return texts("review.place.exceptions", count=found.count, causes=said)


def card_body(card: ShowCard, texts: Texts, programme: Programme) -> Markup:
    """Render a card's figures, the shares worked out from them, and what is still missing."""
    parts: list[Markup] = []
    for line in card.lines:
        parts.extend(_line(line, texts, programme))
    if card.shares:
        parts.append(texts("report.card.shares"))
        parts.extend(_share(share, texts, programme) for share in card.shares)
    parts.append(_missing(card, texts, programme))
    return join(parts)


def _line(line: CardLine, texts: Texts, programme: Programme, with_last: bool = False) -> list[Markup]:
    entry, metric = line.entry, programme.metric[line.entry.metric]
    parts = [
        texts(
            "report.card.line",
            metric=metric.short(texts.lang),
            echo=format_echo(entry.typed, entry.value, entry.marker, metric, texts.lang),
            change=_change(line, texts, programme) + (_last(line, texts, programme) if with_last else ""),
            mark=_mark(line.verdict, texts),
        )
    ]
    if line.current is not None:
        was = format_metric(line.current.value, line.current.marker, metric, texts.lang)
        status = texts(f"report.status.{line.current.status}")
        parts.append(texts("report.card.replaces", value=was, status=status))
    if entry.reason:
        parts.append(texts("report.card.reason", reason=shorten(entry.reason)))
    return parts


def _change(line: CardLine, texts: Texts, programme: Programme) -> Markup:
    """Say how a figure changed against last year: in %, or what it was where no percentage can be given."""
    metric = programme.metric[line.entry.metric]
    if metric.kind in {"number", "whole"} and line.change is not None:
        if line.change == 0:
            return texts("report.card.same")
        sign = "+" if line.change >= 0 else "−"
        return texts("report.card.change", sign=sign, percent=format_percent(abs(line.change), places=1))
    if line.previous is None:
        return Markup("")
    was = format_metric(line.previous.value, line.previous.marker, metric, texts.lang)
    return texts("report.card.was", value=was)


def _last(line: CardLine, texts: Texts, programme: Programme) -> Markup:
    """Give last year's figure beside a percentage."""
    if not line.change or line.previous is None:
        return Markup("")
    metric = programme.metric[line.entry.metric]
    was = format_metric(line.previous.value, line.previous.marker, metric, texts.lang)
    return texts("report.card.was", value=was)


def _share(share: ShareLine, texts: Texts, programme: Programme) -> Markup:
    against = [condition.threshold for condition in thresholds(programme, share.code)]

    def shown(value: Fraction) -> str:
        return format_percent(value, against)

    was = "" if share.previous is None else texts("report.card.was", value=shown(share.previous))
    name = programme.derivation[share.code].short(texts.lang)
    return texts("report.card.share", name=name, value=shown(share.value), mark=_mark(share.verdict, texts), was=was)


def _mark(verdict: Standing | None, texts: Texts) -> Markup:
    return Markup("") if verdict is None else texts(f"report.card.{verdict}")


def _missing(card: ShowCard, texts: Texts, programme: Programme) -> Markup:
    if not card.missing:
        return texts("report.card.complete")
    names = [programme.metric[code].short(texts.lang) for code in card.missing[:MOST_NAMES]]
    more = "…" if len(card.missing) > MOST_NAMES else ""
    glue = ", " if texts.lang == "en" else "、"
    return texts("report.card.missing", count=len(card.missing), names=glue.join(names) + more)
