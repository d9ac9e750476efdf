"""Which figure of a line is which metric's: behind it, before it, or in the next clause alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zc_bot.parsing.language import alternatives, phrases
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.words import WORDS
from zc_bot.submission.cutting import Token

SILENT = frozenset({"space", "filler", "heading", "unit", "place"})
_LINKS = frozenset({"space", "filler", "heading", "unit", "stop", "each"})
"""What may stand between the metrics of a list and between their figures: 、 和 分别为."""
_TAKES_AWAY = compile_later(alternatives("report.takes_away"))
_DEALT, _SHARED = frozenset(phrases("report.dealt")), frozenset(phrases("report.shared"))
_ALSO = frozenset(phrases("report.also"))
_JOINS, _SUMS = frozenset(phrases("report.joins")), phrases("report.sums")
_VALUES = frozenset({"amount", "value", "by_last"})


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
    figure_of = {id(figure.metric): figure for figure in figures}
    shared = _share_out(text, tokens, figures)
    free = _scan(text, tokens, figure_of, shared)
    for before, figure in pairwise(figures):
        if figure.value is None and _is_like_the_one_before(text, tokens, figure):
            figure.value = before.value
    _doubt(text, tokens, figures)
    return figures, free


def _is_like_the_one_before(text: str, tokens: Sequence[Token], figure: Figure) -> bool:
    """Tell whether all that is said of a metric is that it is as the one before it: 数字化管理也是."""
    end = next((one.start for one in tokens if one.start >= figure.metric.end and one.kind == "stop"), len(text))
    return text[figure.metric.end : end].strip() in _ALSO


def is_foreign(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a number has a name of its own that is no metric's: 税收3.2亿, alone or before another figure.

    What is taken away from a figure (不含兼职200人) is about that figure.
    """
    name = at - 1
    if name > 0 and tokens[name].kind == "space" and (name == 1 or tokens[name - 2].kind == "stop"):
        name -= 1  # R&D经费 2亿 on a line of its own.
    if name < 0 or tokens[name].kind != "word" or (name == at - 1 and tokens[name].end != tokens[at].start):
        return False
    if _TAKES_AWAY.match(text, tokens[name].start):
        return False
    if name and tokens[name - 1].kind in {"metric", *_VALUES, "word"}:
        return False
    behind = [one for one in tokens[at + 1 :] if one.kind not in SILENT]
    if behind and behind[0].kind == "word" and behind[0].start == tokens[at].end:
        behind = behind[1:]  # 出口1.2亿美元
    if not behind or behind[0].kind == "stop":
        return True
    own = len(behind) > 1 and behind[0].kind == "metric" and behind[1].kind in _VALUES
    return own and behind[1].clause == tokens[at].clause


def _share_out(text: str, tokens: Sequence[Token], figures: Sequence[Figure]) -> frozenset[int]:
    """Give a list of metrics the figures that follow it, one each (分别为6、4、3个) or one for all (均为100%).

    Returns the places of the tokens that are used up so.
    """
    used: set[int] = set()
    at = 0
    while at < len(tokens):
        names, after, _ = _run(tokens, at, frozenset({"metric"}))
        if len(names) < 2:
            at = after if names else at + 1
            continue
        values, end, words = _run(tokens, after, _VALUES)
        theirs = [next(one for one in figures if one.metric is tokens[name]) for name in names]
        marked = {text[tokens[word].start : tokens[word].end] for word in words}
        used |= _dealt(text, tokens, theirs, values, marked)
        if used & set(values):
            used |= set(words)
        elif not values and not words and all(one.is_yesno for one in theirs):
            used |= _all_there(text, tokens, names[0], theirs)
        at = max(end, at + 1)
    return frozenset(used)


def _all_there(text: str, tokens: Sequence[Token], at: int, figures: Sequence[Figure]) -> set[int]:
    """Answer a list of yes or no questions by the 有 before it: 有创业服务、商务商贸、教育培训."""
    before = next((number for number in range(at - 1, -1, -1) if tokens[number].kind != "space"), None)
    if before is None or not _is_yes(text, tokens[before]):
        return set()
    for figure in figures:
        figure.value, figure.before = tokens[before], True
    return {before}


def _dealt(
    text: str, tokens: Sequence[Token], figures: Sequence[Figure], values: Sequence[int], marked: set[str]
) -> set[int]:
    """Deal a list's figures out, and return which were used; those of another number than the metrics' fit nobody."""
    each = bool(marked & _DEALT)
    if len(values) == len(figures) and (each or not _are_alone(tokens, figures, values)):
        for figure, value in zip(figures, values, strict=True):
            figure.value = tokens[value]
    elif len(values) == 1 and (
        marked & _SHARED or text[tokens[values[0]].start] in _SHARED or _says_the_same(text, tokens[values[0]])
    ):
        for figure in figures:
            figure.value = tokens[values[0]]
    elif marked and values:
        for figure in figures:
            figure.unclear = True
    else:
        return set()
    return set(values)


def _says_the_same(text: str, value: Token) -> bool:
    """Tell whether a figure is said to be last year's, which all of a list then are: 孵化器、加速器跟去年一样."""
    return value.kind == "by_last" and not any(char.isdigit() for char in text[value.start : value.end])


def _are_alone(tokens: Sequence[Token], figures: Sequence[Figure], values: Sequence[int]) -> bool:
    """Tell whether another figure stands behind the list without a stop, so that the last number may be its own."""
    behind = next((one for one in tokens[values[-1] + 1 :] if one.kind not in SILENT), None)
    return behind is not None and behind.kind == "metric" and behind.clause == tokens[values[-1]].clause


def _run(tokens: Sequence[Token], at: int, kinds: frozenset[str]) -> tuple[list[int], int, list[int]]:
    """Follow tokens of some kinds with only links between; returns them, where they end, and the 分别 among them."""
    found: list[int] = []
    words: list[int] = []
    while at < len(tokens) and (tokens[at].kind in kinds or tokens[at].kind in _LINKS):
        if tokens[at].kind in kinds:
            found.append(at)
        elif tokens[at].kind == "each":
            words.append(at)
        at += 1
        if "metric" in kinds and tokens[at - 1].kind == "each":
            return found, at - 1, words
    return found, at, words


def _scan(
    text: str, tokens: Sequence[Token], figure_of: dict[int, Figure], shared: frozenset[int] = frozenset()
) -> list[Token]:
    """Go through the line: a figure goes to the metric that waits for one, else it waits for the next metric."""
    free: list[Token] = []
    waiting: Figure | None = None
    pending: Token | None = None
    for at, token in enumerate(tokens):
        if at in shared:
            waiting = pending = None
            continue
        if token.kind == "metric" and figure_of[id(token)].value is not None:
            waiting = pending = None
            continue
        if token.kind == "value" and waiting is not None and not waiting.is_yesno and _has_number(tokens, at):
            continue  # 孵化器已建成4个
        if token.kind == "amount" and waiting is None and is_foreign(text, tokens, at):
            free.append(token)
            continue
        if token.kind == "by_last" or token.kind in {"amount", "value"} or _says_yes(text, tokens, at, figure_of):
            if waiting is not None and _reaches(tokens, at, waiting):
                waiting.value, waiting = token, None
                continue
            if pending is not None and pending.kind == "amount":
                free.append(pending)
            pending = token
        elif token.kind == "metric":
            waiting = figure_of[id(token)]
            between = "" if pending is None else text[pending.end : token.start].strip()
            joined = between in _JOINS and _has_own(tokens, at)  # 11.2亿和总投资15.1亿
            if pending and not joined and pending.clause == token.clause and _takes(tokens, at, waiting, pending):
                waiting.value, waiting.before, waiting = pending, True, None
            elif pending is not None and pending.kind == "amount":
                free.append(pending)
            pending = None
    return [*free, pending] if pending is not None and pending.kind == "amount" else free


def _has_number(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word for yes stands before a number: 已建成4个."""
    behind = next((one for one in tokens[at + 1 :] if one.kind not in SILENT), None)
    return behind is not None and behind.kind == "amount" and behind.clause == tokens[at].clause


def _says_yes(text: str, tokens: Sequence[Token], at: int, figure_of: dict[int, Figure]) -> bool:
    """Tell whether a filler is the yes of a yes or no: 有创业服务, 管理机构是."""
    token = tokens[at]
    if token.kind != "filler" or not _is_yes(text, token):
        return False
    behind = next((one for one in tokens[at + 1 :] if one.kind != "space"), None)
    if behind is not None and behind.kind == "metric":
        return figure_of[id(behind)].is_yesno
    before = next((one for one in reversed(tokens[:at]) if one.kind not in {"space", "heading"}), None)
    ends = behind is None or behind.kind in {"stop", "place"}
    return before is not None and before.kind == "metric" and figure_of[id(before)].is_yesno and ends


def _is_yes(text: str, token: Token) -> bool:
    return WORDS.get(text[token.start : token.end]) == "yes"


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
    """Tell whether a metric takes the figure before it; a mere 没有 before one with a number of its own denies it.

    In a clause that begins with a metric and its number, the number behind a metric is its own too, and what stands
    before it is another's: 从业人员 5390 人 税收 136 总产值 71.2 亿.
    """
    if pending.kind == "amount":
        return not (_begins_with_metric(tokens, pending) and _has_own(tokens, at))
    behind = next((one for one in tokens[at + 1 :] if one.kind not in SILENT), None)
    is_number = behind is not None and behind.kind in {"amount", "by_last"}
    return not (is_number and behind is not None and behind.clause == tokens[at].clause)


def _begins_with_metric(tokens: Sequence[Token], pending: Token) -> bool:
    """Tell whether the clause of a number begins with a metric and a number of it before that one."""
    kinds = [
        one.kind for one in tokens
        if one.clause == pending.clause and one.start <= pending.start and one.kind in {"metric", "amount"}
    ]
    return kinds[:2] == ["metric", "amount"] and len(kinds) > 2


def _has_own(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a number stands behind a metric in its clause, before the next one."""
    behind = [
        one.kind for one in tokens[at + 1 :]
        if one.clause == tokens[at].clause and one.kind in {"metric", "amount"}
    ]
    return behind[:1] == ["amount"]


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
    joined = between.strip(" ") in _JOINS
    return joined or (between.strip(" ") in {"、", "，"} and any(word in behind for word in _SUMS))
