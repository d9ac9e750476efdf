"""The authorities side by side: what their communities meet, their sums and shares, and their places by each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction

from zc_bot.evaluation.board import Board, judged_of, met_of
from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.result import Total
from zc_bot.evaluation.totals import add_up
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class District:
    """An authority's communities under way in a year: what they meet of what they could, and what they add up to.

    places: by metric, its place among the authorities of which that is complete.
    """

    authority: str
    communities: tuple[str, ...]
    met: int
    of: int
    met_all: int
    totals: tuple[Total, ...]
    places: Mapping[str, int] = field(default_factory=dict)


def summed_metrics(programme: Programme) -> tuple[str, ...]:
    """Return what authorities are compared by: the shares, what growth is asked of, and the wholes of the shares."""
    shares = [one for one in programme.derived if one.formula == "share"]
    grown = [one.of for one in programme.derived if one.of is not None]
    wholes = [one.denominator for one in shares if one.denominator is not None]
    return tuple(dict.fromkeys([*(one.code for one in shares), *grown, *wholes]))


def districts_of(programme: Programme, figures: Figures, board: Board) -> tuple[District, ...]:
    """Sum a year up by authority, who meets the largest part first; those with nothing under way are left out.

    figures: the approved ones of that year and the one before.
    """
    cards = {card.community: card for card in board.due}
    judged, metrics, found = judged_of(programme), summed_metrics(programme), []
    for authority, every in programme.of_authority.items():
        own = tuple(code for code in every if code in cards)
        if own:
            asked = Meaning("aggregate", communities=own, metrics=metrics, years=(board.year,))
            met = sum(met_of(cards[code]) for code in own)
            met_all = sum(code in board.met_all for code in own)
            totals = add_up(asked, programme, figures).totals
            found.append(District(authority, own, met, judged * len(own), met_all, totals))
    found.sort(key=lambda one: Fraction(-one.met, max(one.of, 1)))
    return tuple(_placed(found, metrics))


def _placed(found: Sequence[District], metrics: Iterable[str]) -> Iterator[District]:
    """Give each its places: equals share one; of a sum that is not complete there is none."""
    values = {metric: sorted(_values(found, metric), reverse=True) for metric in metrics}
    for one in found:
        places = {
            total.item.measurement.metric: values[total.item.measurement.metric].index(number.key) + 1
            for total in one.totals
            if total.complete and (number := total.item.measurement.number) is not None
        }
        yield District(one.authority, one.communities, one.met, one.of, one.met_all, one.totals, places)


def _values(found: Iterable[District], metric: str) -> Iterator[Fraction]:
    return (
        number.key
        for one in found for total in one.totals
        if total.item.measurement.metric == metric and total.complete
        and (number := total.item.measurement.number) is not None
    )
