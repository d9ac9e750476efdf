"""A text that reports for several communities or years, cut into what is said of each.

    蓝谷2025从业人员5300，苏通2025从业人员4300 · 江海 2024 从业人员5200；2025 从业人员5300

One report is of one community and year: the others wait in `Draft.then`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from zc_bot.parsing.conversion import Reading, read_figure
from zc_bot.parsing.fillers import without_greeting
from zc_bot.parsing.laid import Laid
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import has_digit, read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import find_quantities
from zc_bot.parsing.words import read_word
from zc_bot.submission.beside import STRAY, says_another
from zc_bot.submission.cutting import years_told
from zc_bot.submission.dealing import below_metric, dealt_to_places, dealt_to_years, metric_first
from zc_bot.submission.draft import Draft, Later, Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.pasted import Pasted, read_pasted
from zc_bot.submission.reasoned import without_reason
from zc_bot.submission.relative import is_same
from zc_bot.submission.remarks import without_numbering, without_remarks
from zc_bot.submission.sections import without_sections
from zc_bot.submission.understanding import Named, named
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """What a text says of one community and year. later: to be read by itself; found: the figures that it names."""

    later: Later
    found: Named
    outside: bool = False
    """It is of a community or a year that its reader does not report for."""

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
    alone, reason = without_reason(text, facts.lexicon)
    text = alone if reason is not None and Laid(reason.text, facts.lexicon).places else text
    plain = without_numbering(without_sections(_without_head(without_greeting(laid_out(text)), facts), facts))
    plain = _each_by_name(plain, facts)
    parts: list[Part] = []
    community: str | None = None
    year: int | None = None
    dealt = dealt_to_places(plain, facts) or dealt_to_years(plain, facts) or below_metric(plain, facts)
    pieces = dealt or _by_sentence(plain, facts) or _pieces(plain, facts)
    for piece in pieces if len(pieces) > 1 else ():
        piece = _with_metric(piece, parts, facts)
        found = named(piece, facts)
        if not _says_figures(found):
            return ()
        community = found.communities[0][0] if found.communities else community or _only(facts)
        assumed = not found.years and (year is None or bool(parts and parts[-1].later.year_assumed))
        year = found.years[0] if found.years else year or facts.years[0]
        if community is None:
            return ()
        outside = community not in facts.communities or year not in facts.years
        parts.append(replace(_part(piece, community, year, found, facts, assumed=assumed), outside=outside))
    several = len({part.place for part in parts}) > 1
    return tuple(_joined(parts)) if several and not all(part.outside for part in parts) else ()


def without_unsaid_places(text: str, facts: Facts) -> str:
    """Leave out that another community's figures come later: 通创从业5288，观音山的晚点报."""
    pieces = [] if "\n" in text.strip() or not _COMES_LATER.search(text) else _pieces(laid_out(text), facts)
    later = [
        piece for before, piece in pairwise(pieces)
        if before.rstrip()[-1:] in set("，,；;。.") and not has_digit(piece) and _COMES_LATER.search(piece)
    ]
    return "".join(piece for piece in pieces if piece not in later) if later else text


_COMES_LATER = compile_later(
    f"(?i){alternatives('report.later_on')}|{alternatives('report.day_ahead')}|{alternatives('report.unknown')}"
    "|待(?:核|报|定|统)|另报|另行|还没|(?<![a-z])(?:to )?follows?(?![a-z])"
)


def _of_table(text: str, table: Pasted, facts: Facts) -> tuple[Part, ...]:
    """Part a pasted table by the communities and years of its rows or columns; () where it is of one place alone."""
    found = named(text, facts)
    named_one = len(found.communities) == 1 and len(found.communities[0]) == 1
    title = found.communities[0][0] if named_one else _only(facts)
    parts: list[Part] = []
    for (community, year), figures in table.groups:
        place = community or title
        if place is None or any(one.fault or not one.text for one in figures):
            return ()
        said = "；".join(f"{facts.programme.measure[one.metric].short.zh} {one.text}" for one in figures)
        unknown = () if parts else table.unknown
        alone = Named(((place,),), (year or facts.years[0],), figures, leftover=unknown, told=table.told)
        found = replace(alone, communities=(), years=())
        parts.append(_part(said, place, alone.years[0], found, facts, assumed=not year))
    return tuple(parts) if len({part.place for part in parts}) > 1 else ()


def _with_metric(piece: str, parts: Sequence[Part], facts: Facts) -> str:
    """Write the metric of the figure before into a piece of a community and an amount alone: 观音山的6870."""
    laid = Laid(piece, facts.lexicon)
    years = years_told(piece, facts.today)
    amounts = [span for span, _ in laid.amounts if not any(one.start <= span[0] < one.end for one in years)]
    if not parts or laid.reported or not (laid.places or years):
        return piece
    last = parts[-1].found.figures
    alike = laid.places and not amounts and _ALIKE.fullmatch(piece[laid.places[-1].end :].strip(" ，,。；;、\n"))
    rest = piece[laid.places[-1].end :].strip(" ，,。；;、\n") if laid.places else ""
    if laid.places and not amounts and len(last) == 1 and is_same(rest):
        name = facts.programme.measure[last[0].metric].short.zh
        return f"{piece[: laid.places[-1].end]}{name}{rest}"
    if alike and len(last) > 1:
        said = "；".join(f"{facts.programme.measure[one.metric].short.zh} {one.text}" for one in last if one.metric)
        return f"{piece[: laid.places[-1].end]}：{said}"
    if len(last) != 1:
        return piece
    name = facts.programme.measure[parts[-1].found.figures[0].metric].short.zh
    if alike:
        return f"{piece[: laid.places[-1].end]}{name}{parts[-1].found.figures[0].text}"
    if len(amounts) != 1:
        return piece
    start, _ = amounts[0]
    return f"{piece[:start]}{facts.programme.measure[parts[-1].found.figures[0].metric].short.zh}{piece[start:]}"


_HEAD = compile_later(
    r"^[^:：\n0-9]{0,10}(?:[0-9]|[两二三四])[个家]社区(?:的)?(?P<year>20[0-9]{2}年)?度?的?(?:数据|情况|数)?(?:如下)?[:：]"
)
"""Says that several follow: 崇川区两个社区：."""
_SENDER = compile_later("^[^:：\n0-9，,；;。]{2,12}[:：]")
"""Who reports, before what of which community: 崇川区上报：通创…；观音山…."""
_ALIKE = compile_later("同上|(?:也|都)?(?:是|一样|相同|同样|如此)|也(?:全覆盖|有|没有|都有)")


_EVERYWHERE = compile_later(
    written(
        r"(?:我们|我区|本区|辖区|全区)?的?(?:<everywhere>|(?P<count>[两二三四])[个家](?:众创)?社区)的?", "report"
    )
)


def _each_by_name(text: str, facts: Facts) -> str:
    """Name a reporter's communities where a text speaks of them all: 两个社区无线都是100%, 管理机构两个社区都有."""
    found = _EVERYWHERE.search(text)
    count = None if found is None else found["count"] or ("两" if "两" in found[0] else None)
    laid = Laid(text, facts.lexicon)
    if found is None or len(facts.communities) < 2 or laid.places:
        return text
    head = text[: found.start()].strip("：:，, ")
    if head and not (len(laid.metrics) == 1 and laid.metrics[0].end <= found.start()):
        return text
    if count is not None and int(read_numeral(count) or 0) != len(facts.communities):
        return text
    names = "、".join(facts.programme.community[code].name.zh for code in facts.communities)
    shared = "都" if found[0].endswith("都") else ""
    return f"{names}{head}{shared}{text[found.end() :]}"


def _without_head(text: str, facts: Facts) -> str:
    """Leave out what only says that several communities follow."""
    if (sender := _SENDER.match(text)) is not None:
        named_in = Laid(sender[0], facts.lexicon).names
        behind = {code for one in Laid(text[sender.end() :], facts.lexicon).places for code in one.codes}
        if len(named_in) == 1 and len(behind) > 1 and behind <= {*named_in[0].codes}:
            return text[sender.end() :]
    found = _HEAD.match(text)
    if found is None or len(Laid(text[found.end() :], facts.lexicon).places) < 2:
        return text
    return f"{found['year'] or ''}{text[found.end() :]}"


def _by_sentence(text: str, facts: Facts) -> list[str]:
    """Cut a text of which a sentence gives each community its figure of the metric that it begins with.

    数字化：通创98，观音山96; [] where no sentence does.
    """
    sentences = [one for one in re.split("[；;。\n]", text) if one.strip()]
    dealt = [metric_first(one, facts) for one in sentences]
    if not any(dealt):
        return []
    return [
        piece for one, pieces in zip(sentences, dealt, strict=True)
        for piece in (pieces or dealt_to_places(one, facts) or _pieces(one, facts))
    ]


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
    metrics, places = laid.reported, laid.places
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
        between = any(begun <= one.start < head.start for one in metrics)
        alone = len(cuts) > 1 and bool(find_quantities(told[begun : head.start].lstrip("0123456789年 ")))
        if differs and (between or alone):
            begun = head.start
            cuts.append(begun)
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _says_figures(found: Named) -> bool:
    """Tell whether a piece says figures, clear but maybe for words beside them, of one place."""
    clear = all(
        one.text and one.metric and one.fault in {"", *STRAY} and not says_another(one.found) for one in found.figures
    )
    one_place = len(found.communities) < 2 and all(len(codes) == 1 for codes in found.communities)
    return bool(found.figures) and clear and one_place and len(found.years) < 2 and not found.leftover


def _is_clear(found: Named, facts: Facts) -> bool:
    """Tell whether a piece is a report by itself, of what its reporter may report."""
    own = all(len(codes) == 1 and codes[0] in facts.communities for codes in found.communities)
    are_open = all(year in facts.years for year in found.years)
    clear = all(one.text and one.metric and not one.fault and _may_be(one, facts) for one in found.figures)
    one_each = len(found.communities) < 2 and len(found.years) < 2 and not found.leftover
    return bool(found.figures) and clear and own and are_open and one_each


def _may_be(one: Waiting, facts: Facts) -> bool:
    """Tell whether a text may answer a metric at all: 是 is no number of start-ups, as in 初创是观音山的."""
    metric = facts.programme.metric.get(one.metric)
    return metric is None or metric.kind == "yesno" or read_word(one.text) not in {"yes", "no"}


def _part(
    text: str, community: str, year: int, found: Named, facts: Facts, assumed: bool = False
) -> Part:
    """Write a piece so that it stands alone: with the community and year that it goes on with."""
    name = "" if found.communities else facts.programme.community[community].name.zh
    when = "" if found.years else f"{year}年"
    alone = " ".join(filter(None, (name, when, text.strip(" ，,、；;。"))))
    return Part(Later(community, year, alone, assumed), found)


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Put what is said of the same community and year together, in the order in which they are first named."""
    found: dict[tuple[str, int], Part] = {}
    for part in parts:
        if part.place in found:
            before = found[part.place]
            figures = (*before.found.figures, *part.found.figures)
            told = (*before.found.told, *part.found.told)
            both = Named(before.found.communities, before.found.years, figures, told=told)
            text = f"{before.later.text}\n{part.later.text}"
            later = replace(before.later, text=text)
            found[part.place] = replace(before, later=later, found=both, outside=part.outside)
        else:
            found[part.place] = part
    return list(found.values())
