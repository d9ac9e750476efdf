"""The league table in words: who meets how many requirements, beside the year before; who improved, or fell, most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from zc_bot.evaluation.board import Board, Standing, judged_of, most_fallen, most_improved
from zc_bot.evaluation.completeness import Period
from zc_bot.parsing.meaning import Choice
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.period import why_that_year
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.sources import sources_of
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join
from zc_bot.texts.names import short_names
from zc_bot.texts.overseeing.status import attention_line
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """How the league is asked for: who lost most (falling), who gained most (improved), else the table first.

    period: why that year, where none was named.
    """

    falling: bool = False
    improved: bool = False
    period: Period | None = None


def word_league(
    league: Sequence[Standing], board: Board, earlier: Board, words: Words, day: date, asked: Asked
) -> Rendered:
    """Word all in their order, and who improved most: first where that is asked, else beneath.

    Of whom something can't be judged yet no loss is told. earlier: the year before. day: until when it is known.
    """
    called, texts, year = short_names(words.programme, words.lang), words.texts, board.year
    if not league:
        return Rendered(texts("status.none", year=year))
    if asked.falling:
        league = sorted(league, key=lambda one: (one.open > 0, one.gained))
    lines = [
        texts(f"status.league.{_course(one)}", place=one.place, community=called[one.community], met=one.met,
              before=one.before, change=f"{one.gained:+d}", open=one.open)
        for one in league
    ]
    key = "status.league.scale" if board.complete else "status.league.scale_part"
    scale = texts(key, year=year, of=judged_of(words.programme), reviewed=len(board.reviewed), count=len(board.due))
    moved = _moved(league, board, words, asked.falling)
    ground = [*sources_of((*earlier.figures, *board.figures), words), texts("status.ground", day=day.isoformat())]
    if asked.period is not None:
        ground = [*why_that_year(asked.period, words), *ground]
    first = asked.falling or asked.improved
    head, tail = ([moved, scale], ground) if first else ([scale], [moved, *ground])
    return Rendered(fit(Message(head, lines, tail), texts), buttons=_later(asked, words))


def _moved(league: Sequence[Standing], board: Board, words: Words, falling: bool) -> Markup:
    """Say who improved most, or who fell most and why."""
    called, texts = short_names(words.programme, words.lang), words.texts
    best = most_fallen(league) if falling else most_improved(league)
    way = "league_falling" if falling else "league"
    head = texts(f"status.{way}.none", year=board.year)
    if best:
        names = words.listed(called[one.community] for one in best)
        head = texts(f"status.{way}.head", year=board.year, names=names, gained=abs(best[0].gained))
    if not falling:
        return head
    fallen = (texts("status.bullet", what=attention_line(one, words)) for one in board.attention
              if one.concern == "fallen")
    return join([head, *fallen])


def _course(one: Standing) -> str:
    """Choose how a standing is told: beside the year before, alone, or with what is still open."""
    if one.open:
        return "open" if one.before is None else "open_line"
    return "first" if one.before is None else "line"


def _later(asked: Asked, words: Words) -> tuple[tuple[Choice, ...], ...]:
    """Offer the newer year that is not full yet."""
    later = None if asked.period is None else asked.period.later
    if later is None:
        return ()
    which = "fell" if asked.falling else "improved" if asked.improved else "table"
    label = words.texts.plain("ask.period.label", year=later.year, have=f"{later.seen}/{later.due}")
    return ((Choice(label, words.texts.plain(f"status.ask.{which}", year=later.year)),),)
