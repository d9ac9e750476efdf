"""What a text typed into the dialogue names: a community, a year, metrics with their figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zc_bot.parsing.corrections import LONGEST, corrected, is_figure, read_correction, without_slip
from zc_bot.parsing.fillers import value_text, without_greeting
from zc_bot.parsing.laid import Laid, read_laid
from zc_bot.parsing.language import matching
from zc_bot.parsing.names import Name, Slip, find_slips
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import Year
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.words import WORDS
from zc_bot.submission.amounts import by_amount, by_context, by_unit, of_which_output, without_taken
from zc_bot.submission.collective import written_out
from zc_bot.submission.common_unit import with_common_unit, without_common_unit
from zc_bot.submission.cutting import find_by_last, years_told
from zc_bot.submission.draft import Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.grown import Grown, growth_told
from zc_bot.submission.labels import without_labels
from zc_bot.submission.line import Line, read_line
from zc_bot.submission.part_of_year import part_of_year
from zc_bot.submission.pasted import is_heading, read_pasted
from zc_bot.submission.plainly import (
    around_names,
    with_total,
    without_foreign,
    without_heads,
    without_place_tails,
    written_plainly,
)
from zc_bot.submission.reasoned import with_reason, without_reason
from zc_bot.submission.remarks import without_numbering, without_remarks
from zc_bot.submission.sections import without_sections
from zc_bot.submission.short_heads import with_whole_names
from zc_bot.submission.tidying import tidy
from zc_bot.submission.turned import turned
from zc_bot.submission.waiting import (
    PART_OF,
    among_others,
    answered_together,
    is_yesno,
    of_last_year,
    of_this_year,
    once_each,
    said_at_last,
    said_together,
    waiting,
)
from zc_bot.values import dataclass

_RULED_OUT = compile_later(
    r"(?P<said>[^\n]*[0-9][^\n,，;；]*?)[,，;；]?\s*(?:而?不是|not )"
    r"(?P<not>[0-9][^\s,，;；]*)"
)
"""A figure, and what it is not: 总产值58亿，不是57亿."""
SEASON = 3
"""The last month of a year in which 今年 in a report is the year before."""


@dataclass(frozen=True, slots=True)
class Named:
    """The parts of a text: each community as the codes it may mean, years, and metrics with their texts."""

    communities: tuple[tuple[str, ...], ...] = ()
    years: tuple[int, ...] = ()
    figures: tuple[Waiting, ...] = ()
    leftover: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    """Numbers told beside the figures, which none of them is: last year's, details."""
    grown: tuple[Grown, ...] = ()
    """The growth that is told beside figures."""
    this_year: bool = False
    """今年 was said of the year before today's, which is being reported."""

    def __bool__(self) -> bool:
        return bool(self.communities or self.years or self.figures)


_REPEATS = compile_later(r"(.{1,3}?)\1{150,}", re.DOTALL)
"""What says the same over and over names nothing, and keeps nobody waiting."""


def named(text: str, facts: Facts) -> Named:
    """Find everything that a text names; empty where it names nothing. What it corrects itself counts corrected."""
    return facts.lexicon.once(("report", text, facts.today, facts.years[:1]), lambda: _read(text, facts))


def _read(text: str, facts: Facts) -> Named:
    if _REPEATS.search(text) is not None:
        return Named()
    alone, reason = without_reason(text, facts.lexicon)
    tidied = tidy(alone, lambda word: bool(Laid(word, facts.lexicon).names))
    found = _read_tidied(with_whole_names(without_labels(tidied.text, facts), facts), facts)
    if reason is not None:
        found = replace(found, figures=with_reason(found.figures, reason))
    if tidied.slips:
        found = replace(found, figures=tuple(_slipped(one, text, tidied.slips) for one in found.figures))
    if period := part_of_year(laid_out(text)):
        found = replace(found, figures=tuple(_of_part(one, period) for one in found.figures))
    return found


def _slipped(item: Waiting, typed: str, slips: Sequence[str]) -> Waiting:
    """Have a figure asked about whose number was put right: 1O.5亿."""
    if not item.text or item.fault or item.text in typed:
        return item
    return replace(item, fault="stray_word", found="、".join(slips))


def _of_part(item: Waiting, period: str) -> Waiting:
    """Refuse a figure with an amount that is of a part of the year."""
    return replace(item, fault="part_of_year", found=period) if has_digit(f"{item.text}{item.phrase}") else item


def _read_tidied(text: str, facts: Facts) -> Named:
    if (table := _table(text, facts)) is not None:
        return table
    if (right := _put_right(text, facts)) is not None:
        return right
    if (ruled := _RULED_OUT.fullmatch(laid_out(text).strip(" 。."))) is not None and is_figure(ruled["not"]):
        return _named(ruled["said"], facts)
    cut = corrected(laid_out(text))
    if cut is not None and (first := _named(cut[0], facts)) and first.figures:
        if (bare := _bare_amount(cut[1])) and not first.figures[-1].fault:
            amount, rest = bare
            last = replace(first.figures[-1], text=amount, phrase=text.strip())
            more = _named(rest.strip().removeprefix(PART_OF), facts) if rest else Named()
            others = tuple(one for one in more.figures if one.metric != last.metric)
            return replace(
                first, figures=(*first.figures[:-1], last, *others), leftover=(*first.leftover, *more.leftover),
                told=(*first.told, *more.told),
            )
        instead = _named(cut[1], facts)
        if instead.figures and not instead.communities:
            return _in_place_of(first, instead)
    plain = without_slip(without_greeting(laid_out(text)))
    return _or_near(plain, _named(plain, facts), facts)


def _bare_amount(text: str) -> tuple[str, str] | None:
    """Part a text that begins with an amount alone from what follows it: 四十五点五亿，其中战新34亿."""
    first, *rest = re.split("[，,；;。\n](?![0-9]{3}(?![0-9]))", text, maxsplit=1)
    amount = value_text(first)
    return (amount, "".join(rest)) if isinstance(read_quantity(amount), Quantity) else None


def _put_right(text: str, facts: Facts) -> Named | None:
    """Read a text that says a figure was wrong and what it should be: 总产值填成了37亿，应为38亿 says 38亿."""
    laid = read_laid(text, facts.lexicon, facts.today)
    if len(laid.measures) != 1 or len(text) > 2 * LONGEST:
        return None
    alone = laid.text
    spans = [(one.start, one.end) for one in laid.places] + [(one.start, one.end) for one in laid.years]
    for start, end in sorted(spans, reverse=True):
        alone = f"{alone[:start]}{alone[end:]}"
    correction = read_correction(alone.strip(" ,，、:：的"), facts.lexicon)
    if correction is None or correction.plain or correction.drops or not is_figure(correction.new):
        return None
    return Named(
        tuple(dict.fromkeys(one.codes for one in laid.places)),
        tuple(dict.fromkeys(one.year for one in laid.years)),
        tuple(Waiting(metric, correction.new, phrase=text.strip()) for metric in correction.metrics),
    )


def _table(text: str, facts: Facts) -> Named | None:
    """Read a pasted table; a first line or cells that name the community or year count for all of it."""
    if "\n" not in text or (found := read_pasted(text, facts)) is None:
        return None
    first = _named(text.strip().splitlines()[0], facts)
    places = tuple((code,) for code in found.communities) or first.communities
    heads = is_heading(text.strip().splitlines()[0])
    years = found.years or (first.years if not (first.figures or heads) else ())
    return Named(places, years, tuple(once_each(found.figures)), found.unknown, found.told)


def _in_place_of(first: Named, instead: Named) -> Named:
    """Put the figures that a line was corrected to in place of its first ones."""
    newer = {one.metric for one in instead.figures}
    kept = tuple(one for one in first.figures if one.metric not in newer)
    return Named(
        first.communities, instead.years or first.years, (*kept, *instead.figures),
        (*first.leftover, *instead.leftover), (*first.told, *instead.told),
    )


def _plain(text: str, facts: Facts) -> tuple[str, str]:
    """Write a text out plainly; gives with it the unit that it says once for all figures."""
    typed, unit = without_common_unit(without_numbering(without_sections(without_greeting(laid_out(text)), facts)))
    return turned(written_out(written_plainly(typed, facts.years), facts.lexicon), facts.lexicon), unit


def _named(text: str, facts: Facts) -> Named:
    typed, unit = _plain(text, facts)
    laid = Laid(typed, facts.lexicon)
    reported = with_total(typed, _outside_words(typed, laid.reported), facts.programme, unit)
    typed, named_metrics, headed = without_heads(typed, reported)
    yesno = {span.start for span in named_metrics if is_yesno(facts.programme, span.codes)}
    typed = around_names(typed, named_metrics, yesno)
    typed = without_place_tails(typed, laid.places, named_metrics, facts.programme)
    told = without_remarks(typed, named_metrics, laid.places)
    plain = told.text
    metrics, places = (
        [one for one in names if plain[one.start : one.end] == typed[one.start : one.end]]
        for names in (named_metrics, laid.places)
    )
    by_last = find_by_last(plain, metrics)
    years, this_year = _as_reported(years_told(plain, facts.today, metrics, by_last), plain, facts)
    plain, foreign = without_foreign(plain, facts.lexicon, metrics)
    line = read_line(plain, metrics, [*places, *years], yesno, typed, by_last)
    figures, whole = _figures(line, metrics, plain, unit, facts)
    earlier = of_last_year(plain, years, metrics, this_year)
    lasts = [one for number, one in enumerate(figures) if number in earlier and one.text]
    pieces = [one.phrase for one in lasts]
    figures = [one for number, one in enumerate(figures) if number not in earlier]
    figures += of_this_year(lasts, line.leftover) if this_year else []
    years = tuple(one for one in years if one not in earlier.values())
    figures = said_together(without_taken(figures, facts.programme), facts.programme)
    left = [piece for piece in (*foreign, *line.leftover) if not any(piece in one.text for one in figures)]
    figures, left, planned = said_at_last(figures, left, plain)
    offered, leftover = by_unit(left, whole, facts.programme) if metrics or (places and years) else ([], left)
    more, leftover = by_context(leftover, headed)
    figures += [*offered, *more]
    return Named(
        tuple(dict.fromkeys(span.codes for span in places)),
        tuple(dict.fromkeys(one.year for one in years)),
        tuple(once_each(figures)),
        tuple(leftover) if metrics or places or years else (),
        (*told.pieces, *pieces, *planned),
        growth_told(typed, told.text, named_metrics),
        this_year,
    )


def _outside_words(text: str, metrics: Sequence[Name]) -> list[Name]:
    """Leave out names that are a part of a word which answers: the coverage of full coverage."""
    words = [match.span() for match in _OF_WORDS.finditer(text)]
    return [one for one in metrics if not any(start < one.start and one.end <= end for start, end in words)]


_OF_WORDS = compile_later(lambda: matching(word for word in WORDS if " " in word), re.IGNORECASE)


def _figures(
    line: Line, metrics: Sequence[Name], plain: str, unit: str, facts: Facts
) -> tuple[list[Waiting], set[str]]:
    """Make of what a line says of each metric a figure that waits to be taken, and name all metrics it may be of."""
    whole = {code for span in metrics for code in span.codes}
    meant = [by_amount(plain, span, said, facts, unit) for span, said in zip(metrics, line.said, strict=True)]
    whole |= {code for span in meant for code in span.codes}
    figures = [waiting(span, said, facts.programme, whole) for span, said in zip(meant, line.said, strict=True)]
    figures = answered_together(figures, meant, plain, facts.programme)
    figures = [of_which_output(one, facts.programme) for one in figures]
    figures = [with_common_unit(one, unit, facts.programme) for one in figures] if unit else figures
    return [among_others(one, line.leftover, figures, facts.programme) for one in figures], whole


_OF_REPORTING = compile_later("[的度]?[ ]*(?:先|才|要|得|来|补|开始|就)?[ ]*(?:填报|上报|报|填|交)")
"""今年填报 says when it is reported, and not of which year a figure is."""


def _as_reported(years: tuple[Year, ...], text: str, facts: Facts) -> tuple[tuple[Year, ...], bool]:
    """Count 今年 and 去年 from the year that is being reported, where 今年 is said while that one is collected.

    Of a year that has just begun nobody has figures yet.
    """
    years = tuple(one for one in years if one.back != 0 or _OF_REPORTING.match(text, one.end) is None)
    begun = facts.today.month <= SEASON and facts.today.year not in facts.years
    said = any(one.back == 0 for one in years)
    named = any(one.back is None for one in years)
    if named or not (begun and said and facts.years and facts.years[0] == facts.today.year - 1):
        return years, False
    return tuple(one if one.back is None else replace(one, year=one.year - 1) for one in years), True


def _or_near(text: str, found: Named, facts: Facts) -> Named:
    """Offer the metrics whose names are one slip away from words that nothing used: 孵化机4个, 高薪产值45.6亿."""
    beside = any(one.fault in {"stray_word", "stray_unclear"} or one.note for one in found.figures)
    if not (found.leftover or beside):
        return found
    meant, written = [], text
    slips = [one for one in find_slips(text, facts.lexicon) if one.code not in facts.programme.derivation]
    for slip in reversed(slips):
        meant.append(slip.code)
        written = f"{written[: slip.start]}{slip.name}{written[slip.end :]}"
    again = _named(written, facts) if meant else found
    if not meant or again.leftover or any(one.fault for one in again.figures):
        return found
    figures = tuple(
        replace(one, metric="", options=(one.metric,), phrase=_as_typed(one.phrase, slips, text))
        if one.metric in meant and one.text else one
        for one in again.figures
    )
    return replace(again, figures=figures)


def _as_typed(phrase: str, slips: Sequence[Slip], text: str) -> str:
    """Write a phrase as it was typed, before the slips in it were put right."""
    for slip in slips:
        phrase = phrase.replace(slip.name, text[slip.start : slip.end], 1)
    return phrase


def answered(text: str, metric: str, facts: Facts) -> Waiting | None:
    """Read the answer to a question for one metric as a line that begins with its name; None where it says more.

    A fault stays with it; a text that names another figure is no answer.
    """
    found = named(f"{facts.programme.measure[metric].short.zh}：{text}", facts)
    if len(found.figures) != 1 or found.figures[0].metric != metric or found.leftover:
        return None
    return replace(found.figures[0], phrase=" ".join(text.split()))


