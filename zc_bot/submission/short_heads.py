"""Names in a list that are cut short, told by what the list names beside them: 孵化 4 · 创业 是 · 统计 有.

Only in a list does a half name a figure: one line each, its value behind it, other figures beside it by name.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from zc_bot.parsing.laid import Laid, read_laid
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.words import read_word
from zc_bot.policy.records import Metric
from zc_bot.submission.facts import Facts
from zc_bot.submission.relative import is_relative

_LINE = compile_later(
    r"[ \t]*(?P<head>[\u4e00-\u9fff]{2,5}|[A-Za-z][A-Za-z -]{2,18}[A-Za-z])"
    r"[ \t]*[:：=|]?[ \t]*(?P<value>\S{1,16}(?: \S{1,6})?)[ \t;；,，。]*"
)
FEWEST_LINES, TURNS = 3, 2
"""What is told of the first turn tells the rest in the second: 平台 behind the four services."""


def with_whole_names(text: str, facts: Facts) -> str:
    """Write a figure's short name for a half of it that heads a line of a list; a half of two stays as it is."""
    if text.count("\n") + 1 < FEWEST_LINES:
        return text
    for _ in range(TURNS):
        if not (named := _named(text, facts)):
            break
        text = "\n".join(_whole(line, named, facts) for line in text.split("\n"))
    return text


def _named(text: str, facts: Facts) -> frozenset[str]:
    """Give the metrics that a text names beyond doubt."""
    reported = Laid(laid_out(text), facts.lexicon).reported
    return frozenset(one.code for one in reported if len(one.codes) == 1)


def _whole(line: str, named: Collection[str], facts: Facts) -> str:
    match = _LINE.fullmatch(line)
    if match is None or not _is_unnamed(match["head"], line, named, facts):
        return line
    taken = {*named, *facts.programme.derivation}
    meant = [
        metric for code, metric in facts.programme.metric.items()
        if code not in taken and _fits(match["head"], match["value"], metric)
    ]
    return line if len(meant) != 1 else f"{meant[0].short.zh} {line[match.start('value') :]}"


def _is_unnamed(head: str, line: str, named: Collection[str], facts: Facts) -> bool:
    """Tell whether a head says no figure by itself, or only such as the list names already: 平台 behind its four."""
    if is_relative(head) or read_word(head) is not None:
        return False
    if read_laid(head, facts.lexicon, facts.today).places:
        return False
    return all(set(one.codes) <= set(named) for one in Laid(laid_out(line), facts.lexicon).reported)


def _fits(head: str, value: str, metric: Metric) -> bool:
    """Tell whether a head is the half of a metric's name, and what is behind it could be its value."""
    name = metric.short.zh if not head.isascii() else metric.short.en.lower()
    head = head.lower()
    if metric.kind == "yesno":
        return (name.startswith(head) or name.endswith(head)) and read_word(value) in {"yes", "no", "none"}
    is_value = isinstance(read_quantity(value), Quantity) or read_word(value) in {"not_applicable", "confidential"}
    return name.startswith(head) and bool(re.search("[0-9]", value) or is_value)
