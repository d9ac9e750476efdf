"""A text that reports for several communities or years, cut into what is said of each.

    蓝谷2025从业人员5300，苏通2025从业人员4300 · 江海 2024 从业人员5200；2025 从业人员5300

One report is of one community and year: the others wait in `Draft.then`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from zc_bot.parsing.conversion import Reading, read_figure
from zc_bot.parsing.fillers import FILLER, without_greeting
from zc_bot.parsing.laid import Laid
from zc_bot.parsing.language import written
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.quantities import find_quantities
from zc_bot.submission.cutting import years_told
from zc_bot.submission.draft import Draft, Later, Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.pasted import Pasted, read_pasted
from zc_bot.submission.remarks import without_numbering, without_remarks
from zc_bot.submission.understanding import Named, named


@dataclass(frozen=True, slots=True)
class Part:
    """What a text says of one community and year. later: to be read by itself; found: the figures that it names."""

    later: Later
    found: Named

    @property
    def place(self) -> tuple[str, int]:
        return self.later.place


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a community (`codes`) or a year is named."""

    start: int
    codes: tuple[str, ...] = ()
    year: int | None = None


def by_place(text: str, facts: Facts) -> tuple[Part, ...]:
    """Cut a text into its communities and years, if each has figures of its own that are clear; () for any other.

    What names no community or no year is of the one named before.
    """
    if "\n" in text and (table := read_pasted(text, facts)) is not None:
        return _of_table(text, table, facts)
    plain = without_numbering(without_greeting(laid_out(text)))
    parts: list[Part] = []
    community: str | None = None
    year: int | None = None
    pieces = _dealt_to_places(plain, facts) or _pieces(plain, facts)
    for piece in pieces if len(pieces) > 1 else ():
        piece = _with_metric(piece, parts, facts)
        found = named(piece, facts)
        if not _is_clear(found, facts):
            return ()
        community = found.communities[0][0] if found.communities else community or _only(facts)
        year = found.years[0] if found.years else year or facts.years[0]
        if community is None:
            return ()
        parts.append(_part(piece, community, year, found, facts))
    return tuple(_joined(parts)) if len({part.place for part in parts}) > 1 else ()


def _of_table(text: str, table: Pasted, facts: Facts) -> tuple[Part, ...]:
    """Part a pasted table by the communities and years of its rows or columns; () where it is of one place alone."""
    found = named(text, facts)
    named_one = len(found.communities) == 1 and len(found.communities[0]) == 1
    title = found.communities[0][0] if named_one else _only(facts)
    parts = []
    for (community, year), figures in table.groups:
        place = community or title
        if place is None or table.unknown or any(one.fault or not one.text for one in figures):
            return ()
        said = "；".join(f"{facts.programme.measure[one.metric].short.zh} {one.text}" for one in figures)
        alone = Named(((place,),), (year or facts.years[0],), figures, told=table.told)
        parts.append(_part(said, place, alone.years[0], replace(alone, communities=(), years=()), facts))
    return tuple(parts) if len({part.place for part in parts}) > 1 else ()


def _dealt_to_places(text: str, facts: Facts) -> list[str]:
    """Give each of a list of communities its own figure of the metric behind them, or all of them the same.

    通创和观音山的无线覆盖率分别是100%和97.5%; [] for any other text, and for one that says more.
    """
    laid = Laid(text, facts.lexicon)
    places, metrics = laid.places, laid.metrics
    if len(places) < 2 or len(metrics) != 1 or metrics[0].start < places[-1].end:
        return []
    rest = text[metrics[0].end :]
    spans = [span for span, _ in find_quantities(rest)]
    values = [rest[start:end] for start, end in spans]
    for start, end in reversed(spans):
        rest = f"{rest[:start]} {rest[end:]}"
    between = [text[one.end : other.start] for one, other in pairwise(places)]
    said = (*between, text[places[-1].end : metrics[0].start], rest)
    if _EACH.search(rest) is None or any(_LITTLE.sub("", one) for one in said):
        return []
    values = values * len(places) if len(values) == 1 else values
    if len(values) != len(places):
        return []
    head, name = text[: places[0].start], text[metrics[0].start : metrics[0].end]
    return [f"{head}{text[one.start : one.end]}{name}{value}" for one, value in zip(places, values, strict=True)]


_EACH = re.compile(written("<dealt>|<shared>", "report"))
_LITTLE = re.compile(written(rf"<dealt>|<shared>|<joins>|{FILLER}|[\s，,、。；;：:]", "report"))
"""What may stand between the names and figures of such a list."""


def _with_metric(piece: str, parts: Sequence[Part], facts: Facts) -> str:
    """Write the metric of the figure before into a piece of a community and an amount alone: 观音山的6870."""
    laid = Laid(piece, facts.lexicon)
    alone = len(laid.amounts) == 1 and bool(laid.places) and not laid.metrics
    if not parts or not alone or len(parts[-1].found.figures) != 1:
        return piece
    (start, _), _ = laid.amounts[0]
    return f"{piece[:start]}{facts.programme.measure[parts[-1].found.figures[0].metric].short.zh}{piece[start:]}"


def elsewhere_alone(text: str, found: Named, draft: Draft, facts: Facts) -> Part | None:
    """Give a text as a part by itself if it reports for another place than a draft's, and for that one alone."""
    if not _is_clear(found, facts) or not (found.communities or found.years):
        return None
    community = found.communities[0][0] if found.communities else draft.community
    year = found.years[0] if found.years else draft.year
    if community is None or year is None or (community, year) == (draft.community, draft.year):
        return None
    return _part(text, community, year, found, facts)


def is_recorded(part: Part, facts: Facts) -> bool:
    """Tell whether all that a part says stands already, as with last year's figures told beside this year's."""
    return all(_stands(one, part, facts) for one in part.found.figures)


def _stands(one: Waiting, part: Part, facts: Facts) -> bool:
    metric = facts.programme.metric.get(one.metric)
    read = None if metric is None else read_figure(one.text, metric)
    known = facts.known(part.later.community, one.metric, part.later.year)
    if known is None or not isinstance(read, Reading):
        return False
    return (read.value, read.marker) == (known.value, known.marker)


def _only(facts: Facts) -> str | None:
    return facts.communities[0] if len(facts.communities) == 1 else None


def _pieces(text: str, facts: Facts) -> list[str]:
    """Cut a text before each community or year that is named behind a figure of another one."""
    laid = Laid(text, facts.lexicon)
    metrics, places = laid.metrics, laid.places
    told = without_remarks(text, metrics, places).text
    heads = [_Head(one.start, one.codes) for one in places]
    heads += [
        _Head(one.start, year=one.year)
        for one in years_told(told, facts.today, metrics)
        if one.back is None and told[one.start : one.end] == text[one.start : one.end]
    ]
    cuts, begun, current = [0], 0, (_Head(0), _Head(0))
    for head in sorted(heads, key=lambda one: one.start):
        place, year = current
        current = (head, year) if head.codes else (place, head)
        differs = head.codes != place.codes if head.codes else head.year != year.year
        if differs and any(begun <= one.start < head.start for one in metrics):
            begun = head.start
            cuts.append(begun)
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _is_clear(found: Named, facts: Facts) -> bool:
    """Tell whether a piece is a report by itself, of what its reporter may report."""
    own = all(len(codes) == 1 and codes[0] in facts.communities for codes in found.communities)
    are_open = all(year in facts.years for year in found.years)
    clear = all(one.text and one.metric and not one.fault for one in found.figures)
    one_each = len(found.communities) < 2 and len(found.years) < 2 and not found.leftover
    return bool(found.figures) and clear and own and are_open and one_each


def _part(text: str, community: str, year: int, found: Named, facts: Facts) -> Part:
    """Write a piece so that it stands alone: with the community and year that it goes on with."""
    name = "" if found.communities else facts.programme.community[community].name.zh
    when = "" if found.years else f"{year}年"
    alone = " ".join(filter(None, (name, when, text.strip(" ，,、；;。"))))
    return Part(Later(community, year, alone), found)


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Put what is said of the same community and year together, in the order in which they are first named."""
    found: dict[tuple[str, int], Part] = {}
    for part in parts:
        if part.place in found:
            before = found[part.place]
            figures = (*before.found.figures, *part.found.figures)
            told = (*before.found.told, *part.found.told)
            both = Named(before.found.communities, before.found.years, figures, told=told)
            found[part.place] = Part(Later(*part.place, f"{before.later.text}\n{part.later.text}"), both)
        else:
            found[part.place] = part
    return list(found.values())
