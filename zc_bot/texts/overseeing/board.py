"""What the picture of the board shows, from the very verdicts that the text counts."""

from __future__ import annotations

from zc_bot.evaluation.board import Board
from zc_bot.evaluation.verdicts import Outcome
from zc_bot.texts.answers.words import Words
from zc_bot.texts.charts.board import BoardRow, BoardSpec
from zc_bot.texts.names import short_names
from zc_bot.texts.overseeing.status import of_kind

_LEGEND: tuple[Outcome, ...] = ("met", "not_met", "undetermined", "advisory", "not_applicable")


def board_spec(board: Board, words: Words, of_all: bool = True, approved_only: bool = False) -> BoardSpec:
    """Describe a board as a picture; approved_only: without the column of what came."""
    whose = words.community(None) if of_all else ""
    plain = words.texts.plain
    called = short_names(words.programme, words.lang)
    used = {verdict.verdict for card in board.cards for verdict in card.verdicts}
    total = board.total
    return BoardSpec(
        title=plain("status.board.title", place=whose, year=board.year).strip(),
        subtitle=plain(f"status.board.{_fullness(board)}",
                       met=len(board.met_all), count=len(board.due), approved=total.approved, due=total.due),
        heads=tuple(words.programme.requirement[code].name(words.lang) for code in board.requirements),
        rows=tuple(
            BoardRow(called[card.community], tuple(verdict.verdict for verdict in card.verdicts),
                     arrived.due, arrived.seen, arrived.approved)
            for card in board.cards
            for arrived in [board.arrived[card.community]]
        ),
        legend=tuple((kind, plain(f"status.board.{_means(kind, board)}")) for kind in _LEGEND if kind in used),
        reported="" if approved_only else plain("status.board.reported"),
        approved=plain("status.board.approved"),
        notes=(*((plain("status.board.as_of", day=words.today.isoformat()),) if words.today else ()),
               *((plain("status.board.open"),) if "undetermined" in used else ()),
               *((plain("status.board.advises"),) if "advisory" in used else ()),
               plain(of_kind("board.counts", approved_only), count=len(words.programme.metrics)),
               *(() if board.complete else (plain("status.board.short"),))),
    )


def _fullness(board: Board) -> str:
    """Name the words beneath the title: a year that is not complete says so before anything else."""
    if not board.total.approved:
        return "unreviewed"
    return "subtitle" if board.complete else "part"


def _means(kind: Outcome, board: Board) -> str:
    """Name the words for a shape: what does not apply to one under way was said so, and is not a start to come."""
    said = any(verdict.verdict == "not_applicable" for card in board.due for verdict in card.verdicts)
    return "not_asked" if kind == "not_applicable" and said else kind
