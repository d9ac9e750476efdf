"""What the picture of the board shows, from the very verdicts that the text counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from zc_bot.evaluation.board import Board
from zc_bot.evaluation.verdicts import Outcome
from zc_bot.policy.programme import Community
from zc_bot.texts.answers.words import Words
from zc_bot.texts.charts.board import BoardRow, BoardSpec

_LEGEND: tuple[Outcome, ...] = ("met", "not_met", "undetermined", "advisory", "not_applicable")


def board_spec(board: Board, words: Words, of_all: bool = True) -> BoardSpec:
    """Describe a board as a picture."""
    whose = words.community(None) if of_all else ""
    plain = words.texts.plain
    called = short_names(words)
    used = {verdict.verdict for card in board.cards for verdict in card.verdicts}
    total = board.total
    return BoardSpec(
        title=plain("status.board.title", place=whose, year=board.year).strip(),
        subtitle=plain("status.board.subtitle", met=len(board.met_all), count=len(board.due),
                       approved=total.approved, due=total.due),
        heads=tuple(words.programme.requirement[code].name(words.lang) for code in board.requirements),
        rows=tuple(
            BoardRow(called[card.community], tuple(verdict.verdict for verdict in card.verdicts),
                     arrived.due, arrived.seen, arrived.approved)
            for card in board.cards
            for arrived in [board.arrived[card.community]]
        ),
        legend=tuple((kind, plain(f"status.board.{kind}")) for kind in _LEGEND if kind in used),
        progress=plain("status.board.progress"),
    )  # fmt: skip


def short_names(words: Words) -> dict[str, str]:
    """Name the communities without the ending that most of them share (众创社区), where they stay apart so."""
    names = {code: found.name(words.lang) for code, found in words.programme.community.items()}
    ending = _shared_ending(tuple(names.values()))
    cut = {code: _cut(words.programme.community[code], name, ending) for code, name in names.items()}
    return cut if len(set(cut.values())) == len(cut) else names


def _cut(community: Community, name: str, ending: str) -> str:
    """Cut the ending off; a name without it is called by an alias that it begins with."""
    if ending and name.endswith(ending):
        return name.removesuffix(ending)
    beginnings = (alias.text for alias in community.aliases if name.startswith(alias.text) and len(alias.text) > 1)
    return max(beginnings, key=len, default=name)


def _shared_ending(names: Sequence[str]) -> str:
    """Find the longest ending that more than half of the names share, of whole words where there are words."""
    endings = Counter(
        name[at:] for name in names for at in range(1, len(name)) if not name.isascii() or name[at] == " "
    )
    return max((ending for ending, count in endings.items() if count * 2 > len(names)), key=len, default="")
