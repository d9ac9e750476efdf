"""A figure said by last year's: 同去年, 与上年持平, 增加100人, 比去年少2个; worked out, shown, and asked about."""

from __future__ import annotations

import re
from decimal import Decimal

from zc_bot.parsing.conversion import Ambiguous, Reading, read_figure, unfit
from zc_bot.parsing.language import alternatives, phrases, written
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import EXACT
from zc_bot.parsing.refusals import Rejection
from zc_bot.policy.programme import Metric
from zc_bot.submission.facts import Known

_LAST = "<last><when>?"
ALIKE = written("<alike>", "last_year")
SAME = written(
    rf"<with>{_LAST}(?:的?(?:数据?|水平))?(?:相比)?<about>?<alike>"
    rf"|<like>{_LAST}(?:的?(?:数据?|水平))?(?:<about>?<alike>)?(?:填|报)?"
    "|<kept>?<same>|<no>(?:什么|任何)?<change>",
    "last_year",
)
"""Says that a figure is last year's."""
CHANGE = written(rf"(?:(?:比|较){_LAST}(?:相比)?)?(?:又|净|共|再|还)?(?P<sign><more>|<less>)了?", "last_year")
"""Says by how much a figure changed, before its number."""
_SAME = re.compile(f"(?:{SAME})(?:了|吧|的)?")
_CHANGE = re.compile(
    rf"(?:{CHANGE}|(?P<plus>[+]))[ ]*"
    + written("(?P<by>[0-9零一二两三四五六七八九十百千万亿](?!.*<points>)[^%％成]*)", "last_year")
)
_LAST_SAID = re.compile(alternatives("last_year.last"))
_AGAIN = re.compile("再|又|还")
_ABOUT = re.compile(alternatives("last_year.about"))


def is_relative(text: str) -> bool:
    """Tell whether a text says a figure by last year's."""
    said = _tidy(text)
    return _SAME.fullmatch(said) is not None or _CHANGE.fullmatch(said) is not None


def counts_on(text: str) -> bool:
    """Tell whether a change is counted on from what was said before: 再加1个."""
    return _AGAIN.match(_tidy(text)) is not None


def read_relative(
    text: str, metric: Metric, last: Known | None, held: Decimal | None = None
) -> Reading | Ambiguous | Rejection | None:
    """Work out what a text says by last year's figure; None where it says a figure by itself.

    A change is offered, never taken unasked: what it was counted from is for the person to see. held: the figure of
    the report at hand, from which it may as well be counted.
    """
    said = _tidy(text)
    if _SAME.fullmatch(said) and not _ABOUT.search(said):
        return Rejection("no_last_year", text) if last is None else Reading(text.strip(), last.value, last.marker)
    match = _CHANGE.fullmatch(said)
    if match is None:
        return None
    by = read_figure(match["by"], metric, None)
    if not isinstance(by, Reading) or by.value is None or metric.kind == "yesno":
        return Rejection("increment", text)
    return _offered(text.strip(), match, by.value, metric, last, held)


def _offered(
    text: str, match: re.Match[str], by: Decimal, metric: Metric, last: Known | None, held: Decimal | None
) -> Ambiguous | Rejection:
    """Offer what a change comes to and, where it may be that, the number itself."""
    less = match["sign"] in phrases("last_year.less")
    bases = [held] if held is not None and not _LAST_SAID.search(text) else []
    bases += [last.value] if last is not None and last.value is not None else []
    values = [EXACT.subtract(base, by) if less else EXACT.add(base, by) for base in bases]
    if not less and (last is None or not last.value or last.value / 10 <= by <= last.value * 10):
        values.append(by)
    fit = [value for value in dict.fromkeys(values) if unfit(value, metric) is None]
    if not fit:
        return Rejection("increment", text)
    return Ambiguous("relative", tuple(Reading(text, value) for value in fit))


def _tidy(text: str) -> str:
    return laid_out(text).strip(" ，,。.!！~～")
