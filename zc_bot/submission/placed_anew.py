"""All that was typed, taken as of another year or community: 是2018年的, 不是通创，是观音山的."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.parsing.corrections import corrects
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import find_years
from zc_bot.submission import events as ev
from zc_bot.submission.arriving import arrive
from zc_bot.submission.asking import Result, go
from zc_bot.submission.draft import Draft, typed_again
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import older, open_question
from zc_bot.submission.understanding import named

YEAR_TEXT = 20
"""A text that only names a year is no longer."""
_THESE = compile_later("[这那](?:[一二两三四五六七八九十几0-9]*[个项条]|些)?")
_PLACE = "\ue000"
_ANOTHER_PLACE = compile_later(
    rf"(?:不对|搞错了?|写错了?|弄错了?|填错了?|错了|sorry)?[，,。；; ]*"
    rf"(?:(?:这|那)(?:个|些|份|几个)?(?:数据?)?)?(?:(?:不是|并非|not ){_PLACE}的?[，,。；; ]*)?"
    r"(?:而|应该|应当|应|其实|都)*(?:改成|改为|改到|改报|换成|换到|移到|是|为|算|记到|记在|报到|填到|it'?s |for )"
    rf"{_PLACE}(?:社区)?的?(?:数据?)?(?:才对)?"
)
"""Says of which community all of it is; its name alone may begin another report."""


def of_another_place(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Take everything typed as of the year or the community that a text corrects it to; None for any other text."""
    says_year = draft.year_assumed or (draft.year is not None and corrects(text) and bool(find_years(laid_out(text))))
    if says_year and (year := _only_a_year(draft, text, facts)) is not None:
        return _in_year(draft, year, facts)
    community = _only_a_community(draft, text, facts)
    if community is None or not draft.holds_figures:
        return None
    return _anew(draft, replace(_bare(draft), community=community, year_assumed=draft.year_assumed), facts)


def _only_a_community(draft: Draft, text: str, facts: Facts) -> str | None:
    """Give the other community of one's own that a text says it is of, and nothing else."""
    if draft.community is None or draft.year is None or len(text) > YEAR_TEXT:
        return None
    laid = read_laid(text.strip(" 。.!！~～"), facts.lexicon)
    if not laid.places or laid.metrics or _ANOTHER_PLACE.fullmatch(laid.without_names(_PLACE)) is None:
        return None
    *denied, meant = laid.places
    if any(draft.community not in one.codes for one in denied) or len(meant.codes) > 1:
        return None
    return meant.code if meant.code in facts.communities and meant.code != draft.community else None


def _only_a_year(draft: Draft, text: str, facts: Facts) -> int | None:
    """Give the year that a text names and nothing else: 2024年的, 不是，是2024年."""
    found = named(text, facts)
    left = [piece for piece in found.leftover if _THESE.fullmatch(piece) is None]
    names_one = len(found.years) == 1 and not (found.figures or found.communities or left)
    return found.years[0] if names_one and draft.community is not None and len(text) <= YEAR_TEXT else None


def _in_year(draft: Draft, year: int, facts: Facts) -> Result:
    """Take everything that was typed as of another year than the one that was assumed."""
    if year == draft.year:
        return go(replace(draft, year_assumed=False), facts)
    if year not in facts.years:
        return go(draft, facts, ev.Refused("year_closed", found=str(year)))
    then = tuple(one.of_year(year) if one.year_assumed else one for one in draft.then)
    return _anew(draft, replace(_bare(draft), year=year, then=then), facts)


def _bare(draft: Draft) -> Draft:
    """Give a draft of the same place without its figures."""
    return Draft(
        version=draft.version, community=draft.community, year=draft.year, mode=draft.mode, files=draft.files,
        then=draft.then,
    )


def _anew(draft: Draft, fresh: Draft, facts: Facts) -> Result:
    """Take the figures of a draft into a fresh one, as they were typed."""
    question = open_question(draft)
    again = [typed_again(entry) for entry in draft.entries]
    if question is not None and question.text and all(one.metric != question.metric for one in again):
        again.append(question)
    return arrive(replace(fresh, queue=(*again, *older(draft.queue, again))), facts)
