"""A figure said by last year's: 同去年, 与上年持平, 增加100人, 比去年少2个; worked out, shown, and asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from zc_bot.parsing.conversion import Ambiguous, Reading, read_figure, unfit
from zc_bot.parsing.language import alternatives, phrases, written
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import EXACT
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.refusals import Rejection
from zc_bot.policy.records import Metric
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
CHANGE = written(
    rf"(?:同比|在?{_LAST}的?(?:基础|数)上|<with>{_LAST}(?:相?比(?:较|起来)?)?(?:,|，)?)?(?:又|净|共|再|还)?(?P<sign><more>|<less>)(?:了|出)?",
    "last_year",
)
"""Says by how much a figure changed, before its number."""
MORE_THAN_LAST = written(r"[0-9][0-9,.]* (?:more|fewer|less) than (?:in )?<last>", "last_year")
"""Says the same behind it: 290 more than last year."""
_SAME = compile_later(f"(?:{SAME})(?:了|吧|的)?")
_CHANGE = compile_later(
    rf"(?:{CHANGE}|(?P<plus>[+]))[ ]*"
    + written("(?P<by>[0-9零一二两三四五六七八九十百千万亿](?!.*<points>)[^%％成]*)", "last_year")
)
_RATE = compile_later(
    rf"(?:{CHANGE}|(?P<plus>[+]))[ ]*(?P<by>[0-9][0-9.]*)[ ]*(?P<of>%|个?百分点|个点|(?:percentage )?points?)"
)
"""By so many per cent, or so many points."""
_THAN = compile_later(
    written(r"(?P<by>[0-9][0-9,.]*[^0-9]{0,12}?) (?P<sign>more|fewer|less) than (?:in )?<last>", "last_year")
)
_TIMES = compile_later(
    written(
        rf"(?:exactly |just )?(?:(?P<half><half>)|(?P<double><double>)) (?:of )?(?:<last>)(?:'s)?"
        r"(?: (?:figure|number))?"
        rf"|(?:大约|正好|刚好|就)?(?:是|为|达到?)?{_LAST}的?[ ]*(?P<times>[0-9]+(?:[.][0-9]+)?)[ ]*倍"
        rf"|(?:是|为)?{_LAST}的?(?P<half_of><half>)|(?:(?:比|较){_LAST})?(?P<doubled><double>)(?:了)?", "last_year",
    )
)
_UNITS_OF_MONEY = {"万元": 10_000}
"""So many of a metric's unit make the one that a bare small number may be of: 增加3 of 万元 may be of 亿元."""
SMALL = 100
_LAST_SAID = compile_later(alternatives("last_year.last"))
_OF_LAST = compile_later(lambda: f"{alternatives('last_year.last')}|同|平|as before|level")
"""不变 alone may speak of the figure on the card."""
_AGAIN = compile_later("再|又|还")
_ABOUT = compile_later(alternatives("last_year.about"))


def is_relative(text: str) -> bool:
    """Tell whether a text says a figure by last year's."""
    said = _tidy(text)
    return any(way.fullmatch(said) is not None for way in (_SAME, _CHANGE, _RATE, _THAN, _TIMES))


def is_same(text: str) -> bool:
    """Tell whether all of a text says that it is as last year: 同上年, unchanged."""
    return _SAME.fullmatch(_tidy(text)) is not None


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
        before = None if last is None or _OF_LAST.search(said) else last.value
        if held is not None and before is not None and before != held:
            return _of(text.strip(), [held, before], metric)
        return Rejection("no_last_year", text) if last is None else Reading(text.strip(), last.value, last.marker)
    if metric.kind != "yesno" and (values := _worked_out(said, metric, last)) is not None:
        return _of(text.strip(), values, metric)
    match = _CHANGE.fullmatch(said) or _THAN.fullmatch(said)
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
    less = _is_less(match)
    bases = [held] if held is not None and not _LAST_SAID.search(text) else []
    bases += [last.value] if last is not None and last.value is not None else []
    values = [EXACT.subtract(base, by) if less else EXACT.add(base, by) for base in bases]
    may_be_whole = last is None or not last.value or last.value / 10 <= by <= last.value * 10
    if not less and match.re.pattern != _THAN.pattern and may_be_whole:
        values.append(by)
    of_larger = _UNITS_OF_MONEY.get(metric.unit) if match["by"].strip().replace(".", "").isdigit() else None
    if of_larger and by < SMALL and bases:
        values = [*_moved(bases[-1], by * of_larger, less), *_by_rate(bases[-1], by, less), *values]
    return _of(text, values, metric)


def _worked_out(said: str, metric: Metric, last: Known | None) -> list[Decimal] | None:
    """Work out what a rate or a multiple of last year's comes to; None for any other text."""
    rate, times = _RATE.fullmatch(said), _TIMES.fullmatch(said)
    if rate is None and times is None:
        return None
    if rate is not None and rate["of"] != "%" and metric.kind != "percent":
        return None
    if last is None or last.value is None:
        return []
    if times is not None and times["times"]:
        return [EXACT.multiply(last.value, Decimal(times["times"]))]
    if times is not None:
        halves = times["half"] or times["half_of"]
        return [EXACT.divide(last.value, Decimal(2)) if halves else EXACT.multiply(last.value, Decimal(2))]
    assert rate is not None
    by, less = Decimal(rate["by"]), _is_less(rate)
    points = _moved(last.value, by, less) if metric.kind == "percent" else []
    return [*points, *(_by_rate(last.value, by, less) if rate["of"] == "%" else [])]


def _is_less(match: re.Match[str]) -> bool:
    return match["sign"] in {*phrases("last_year.less"), "fewer", "less"}


def _moved(base: Decimal, by: Decimal, less: bool) -> list[Decimal]:
    return [EXACT.subtract(base, by) if less else EXACT.add(base, by)]


def _by_rate(base: Decimal, by: Decimal, less: bool) -> list[Decimal]:
    return _moved(base, EXACT.divide(EXACT.multiply(base, by), Decimal(100)), less)


def _of(text: str, values: Iterable[Decimal], metric: Metric) -> Ambiguous | Rejection:
    """Offer values, as far as the metric can have them."""
    fit = [value for value in dict.fromkeys(values) if unfit(value, metric) is None]
    if not fit:
        return Rejection("increment", text)
    return Ambiguous("relative", tuple(Reading(text, value) for value in fit))


def _tidy(text: str) -> str:
    return laid_out(text).strip(" ，,。.!！~～")
