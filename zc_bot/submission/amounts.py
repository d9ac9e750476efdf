"""Which metric a name means, told by the amount beside it: 高新45.6亿 is output, and no share of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.names import Name
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.units import unit_named
from zc_bot.policy.programme import Programme
from zc_bot.submission.draft import Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.line import Said

WHOLE_IN_PERCENT = 100


def by_amount(text: str, span: Name, said: Said, facts: Facts, unit: str = "") -> Name:
    """Take a bare name of a share for its numerator where an amount stands beside it that is no share: 高新45.6亿.

    unit: of all figures of the line, where it says one.
    """
    shares = [facts.programme.derivation[code] for code in span.codes if code in facts.programme.derivation]
    share = shares[0] if len(shares) == 1 else None
    if share is None or share.numerator is None:
        return span
    amount = read_quantity(f"{said.value}{unit}")
    if not isinstance(amount, Quantity):
        amount = read_quantity(said.value)
    bare = isinstance(amount, Quantity) and amount.unit is None and amount.value > WHOLE_IN_PERCENT
    if not (is_sum(said.value) or is_sum(f"{said.value}{unit}") or bare):
        return span
    is_bare = text[span.start : span.end] in facts.lexicon.bare_shares
    either = set(span.codes) == {share.code, share.numerator}
    return replace(span, codes=(share.numerator,)) if either or (is_bare and len(span.codes) == 1) else span


def of_which_output(item: Waiting, programme: Programme) -> Waiting:
    """Have the name of a share with a number that could be either asked about: only its numerator is reported."""
    share, amount = programme.derivation.get(item.metric or "".join(item.options)), read_quantity(item.text)
    is_bare = isinstance(amount, Quantity) and amount.unit is None and bool(item.phrase)
    if share is None or share.numerator is None or not is_bare or item.fault not in {"", "stray_unclear"}:
        return item
    return replace(item, metric="", options=(share.numerator,), fault="", found="", note=item.found)


def is_sum(text: str) -> bool:
    """Tell whether a text is a sum of money, by its unit or since it is counted in 万 or 亿."""
    amount = read_quantity(text)
    return isinstance(amount, Quantity) and (amount.dimension == "money" or (amount.scaled and amount.unit is None))


def fitting(codes: tuple[str, ...], value: str, programme: Programme) -> tuple[str, ...]:
    """Keep of what a name may mean that which its amount can be: 62% is no output; all where none fits."""
    amount = read_quantity(value)
    if len(codes) < 2 or not isinstance(amount, Quantity) or amount.dimension is None:
        return codes
    units = {code: unit_named(programme.measure[code].unit) for code in codes}
    fit = tuple(code for code in codes if (unit := units[code]) is not None and unit.dimension == amount.dimension)
    return fit or codes


def by_unit(
    leftover: Sequence[str], named: Collection[str], programme: Programme
) -> tuple[list[Waiting], list[str]]:
    """Part the numbers of no metric into those whose unit only one metric has, which is offered, and the others.

    named: the metrics of the line, which have numbers of their own.
    """
    offered, others = [], []
    for piece in leftover:
        amount = read_quantity(value_text(piece))
        unit = amount.unit.symbol if isinstance(amount, Quantity) and amount.unit is not None else ""
        fit = [code for code, metric in programme.metric.items() if metric.unit == unit]
        if len(fit) == 1 and fit[0] not in named:
            offered.append(Waiting("", value_text(piece), (fit[0],), piece))
        else:
            others.append(piece)
    return offered, others


def by_context(leftover: Sequence[str], headed: Sequence[str]) -> tuple[list[Waiting], list[str]]:
    """Offer the only number of no metric for what a head may mean beside those of its figures that are named."""
    if len(headed) != 1 or len(leftover) != 1:
        return [], list(leftover)
    amount = value_text(leftover[0])
    if not isinstance(read_quantity(amount), Quantity):
        return [], list(leftover)
    return [Waiting("", amount, (headed[0],), leftover[0])], []


def without_taken(figures: Sequence[Waiting], programme: Programme) -> list[Waiting]:
    """Offer for a name of several figures none that has a number of its own in the line: 投资12亿，其中战新9亿.

    Where only the whole of such a part is left, it is meant: nothing else could be.
    """
    taken = {one.metric for one in figures if one.metric and one.text}
    wholes = {share.denominator for share in programme.derived if share.numerator in taken}
    return [_without(one, taken, wholes) for one in figures]


def _without(item: Waiting, taken: Collection[str], wholes: Collection[str | None]) -> Waiting:
    left = tuple(code for code in item.options if code not in taken)
    if len(item.options) > 1 and len(left) == 1 and left[0] in wholes and not (item.fault or item.note):
        return replace(item, metric=left[0], options=())
    return replace(item, options=left) if left else item
