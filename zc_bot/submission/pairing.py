"""Which figure of a line is which metric's: behind it, before it, or in the next clause alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zc_bot.submission.cutting import Token

SILENT = frozenset({"space", "filler", "heading", "unit", "place"})


@dataclass(slots=True)
class Figure:
    """A metric of the line, while its value and the words beside it are looked for.

    before: its value stands before it. unclear: which number is whose can't be told.
    """

    metric: Token
    is_yesno: bool = False
    value: Token | None = None
    before: bool = False
    unclear: bool = False
    strays: list[Token] = field(default_factory=list)

    @property
    def clauses(self) -> set[int]:
        return {one.clause for one in (self.metric, self.value) if one is not None}

    def is_at(self, token: Token | None) -> bool:
        return token is not None and token in (self.metric, self.value)


def pair(text: str, tokens: Sequence[Token], yesno: Collection[int]) -> tuple[list[Figure], list[Token]]:
    """Give each metric its value; returns also the amounts that are nobody's.

    yesno: where the metrics begin that are answered by yes or no.
    """
    figures = [Figure(token, token.start in yesno) for token in tokens if token.kind == "metric"]
    if _stand_apart(tokens):
        amounts = [token for token in tokens if token.kind == "amount"]
        for figure, amount in zip(figures, amounts, strict=True):
            figure.value = amount
        return figures, []
    free = _scan(text, tokens, {id(figure.metric): figure for figure in figures})
    _doubt(text, tokens, figures)
    return figures, free


def _stand_apart(tokens: Sequence[Token]) -> bool:
    """Tell whether the metrics come first and then, with nothing between, as many amounts: a table's two rows."""
    rest = [token.kind for token in tokens if token.kind not in {"space", "stop", "place"}]
    half = len(rest) // 2
    return half > 1 and rest == ["metric"] * half + ["amount"] * half


def _scan(text: str, tokens: Sequence[Token], figure_of: dict[int, Figure]) -> list[Token]:
    """Go through the line: a figure goes to the metric that waits for one, else it waits for the next metric."""
    free: list[Token] = []
    waiting: Figure | None = None
    pending: Token | None = None
    for at, token in enumerate(tokens):
        if token.kind in {"amount", "value"} or _says_yes(text, tokens, at, figure_of):
            if waiting is not None and _reaches(tokens, at, waiting):
                waiting.value, waiting = token, None
                continue
            if pending is not None and pending.kind == "amount":
                free.append(pending)
            pending = token
        elif token.kind == "metric":
            waiting = figure_of[id(token)]
            if pending is not None and pending.clause == token.clause and _takes(tokens, at, waiting, pending):
                waiting.value, waiting.before, waiting = pending, True, None
            elif pending is not None and pending.kind == "amount":
                free.append(pending)
            pending = None
    return [*free, pending] if pending is not None and pending.kind == "amount" else free


def _says_yes(text: str, tokens: Sequence[Token], at: int, figure_of: dict[int, Figure]) -> bool:
    """Tell whether a filler is the yes of a yes or no: 有创业服务, 管理机构是."""
    token = tokens[at]
    if token.kind != "filler" or text[token.start : token.end] not in {"有", "是", "已有"}:
        return False
    behind = next((one for one in tokens[at + 1 :] if one.kind != "space"), None)
    if behind is not None and behind.kind == "metric":
        return figure_of[id(behind)].is_yesno
    before = next((one for one in reversed(tokens[:at]) if one.kind not in {"space", "heading"}), None)
    ends = behind is None or behind.kind in {"stop", "place"}
    return before is not None and before.kind == "metric" and figure_of[id(before)].is_yesno and ends


def _reaches(tokens: Sequence[Token], at: int, figure: Figure) -> bool:
    """Tell whether a figure belongs to the metric before it: in its clause, or alone in the next one."""
    token = tokens[at]
    if token.clause == figure.metric.clause:
        return True
    clause = [one for one in tokens if one.clause == token.clause and one.kind not in {*SILENT, "stop"}]
    first = tokens.index(figure.metric)
    between = [one for one in tokens[first + 1 : at] if one.kind not in {*SILENT, "stop"}]
    return clause == [token] and not between


def _takes(tokens: Sequence[Token], at: int, figure: Figure, pending: Token) -> bool:
    """Tell whether a metric takes the figure before it; a mere 没有 before one with a number of its own denies it."""
    if pending.kind == "amount":
        return True
    behind = next((one for one in tokens[at + 1 :] if one.kind not in SILENT), None)
    has_own = behind is not None and behind.kind == "amount" and behind.clause == tokens[at].clause
    return not has_own


def _doubt(text: str, tokens: Sequence[Token], figures: Sequence[Figure]) -> None:
    """Mark what can be read two ways: 孵化器3个加速器5个众创空间, 孵化器和众创空间共9个."""
    for clause in {figure.metric.clause for figure in figures}:
        here = [figure for figure in figures if figure.metric.clause == clause]
        kinds = [one.kind for one in tokens if one.clause == clause and one.kind in {"metric", "amount"}]
        alternate = len(kinds) > 2 and kinds == (["metric", "amount"] * len(kinds))[: len(kinds)]
        if alternate and kinds[-1] == "metric" and not _is_told(tokens, here[-1]):
            for figure in here:
                figure.unclear = True
    for first, second in pairwise(figures):
        shared = first.value is None and second.value is not None and not second.before
        if shared and not first.is_yesno and _are_joined(text, tokens, first, second):
            first.unclear = second.unclear = True


def _is_told(tokens: Sequence[Token], last: Figure) -> bool:
    """Tell whether something else than a number stands behind the last metric of a clause."""
    behind = [one for one in tokens if one.start >= last.metric.end and one.clause == last.metric.clause]
    return last.value is not None or any(one.kind in {"word", "value"} for one in behind)


def _are_joined(text: str, tokens: Sequence[Token], first: Figure, second: Figure) -> bool:
    """Tell whether two metrics share the number behind them: joined by 和, or their number is a sum."""
    between = text[first.metric.end : second.metric.start]
    assert second.value is not None
    behind = text[second.metric.end : second.value.start]
    joined = between.strip(" ") in {"和", "与", "及", "跟", "以及", "and"}
    return joined or (between.strip(" ") in {"、", "，"} and any(word in behind for word in ("共", "合计", "总计")))
