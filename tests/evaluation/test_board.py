"""The board of all communities: its cells are the verdicts that a check gives, in an order that shows who leads."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from tests.evaluation.situation import figure
from zc_bot.evaluation.board import Board, board_of, failed_of, met_of
from zc_bot.evaluation.completeness import Filled, filled_from
from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.verdicts import judge
from zc_bot.policy.programme import Programme


def city(programme: Programme, seed: int, whole: float = 0.9) -> list[Figure]:
    """Make figures of three years, some left out, some that fail, some that do not apply."""
    chance = random.Random(seed)
    found = []
    for place in programme.community:
        for metric in programme.metrics:
            for year in (2017, 2018, 2019):
                if chance.random() > whole:
                    continue
                given: str | int = chance.choice(["是", "否"]) if metric.kind == "yesno" else chance.choice(
                    [0, 1, 100, "不适用"]) if metric.kind == "percent" else chance.randint(1, 400_000)
                found.append(figure(place, metric.code, year, given))
    return found


def board(programme: Programme, figures: list[Figure], year: int = 2019) -> Board:
    table = Figures(figures)
    filled = filled_from(table)(tuple(programme.metric), year)
    return board_of(programme, table, tuple(programme.community), year, filled)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("year", [2016, 2017, 2019])
def test_every_cell_of_the_board_is_the_verdict_of_a_check(programme: Programme, seed: int, year: int) -> None:
    figures = city(programme, seed)
    found = board(programme, figures, year)
    assert {card.community for card in found.cards} == set(programme.community)
    for card in found.cards:
        checked = judge(programme, Figures(figures), card.community, year)
        assert [one.requirement for one in card.verdicts] == list(found.requirements)
        assert card.verdicts == checked


def test_whoever_meets_most_stands_first_and_who_has_not_started_last(programme: Programme) -> None:
    found = board(programme, city(programme, 1), 2017)
    due = found.due
    assert [met_of(card) for card in due] == sorted((met_of(card) for card in due), reverse=True)
    assert found.cards[: len(due)] == due
    assert {programme.community[card.community].start for card in found.cards[len(due) :]} == {2018}


def test_the_spread_counts_every_community_that_is_due_once(programme: Programme) -> None:
    found = board(programme, city(programme, 2))
    assert sum(count for _, count in found.spread()) == len(found.due) == 13


def test_what_arrived_is_counted_apart_from_what_was_approved(programme: Programme) -> None:
    found = board_of(programme, Figures(()), tuple(programme.community), 2019, {"tongchuang": Filled(5, 3)})
    assert (found.total.seen, found.total.approved, found.total.due) == (5, 3, 13 * 22)
    assert found.met_all == ()


def test_who_lost_what_they_had_needs_attention_before_who_never_had_it(programme: Programme) -> None:
    figures = [figure("tongchuang", "carrier_floor_area", year, size) for year, size in ((2018, 200000), (2019, 1))]
    figures += [figure("langu", metric, 2019, 1) for metric in ("carrier_floor_area", "core_floor_area")]
    first, second = board(programme, figures).attention
    assert (first.community, first.concern, first.requirements) == ("tongchuang", "fallen", ("R2",))
    assert (second.community, second.concern, second.requirements) == ("langu", "failing", ("R2", "R10"))


def test_a_community_that_fails_one_and_knows_the_rest_meets_not_all(programme: Programme) -> None:
    figures = [figure("tongchuang", item.code, year, Decimal(100 if item.kind == "percent" else 1))
               for item in programme.metrics for year in (2017, 2018, 2019)]
    (card,) = [card for card in board(programme, figures).cards if card.community == "tongchuang"]
    assert failed_of(card) > 0
    assert "tongchuang" not in board(programme, figures).met_all
