"""The requirements in words: how many communities meet each, and who fails it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from zc_bot.evaluation.board import Board, Tally
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.sources import sources_of
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names


def word_tallies(found: Sequence[Tally], board: Board, words: Words, day: date, easiest: bool) -> Rendered:
    """Word the requirement that most fail, or that most meet, then each in its order; approved figures only.

    day: until when figures are known.
    """
    if not found:
        return Rendered(words.texts("status.none", year=board.year))
    key = "status.tally.scale" if board.complete else "status.tally.scale_part"
    scale = words.texts(key, year=board.year, count=len(board.due), reviewed=len(board.reviewed))
    ground = [*sources_of(board.figures, words), words.texts("status.ground", day=day.isoformat())]
    lines = [_line(at, one, words) for at, one in enumerate(found, 1)]
    return Rendered(fit(Message([_head(found, board, words, easiest), scale], lines, ground), words.texts))


def _head(found: Sequence[Tally], board: Board, words: Words, easiest: bool) -> Markup:
    first = found[0]
    if not (easiest or first.failed):
        return words.texts("status.tally.equal", year=board.year)
    counts = len(first.met) if easiest else len(first.failed)
    equals = [one for one in found if len(one.met if easiest else one.failed) == counts]
    names = words.listed((_name(one, words) for one in equals), len(equals))
    return words.texts("status.tally.easy" if easiest else "status.tally.hard", name=names, year=board.year,
                       met=len(first.met), failed=len(first.failed))


def _line(at: int, one: Tally, words: Words) -> Markup:
    called, names = short_names(words.programme, words.lang), ""
    if one.failed:
        listed = words.listed((called[code] for code in one.failed), len(called))
        names = words.texts.plain("status.tally.failed", names=listed)
    return words.texts("status.tally.line", at=at, name=_name(one, words), names=names, met=len(one.met),
                       failed=len(one.failed), open=len(one.open))


def _name(one: Tally, words: Words) -> str:
    return words.programme.requirement[one.requirement].name(words.lang)
