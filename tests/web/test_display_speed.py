"""What a page costs the server in processor time: out of memory, and made anew after a figure changed."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from zc_bot.chat.overseeing.status import board_alone, board_in
from zc_bot.chat.overseeing.view import View
from zc_bot.chat.turn import Rules
from zc_bot.clock import Clock
from zc_bot.demo.made_up import figures_of, shapes
from zc_bot.evaluation.board import Board
from zc_bot.evaluation.figures import Query
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.roles import ONLOOKER, OPERATOR
from zc_bot.storage import figures
from zc_bot.storage.store import Session, Store
from zc_bot.web.display import Display
from zc_bot.web.source import Source

YEARS = range(2017, 2026)
ANEW, WARM = 0.15, 0.01
"""Seconds: three times what is promised, for a machine that is as much slower; twenty times what was measured."""
TRIES = 5


async def best(*works: Callable[[], Awaitable[None]]) -> list[float]:
    """Return the least processor time that each took, in seconds; by turns, so that load is the same for all."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(TRIES):
        for work, took in zip(works, found, strict=True):
            began = time.process_time()
            await work()
            took.append(time.process_time() - began)
    return [min(took) for took in found]


def fill(store: Store, rules: Rules) -> None:
    """Approve nine years of all communities, a while ago."""
    made = [one for shape in shapes(rules.programme, 7) for year in YEARS
            for one in figures_of(rules.programme, shape, year, 7)]
    store.write(lambda s: figures.record(s, OPERATOR, rules.programme, made, operation="filled", way="import",
                                         now=Clock().now() - timedelta(days=90), approve=True))


async def test_the_first_page_costs_little_after_a_change_and_next_to_nothing_without(
    store: Store, rules: Rules
) -> None:
    fill(store, rules)
    source = Source(store, rules, Clock())
    display = Display(None, True, source)

    async def shown() -> None:
        _, pages = await display.now(source)
        assert await display.body(pages, "") is not None

    async def loaded() -> None:
        asked = [Query(tuple(rules.programme.metric))]
        assert len(store.read(lambda s: figures.load(s, ONLOOKER, rules.programme, asked))) > 1000

    async def changed() -> None:
        nonlocal display
        display = Display(None, True, source)
        await shown()

    await shown()
    warm, reading, anew = await best(shown, loaded, changed)
    assert warm < WARM
    assert anew < ANEW
    assert anew < 2 * reading, "less than all figures is read"


def test_the_verdicts_of_a_year_rest_on_a_part_of_the_figures_as_on_all(store: Store, rules: Rules) -> None:
    fill(store, rules)
    now = Clock().now()

    def boards(session: Session, year: int) -> tuple[Board, Board]:
        view = View(session, rules, ONLOOKER, Meaning("status"), now)
        every = figures.load(session, ONLOOKER, rules.programme, [Query(tuple(rules.programme.metric))])
        return board_in(view, year), board_in(view, year, view.shown(every))

    for year in (YEARS[0], YEARS[1], YEARS[-1]):
        part, whole = store.read(lambda s, of=year: boards(s, of))
        assert part == whole
    alone = store.read(lambda s: board_alone(View(s, rules, ONLOOKER, Meaning("status"), now), YEARS[-1]))
    assert (alone.cards, alone.attention) == (whole.cards, ())
