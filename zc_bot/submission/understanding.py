"""What a text typed into the dialogue names: a community, a year, metrics with their figures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from zc_bot.parsing.corrections import LONGEST, corrected, is_figure, read_correction, without_slip
from zc_bot.parsing.fillers import value_text, without_greeting
from zc_bot.parsing.laid import Laid, read_laid
from zc_bot.parsing.language import phrases
from zc_bot.parsing.names import Name, Slip, find_slips, with_reported
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import Year, is_year
from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.units import unit_named
from zc_bot.policy.programme import Programme
from zc_bot.submission import events as ev
from zc_bot.submission.amounts import by_amount, by_unit, fitting, is_sum, of_which_output, without_taken
from zc_bot.submission.asking import Result, go
from zc_bot.submission.beside import STRAY, says_another
from zc_bot.submission.collective import written_out
from zc_bot.submission.common_unit import with_common_unit, without_common_unit
from zc_bot.submission.cutting import Place, find_by_last, years_told
from zc_bot.submission.draft import Draft, Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import drain
from zc_bot.submission.line import Said, read_line
from zc_bot.submission.part_of_year import part_of_year
from zc_bot.submission.pasted import is_heading, read_pasted
from zc_bot.submission.remarks import without_numbering, without_remarks
from zc_bot.submission.tidying import tidy
from zc_bot.submission.turned import turned

UNCLEAR = "which_number"
_GROWN = frozenset({"新增", "净增", "又新增", "再增"})
"""Before the name of a figure, says that its number is what came to it, which is offered as behind the name."""
_LEVEL = re.compile("(?:国家|省|市|区|县)级")
_ONE_MORE = re.compile("(?:再|另外?|还要?)(?:加|补|报|填)(?:上|报)?一[个项条](?=[\u4e00-\u9fff])")
_DEALT_BY_SLASH = re.compile(r"(?:分别|依次)(?:是|为|有|[:：])*[ ]*[0-9][0-9.]*(?:/[0-9.]+)+")
_RULED_OUT = re.compile(r"(?P<said>[^\n]*[0-9][^\n,，;；]*?)[,，;；]?\s*(?:而)?不是(?P<not>[0-9][^\s,，;；]*)")
"""A figure, and what it is not: 总产值58亿，不是57亿."""
SEASON = 3
"""The last month of a year in which 今年 in a report is the year before."""
PART_OF = "其中"
"""Before a part whose whole is named in the same line; before anything else it says that there is more."""


@dataclass(frozen=True, slots=True)
class Named:
    """The parts of a text: each community as the codes it may mean, years, and metrics with their texts."""

    communities: tuple[tuple[str, ...], ...] = ()
    years: tuple[int, ...] = ()
    figures: tuple[Waiting, ...] = ()
    leftover: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    """Numbers told beside the figures, which none of them is: last year's, details."""
    this_year: bool = False
    """今年 was said of the year before today's, which is being reported."""

    def __bool__(self) -> bool:
        return bool(self.communities or self.years or self.figures)


_REPEATS = re.compile(r"(.{1,3}?)\1{150,}", re.DOTALL)
"""What says the same over and over names nothing, and keeps nobody waiting."""


def named(text: str, facts: Facts) -> Named:
    """Find everything that a text names; empty where it names nothing. What it corrects itself counts corrected."""
    return facts.lexicon.once(("report", text, facts.today, facts.years[:1]), lambda: _read(text, facts))


def _read(text: str, facts: Facts) -> Named:
    if _REPEATS.search(text) is not None:
        return Named()
    tidied = tidy(text, lambda word: bool(Laid(word, facts.lexicon).names))
    found = _read_tidied(tidied.text, facts)
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
    return Named(places, years, tuple(_once_each(found.figures)), found.unknown, found.told)


def _in_place_of(first: Named, instead: Named) -> Named:
    """Put the figures that a line was corrected to in place of its first ones."""
    newer = {one.metric for one in instead.figures}
    kept = tuple(one for one in first.figures if one.metric not in newer)
    return Named(
        first.communities, instead.years or first.years, (*kept, *instead.figures),
        (*first.leftover, *instead.leftover), (*first.told, *instead.told),
    )


def _named(text: str, facts: Facts) -> Named:
    typed, unit = without_common_unit(without_numbering(without_greeting(laid_out(text))))
    typed = _ONE_MORE.sub(lambda match: " " * len(match[0]), typed)
    typed = _DEALT_BY_SLASH.sub(lambda match: match[0].replace("/", "、"), typed)
    typed = turned(written_out(typed, facts.lexicon), facts.lexicon)
    laid = Laid(typed, facts.lexicon)
    named_metrics = with_reported(typed, laid.names, facts.lexicon)
    typed = _parted(_without_tails(typed, named_metrics), named_metrics)
    told = without_remarks(typed, named_metrics, laid.places)
    plain = told.text
    metrics, places = (
        [one for one in names if plain[one.start : one.end] == typed[one.start : one.end]]
        for names in (named_metrics, laid.places)
    )
    by_last = find_by_last(plain, metrics)
    years, this_year = _as_reported(years_told(plain, facts.today, metrics, by_last), plain, facts)
    yesno = {span.start for span in metrics if _is_yesno(facts.programme, span.codes)}
    others: list[Place] = [*places, *years]
    line = read_line(plain, metrics, others, yesno, typed, by_last)
    whole = {code for span in metrics for code in span.codes}
    meant = [by_amount(plain, span, said, facts, unit) for span, said in zip(metrics, line.said, strict=True)]
    whole |= {code for span in meant for code in span.codes}
    figures = [_waiting(span, said, facts.programme, whole) for span, said in zip(meant, line.said, strict=True)]
    figures = [of_which_output(one, facts.programme) for one in figures]
    figures = [with_common_unit(one, unit, facts.programme) for one in figures] if unit else figures
    figures = [_among_others(one, line.leftover, figures, facts.programme) for one in figures]
    earlier = _of_last_year(plain, years, metrics, this_year)
    lasts = [one for number, one in enumerate(figures) if number in earlier and one.text]
    pieces = [one.phrase for one in lasts]
    figures = [one for number, one in enumerate(figures) if number not in earlier]
    figures += _of_this_year(lasts, line.leftover) if this_year else []
    years = tuple(one for one in years if one not in earlier.values())
    figures = _said_together(without_taken(figures, facts.programme), facts.programme)
    left = [piece for piece in line.leftover if not any(piece in one.text for one in figures)]
    offered, leftover = by_unit(left, whole, facts.programme) if metrics else ([], left)
    figures += offered
    named_any = bool(metrics or places or years)
    return Named(
        tuple(dict.fromkeys(span.codes for span in places)),
        tuple(dict.fromkeys(one.year for one in years)),
        tuple(_once_each(figures)),
        tuple(leftover) if named_any else (),
        (*told.pieces, *pieces),
        this_year,
    )


_OF_REPORTING = compile_later("[的度]?[ ]*(?:先|才|要|得|来|补|开始|就)?[ ]*(?:填报|上报|报|填|交)")
"""今年填报 says when it is reported, and not of which year a figure is."""


def _as_reported(years: tuple[Year, ...], text: str, facts: Facts) -> tuple[tuple[Year, ...], bool]:
    """Count 今年 and 去年 from the year that is being reported, where 今年 is said while that one is collected.

    Of a year that has just begun nobody has figures yet.
    """
    years = tuple(one for one in years if one.back != 0 or _OF_REPORTING.match(text, one.end) is None)
    begun = facts.today.month <= SEASON and facts.today.year not in facts.years
    said = any(one.back == 0 for one in years)
    if not (begun and said and facts.years and facts.years[0] == facts.today.year - 1):
        return years, False
    return tuple(one if one.back is None else replace(one, year=one.year - 1) for one in years), True


def _among_others(
    item: Waiting, leftover: Sequence[str], figures: Sequence[Waiting], programme: Programme
) -> Waiting:
    """Quote all that stands beside a figure where that holds other numbers, for it is asked about as a whole.

    Of several numbers that it may be, which of them is asked. One below zero, which words stand beside, is refused.
    """
    if item.fault == "stray_word" and item.text and item.found in _GROWN and item.phrase.startswith(item.found):
        return replace(item, text=f"{item.found}{item.text}", fault="", found="")
    without_level = _LEVEL.sub("", item.found)
    if item.fault != "stray_word" or not item.text or says_another(without_level, item.phrase):
        return item
    if re.search(rf"(?<![0-9])[-−][ ]*{re.escape(item.text)}", item.phrase) is not None:
        return replace(item, fault="stray_number")
    amounts = [amount.text for _, amount in find_quantities(item.phrase) if not is_year(amount.text)]
    quoted = [" ".join(item.phrase.split())] if len(amounts) > 1 else [item.found]
    quoted += [piece for piece in leftover if has_digit(piece) and piece not in item.phrase]
    several = _several(item, (*dict.fromkeys((" ".join(item.phrase.split()), *quoted[1:])),), figures, programme)
    return several or replace(item, found="…".join(quoted))


def _several(
    item: Waiting, pieces: Sequence[str], figures: Sequence[Waiting], programme: Programme
) -> Waiting | None:
    """Have it asked which of several numbers beside it a figure is, none of them another's; None for one alone."""
    metric, text = programme.metric.get(item.metric), "；".join(pieces)
    if metric is None or metric.kind == "yesno":
        return None
    for other in figures:
        if other is not item and other.text:
            text = re.sub(rf"(?<![0-9.]){re.escape(other.text)}(?![0-9.])", " ", text)
    own, mine = unit_named(metric.unit), []
    for _, amount in find_quantities(text):
        fits = amount.dimension is None or (own is not None and amount.dimension == own.dimension)
        mine += [amount.text] if fits and not is_year(amount.text) else []
    return replace(item, text=text, phrase=text, fault="", found="") if len(mine) > 1 else None


def _without_tails(text: str, metrics: Sequence[Name]) -> str:
    """Blank what is left of 数据 behind a name that ends with 数: 战新投资数据."""
    for one in metrics:
        if text[one.end - 1 : one.end + 1] == "数据":
            text = f"{text[: one.end]} {text[one.end + 1 :]}"
    return text


def _parted(text: str, metrics: Sequence[Name]) -> str:
    """Blank the brackets around a name behind its amount, and the slash before one: 71亿（总产值）, 5300/新企9."""
    for one in metrics:
        start, end = one.start - 1, one.end
        if start > 0 and text[start] == "/" and text[start - 1].isdigit():
            text = f"{text[:start]}；{text[start + 1 :]}"
        bracketed = start > 0 and text[start] in "(（" and text[end : end + 1] in {")", "）"}
        if bracketed and any(span[1] == start for span, _ in find_quantities(text[:start])):
            text = f"{text[:start]} {text[start + 1 : end]} {text[end + 1 :]}"
    return text


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


def _of_this_year(lasts: Sequence[Waiting], leftover: Sequence[str]) -> list[Waiting]:
    """Give the only number left to the only metric that last year's is told of: 去年总产值70亿，今年71亿."""
    amounts = [value_text(piece) for piece in leftover]
    if len(lasts) != 1 or len(amounts) != 1 or not isinstance(read_quantity(amounts[0]), Quantity):
        return []
    return [replace(lasts[0], text=amounts[0], phrase=f"{lasts[0].phrase}，{leftover[0]}", fault="", found="")]


def _of_last_year(
    text: str, years: Sequence[Year], metrics: Sequence[Name], this_year: bool = False
) -> dict[int, Year]:
    """Find the metrics whose figure is said to be last year's while a year is named: 2025 … 去年从业人员5200.

    this_year: 今年 names the year that is being reported.
    """
    named = {one.year for one in years if one.back is None or (this_year and one.back == 0)}
    found = {}
    for one in years:
        if one.back is None or not named or one.year in named:
            continue
        for number, metric in enumerate(metrics):
            if metric.start > one.start and not text[one.end : metric.start].strip(" 的，,"):
                found[number] = one
    return found


def answered(text: str, metric: str, facts: Facts) -> Waiting | None:
    """Read the answer to a question for one metric as a line that begins with its name; None where it says more.

    A fault stays with it; a text that names another figure is no answer.
    """
    found = named(f"{facts.programme.measure[metric].short.zh}：{text}", facts)
    if len(found.figures) != 1 or found.figures[0].metric != metric or found.leftover:
        return None
    return replace(found.figures[0], phrase=" ".join(text.split()))


def _said_together(figures: Sequence[Waiting], programme: Programme) -> list[Waiting]:
    """Name all that can't be told apart in one sentence."""
    codes = [one.metric for one in figures if one.fault == UNCLEAR and one.metric]
    names = "、".join(programme.measure[code].short.zh for code in codes)
    return [replace(one, found=names) if one.fault == UNCLEAR else one for one in figures]


def _once_each(figures: Sequence[Waiting]) -> Iterator[Waiting]:
    """Join what is said of the same metric twice; two different values are neither of them taken."""
    for key in dict.fromkeys((one.metric, one.options) for one in figures):
        same = [one for one in figures if (one.metric, one.options) == key]
        given = [one for one in same if one.text or one.fault] or same[:1]
        values = list(dict.fromkeys(one.text for one in given))
        if faulty := [one for one in given if one.fault]:
            if len(values) > 1 and faulty[0].fault in STRAY:  # Which of them is the figure is not asked by one tap.
                faulty = [replace(faulty[0], fault="stray_number")]
            phrases = dict.fromkeys(one.phrase for one in given)
            yield replace(faulty[0], phrase="；".join(phrases))
        elif len(values) < 2:
            yield given[0]
        else:
            yield replace(given[0], fault="said_twice", found="、".join(values))


def place(draft: Draft, found: Named, facts: Facts) -> Result:
    """Put the community and year that a text names into the draft, or refuse what can't go there."""
    several = {codes for codes in found.communities if any(code in facts.communities for code in codes)}
    if draft.community is None and not draft.options and len(several) > 1:
        return draft, (ev.Refused("two_places"),)
    if draft.year is None and len(found.years) > 1:
        return draft, (ev.Refused("two_years"),)
    for codes in found.communities:
        own = tuple(code for code in codes if code in facts.communities)
        if not own:
            return draft, (ev.Refused("scope"),)
        # A word for several places is asked about, even where only one of them is the person's own.
        if draft.community is None and len(codes) > 1:
            draft = replace(draft, step="which", options=own)
            continue
        if draft.community is not None and draft.community not in own:
            return draft, (ev.Refused("other_community"),)
        draft = replace(draft, community=draft.community or own[0])
    for year in found.years:
        if year not in facts.years:
            return draft, (ev.Refused("year_closed", found=str(year)),)
        if draft.year is not None and draft.year != year:
            return draft, (ev.Refused("other_year", found=str(year)),)
        draft = replace(draft, year=year)
    return draft, ()


def arrive(draft: Draft, facts: Facts, *said: ev.Event) -> Result:
    """Ask for the place that is still open; with it known, take what is queued or show the menu."""
    draft = _with_its_own(replace(draft, options=()), facts)
    if draft.community is None and len(facts.communities) == 1:
        draft = replace(draft, community=facts.communities[0])
    held = tuple(one for one in draft.queue if one.text and not one.fault)
    if draft.community is None:
        return go(replace(draft, step="community"), facts, *said, *([ev.Held(held)] if held else []))
    begun = facts.programme.community[draft.community].start
    if draft.year is not None and draft.year < begun:
        said = (*said, ev.Refused("before_start", found=str(draft.year), expected=str(begun)))
        draft = replace(draft, year=None)
    if draft.year is None and not draft.then and facts.years[0] >= begun and _says_no_year(draft.queue):
        draft = replace(draft, year=facts.years[0], year_assumed=True)
        if len(facts.years) > 1:
            said = (*said, ev.AssumedYear(facts.years[0], facts.years[1]))
    if draft.year is None:
        return go(replace(draft, step="year"), facts, *said, *([ev.Held(held)] if held else []))
    if not draft.queue:
        return go(replace(draft, step="menu"), facts, *said)
    after, spoken = drain(replace(draft, step="menu"), facts)
    return go(after, facts, *said, *spoken)


def _with_its_own(draft: Draft, facts: Facts) -> Draft:
    """Take what waits of the draft's own place out of what is gone on with later.

    Where only one community or year waits, it is the draft's.
    """
    waits = [one for one in draft.then if draft.community in {None, one.community} and draft.year in {None, one.year}]
    if len({one.community for one in waits}) == 1:
        draft = replace(draft, community=waits[0].community)
    if draft.community is not None and len({one.year for one in waits}) == 1:
        draft = replace(draft, year=waits[0].year)
    own = [one for one in waits if one.place == (draft.community, draft.year)]
    if not own:
        return draft
    queue = [figure for one in own for figure in named(one.text, facts).figures]
    then = tuple(one for one in draft.then if one not in own)
    return replace(draft, queue=(*draft.queue, *queue), then=then)


def _says_no_year(queue: Sequence[Waiting]) -> bool:
    """Tell whether figures came without a year: none of them could be one itself, as in 从业人员 2019."""
    texts = [one.text.strip() for one in queue if one.text]
    return bool(texts) and not any(map(is_year, texts))


def _is_yesno(programme: Programme, codes: Sequence[str]) -> bool:
    return all(code in programme.metric and programme.metric[code].kind == "yesno" for code in codes)


def _without_of_part(said: Said, has_whole: bool) -> str:
    """Leave out what says that a sum is part of a whole of the same line, and is of projects: 其中战新项目19.2亿."""
    words = [one for one in said.stray.split("…") if one]
    if has_whole:
        words = [one for one in words if one != PART_OF]
    if is_sum(said.value):
        words = [one for one in words if one not in phrases("report.of_money")]
    return "…".join(words)


def _waiting(span: Name, said: Said, programme: Programme, named: Collection[str]) -> Waiting:
    """Make what is to be taken of a metric; `named` are all metrics of the line."""
    codes = fitting(span.codes, said.value, programme)
    code = codes[0] if len(codes) == 1 else ""
    share = next((one for one in programme.derived if one.numerator == code), None)
    stray = _without_of_part(said, share.denominator in named) if share is not None else said.stray
    which = not code and isinstance(read_quantity(said.value), Quantity) and not says_another(stray)
    if said.unclear:
        fault = found = UNCLEAR
    elif stray and not which:
        fault = "stray_yesno" if code and _is_yesno(programme, (code,)) else "stray_word" if code else "stray_unclear"
        found = stray
        if code in programme.derivation and said.phrase:  # 高新企业33家 is no share's.
            code, fault, found = "", "stray_unclear", said.phrase
    else:
        fault = found = ""
    return Waiting(code, said.value, () if code else codes, said.phrase, fault, found, stray if which else "")

