"""What the single rules make of a text after what was asked before, and the grammar of it where they fail."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from zc_bot.parsing import kinds
from zc_bot.parsing.accounting import begins_with_them, excludes, moves_apart, operates_beyond, unaccounted
from zc_bot.parsing.asides import read_text
from zc_bot.parsing.clarify import clarify_doubts, clarify_metric, clarify_reading
from zc_bot.parsing.composition.compose import Composed, Whole
from zc_bot.parsing.composition.meanings import by_grammar, meaning_of, read_following, read_plain
from zc_bot.parsing.composition.words import operates
from zc_bot.parsing.fields import by_field
from zc_bot.parsing.followup import carry, inherit, without_correction
from zc_bot.parsing.in_full import is_of_nobody
from zc_bot.parsing.intents import answer
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.misspelling import MAX_OFFERED
from zc_bot.parsing.no_questions import (
    has_leftovers,
    is_bare_year,
    is_chatter,
    is_report,
    kind_of_chatter,
    report,
    says_only_what_was_said,
)
from zc_bot.parsing.reading import Reading, read, tokenize
from zc_bot.parsing.rule import Asked, Rule, first_match
from zc_bot.parsing.setting import Setting
from zc_bot.parsing.tokens import Token
from zc_bot.parsing.unsaid import (
    as_verdict,
    asked_of_nobody,
    by_the_same_rule,
    defined_so,
    of_own,
    of_whom_was_spoken,
    since_that_year,
    year_by_year,
)
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of a text; asked: its reading. is_open: it is not understood. alone: it may be read by itself."""

    meaning: Meaning
    asked: Asked
    is_open: bool = False
    alone: bool = False


def by_rules(text: str, folded: str, whole: Whole, setting: Setting) -> Read:
    """Read by the single rules, with what the question before named; what they do not understand by the grammar."""
    lexicon, today, before = setting.lexicon, setting.today, setting.context
    context = carried_over(before)
    folded = folded if context is None else without_correction(folded)
    asked = setting.asked(_reading(text, folded, whole, setting, context))
    meaning = first_match(GUARDS, asked) or answered(asked)
    if is_of_nobody(meaning, before, folded):
        unknown = asked.meaning("unknown", communities=(), metrics=(), years=())
        return Read(replace(unknown, reason="nobody"), asked)
    meaning = _of_whom(by_field(meaning, asked), before, asked)
    reading = asked.reading
    whole_again = reading.communities and reading.metrics and not reading.carried
    if context is None or whole_again or moves_apart(whole):
        meaning = by_grammar(meaning, whole, asked) or _within(meaning, whole, asked)
    bare = before is not None and is_described(before) and meaning.rule == "what is named" and not reading.metrics
    if before is not None and (bare or _is_open(meaning)):
        found = read_following(text, before, lexicon, today, sure=False)
        if found is not None:
            return Read(found, asked)
    open_still = _is_open(meaning) or _is_denied_too_soon(meaning, whole) or _names_them_all(meaning, whole)
    alone = open_still or _is_read_so(meaning, whole) or _names_metric(meaning, whole, lexicon)
    alone = alone and not begins_with_them(folded)
    together = _adds_figures(meaning, whole)
    if together is not None:
        return Read(meaning_of(text, together.query, together.rule, lexicon.programme), asked)
    if alone and (found := read_plain(text, whole, lexicon, today, setting.lang, meaning)) is not None:
        return Read(found, asked)
    return Read(meaning, asked, _is_open(meaning), alone)


def _reading(text: str, folded: str, whole: Whole, setting: Setting, context: Meaning | None) -> Reading:
    """Read a text with what the question before it left to be filled in."""
    lexicon, today = setting.lexicon, setting.today
    reading = whole.reading(text, folded)
    if context is not None and reading.leftovers and not reading.communities:
        reading = _completed(reading, context, lexicon, today)
    return _in_context(carry(reading, context, lexicon.growths), context, lexicon, today)


def _of_whom(meaning: Meaning, before: Meaning | None, asked: Asked) -> Meaning:
    """Keep a text to those it is about, or ask whom; then to the rule and the years that it leaves unsaid."""
    meaning = asked_of_nobody(of_own(as_verdict(meaning, asked), asked), before, asked)
    meaning = of_whom_was_spoken(by_the_same_rule(meaning, before), before, asked)
    return year_by_year(since_that_year(defined_so(meaning, asked), asked), asked)


def carried_over(context: Meaning | None) -> Meaning | None:
    """Return the question before where parts of it may be carried into what follows."""
    return None if context is None or is_described(context) else context


def _in_context(reading: Reading, context: Meaning | None, lexicon: Lexicon, today: date) -> Reading:
    """Read 高新 after 总产值 as its part, 占总产值几成 after 高新产值 as its share, and 上一年 after 2023 as 2022."""
    if context is None:
        return reading
    said = {reading.part(token) for token in reading.tokens}
    if said & lexicon.bare_shares and not reading.any("ratio") and not reading.bounds:
        shares = [lexicon.programme.derivation.get(code) for code in reading.metrics]
        parts = [one.numerator for one in shares if one is not None and one.denominator in context.metrics]
        if len(parts) == len(reading.metrics) == 1 and parts[0] is not None:
            reading = replace(reading, metrics=(parts[0],))
    if reading.any("ratio") and "metrics" in reading.carried and len(reading.metrics) == 1:
        derived = lexicon.programme.derived
        wholes = [one for one in derived if one.denominator and one.numerator == reading.metrics[0]]
        if len(wholes) == 1:
            reading = replace(reading, metrics=(wholes[0].code,))
    before = reading.years == (today.year - 1,) and not said.isdisjoint({"上一年", "上年", "上一年度", "前一年"})
    before = before and _A_YEAR.search(reading.text) is None  # 25年迟交的里上一年也迟的 names its own year.
    if context.years and not said.isdisjoint({"这一年", "这年"}) and reading.years == (today.year,):
        return replace(reading, years=context.years)  # 这一年 is the year that was spoken of.
    if before and context.years and not reading.any("prior"):
        reading = replace(reading, years=(min(context.years) - 1,))
    return reading


_A_YEAR = re.compile("[0-9]{2}年")


def _is_open(meaning: Meaning) -> bool:
    """Tell whether a text may still be read as a query: nothing in it is denied, or has several meanings."""
    if meaning.intent not in {"clarify", "unknown"} or any(choice.codes for choice in meaning.choices):
        return False
    denied = meaning.other_metric or meaning.other_place
    return meaning.reason in {None, "unclear", "metric", "chatter"} and not denied


def _names_them_all(meaning: Meaning, whole: Whole) -> bool:
    """Tell whether it is asked which of two a name means, though both are said to be meant: 两个跨江的社区."""
    offered = {code for choice in meaning.choices for code in choice.codes} & {*meaning.communities}
    edges = (edge for span in whole.spans for edge in span.edges)
    counted = any(edge.category == "group" and edge.value == len(offered) for edge in edges)
    plain = whole.plain
    if len(offered) < 2 or not counted or plain is None or plain.unsure or plain.others:
        return False
    return {*plain.query.places.codes} == offered


def _is_denied_too_soon(meaning: Meaning, whole: Whole) -> bool:
    """Tell whether every word of what was denied, or asked whose it is, is known put together.

    Output per worker, best and worst; top 3 by headcount, how many startups each of them had.
    """
    if meaning.reason == "whom":
        return whole.assembled is not None
    if meaning.rule != "foreign metric":
        return False
    found = whole.plain if whole.plain is not None and not whole.plain.unsure else whole.assembled
    return found is not None and not (found.unused or found.others)


def _names_metric(meaning: Meaning, whole: Whole, lexicon: Lexicon) -> bool:
    """Tell whether the grammar knows the metric that the single rules would ask for: 能达和苏通载体哪个大."""
    found = whole.plain
    asks = meaning.intent == "clarify" and meaning.rule in _OF_ANY_METRIC
    asks = asks and not any(whole.text_of(span) in lexicon.bare_shares for span in whole.spans)
    return asks and found is not None and not (found.unsure or found.others or found.unused)


_OF_ANY_METRIC = frozenset({"compare", "rank", "bounded", "aggregate", "growth", "what is named"})
"""The single rules that ask which metric is meant where they know of none."""


_OF_FIGURES = frozenset({"value", "compare", "trend", "growth", "rank", "aggregate", "filter"})


def _adds_figures(meaning: Meaning, whole: Whole) -> Composed | None:
    """Return a sum of several figures, or figures beside others, of which a single rule answers for a part."""
    if meaning.intent not in _OF_FIGURES or meaning.query is not None or meaning.carried - {"years"}:
        return None
    found = whole.assembled if whole.plain is None else None
    beside = found is not None and (found.query.groups or any(one.terms or one.per for one in found.query.measures))
    return found if beside else None


def _is_read_so(meaning: Meaning, whole: Whole) -> bool:
    """Tell whether what a misspelt word was offered for is what the grammar reads without that word."""
    found = whole.plain
    if meaning.reason == "misspelt" and found is None and whole.assembled is not None:
        return True
    if meaning.reason != "misspelt" or found is None or found.unsure or found.others:
        return False
    asked = {one.metric for one in found.query.measures}
    places = {*found.query.places.codes}
    return bool(places) and asked == {*meaning.metrics} and places == {*meaning.communities}


def is_described(context: Meaning) -> bool:
    """Tell whether communities were described rather than named: no part of such a question is carried into another.

    A plain range is a threshold as well, which a follow-up may turn. A quotient is no single figure either.
    """
    if context.query is None:
        return False
    divided = any(one.per or one.terms for one in context.query.measures)
    return divided or (context.query.places.is_described and context.threshold is None)


def _completed(reading: Reading, context: Meaning, lexicon: Lexicon, today: date) -> Reading:
    """Put a community's name in place of the part that tells it from the one before: 跨江合作…, 融合呢."""
    for left in reading.leftovers:
        if (name := lexicon.sibling(left, context.communities)) is not None:
            return read_text(reading.typed, reading.text.replace(left, name, 1), lexicon, today)
    return reading


def answered(asked: Asked) -> Meaning:
    meaning = answer(asked)
    if asked.reading.context is not None:
        meaning = inherit(meaning, asked)
    return _ask_back(meaning, asked) if unaccounted(meaning, asked) else meaning


def _within(meaning: Meaning, whole: Whole, asked: Asked) -> Meaning:
    """Offer what a single rule made of a text that puts more together than that."""
    if whole.plain is not None and not (whole.plain.unsure or whole.plain.others):
        return meaning
    asked_on_both = meaning.intent == "requirement" and len(meaning.metrics) > 1
    counts = asked_on_both and any(span.any("how_many") for span in whole.spans)
    return _ask_back(meaning, asked) if counts or operates_beyond(meaning, whole) else meaning


def _ask_back(meaning: Meaning, asked: Asked) -> Meaning:
    """Offer what was understood of a text that says more; of a carrier, its community; nothing of an exclusion."""
    carriers = asked.reading.carriers
    if carriers:
        return clarify_reading(asked, [replace(meaning, intent="value", communities=carriers)], "unclear")
    if excludes(asked):
        return asked.meaning("clarify", reason="unclear")
    return clarify_reading(asked, [meaning], "unclear")


def _doubtful(asked: Asked) -> Meaning:
    """Offer what a misspelt name may be; otherwise say what is not understood.

    A report is still one with its community misspelt: it asks which community.
    """
    reading = asked.reading
    offered = _corrected(asked)
    if offered and not reading.communities and all(meaning.intent == "report" for meaning in offered):
        return asked.meaning("report")
    if offered := tuple(meaning for meaning in offered if meaning.intent != "report"):
        return clarify_reading(asked, offered[:MAX_OFFERED], "misspelt")
    if says_only_what_was_said(reading):
        return asked.meaning("unknown", reason="chatter", communities=(), metrics=(), years=())
    if reading.names_something and (rest := _without_leftovers(asked)) is not None:
        if not rest.metrics and rest.intent != "missing":
            return replace(clarify_reading(asked, [rest], "metric"), intent="unknown")
        if _are_safe(asked):
            return replace(rest, unused=reading.leftovers)
        return clarify_reading(asked, [rest], "unclear")
    if any(doubt.communities for doubt in reading.doubts) and reading.metrics and not excludes(asked):
        return clarify_doubts(replace(asked, reading=replace(reading, leftovers=())), answer)
    if reading.metrics or reading.doubts:
        settled = () if reading.communities else _union_of_doubts(reading)
        return asked.meaning("clarify", reason="unclear", communities=reading.communities or settled)
    if reading.communities:
        return asked.meaning("unknown", reason="metric")
    return asked.meaning("unknown", reason="chatter")


def _without_leftovers(asked: Asked) -> Meaning | None:
    """Understand a text without the words that nobody knows; None where that is no clear question."""
    reading = replace(asked.reading, leftovers=())
    if not reading.names_something or reading.doubts or reading.foreign:
        return None
    meaning = answer(replace(asked, reading=reading))
    if reading.context is not None:
        meaning = inherit(meaning, asked)
    if meaning.intent in {"unknown", "clarify", "help", "report", "remind"} or unaccounted(meaning, asked):
        return None
    return meaning


_OPERATES = re.compile(
    "[不没无非未别勿莫每各均都只仅单除外余剩另半几第比最更超低高增减升降涨跌缩占倍翻或季旬周差破够满近约多少内以含累总合率"
    "零〇一二三四五六七八九十百千万亿0-9%险]|[a-z]{2}ly$|never|twice|thrice|half|double|former|once|seldom|only|just"
)


def _are_safe(asked: Asked) -> bool:
    """Tell whether the words that nobody knows can't change what is asked: none of them operates, none narrows.

    Without a metric they may be one, and without a community, where not all are asked for, they may be its name.
    """
    reading = asked.reading
    placed = reading.communities and "communities" not in reading.carried
    over_all = reading.any("which", "whole", "all", "count_which") or reading.has("city")
    if not reading.metrics or "metrics" in reading.carried or not (placed or over_all):
        return False
    tokens = [token for token in reading.tokens if not _joins_only(token, reading)]
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if reading.part(token) not in reading.leftovers:
            continue
        if token.known:
            return False
        part = reading.part(token)
        if _OPERATES.search(part) or operates(part) or asked.lexicon.telling.is_among(part):
            return False
        if part.isascii() and after is not None and (after.has("community") or after.has("authority")):
            return False  # Outperform Qidong, bar Qidong.
        if any(one is not None and (one.has("metric") or one.has("collision")) for one in (before, after)):
            return False
    return True


def _joins_only(token: Token, reading: Reading) -> bool:
    """Tell whether a word only stands between others: 的, and of an English text of and is."""
    part = reading.part(token)
    return token.has("filler") and (len(part) == 1 or (part.isascii() and len(part) <= _SHORT_WORD))


_SHORT_WORD = 3


def _union_of_doubts(reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for doubt in reading.doubts for code in doubt.communities))


def _corrected(asked: Asked) -> tuple[Meaning, ...]:
    """Understand the text with a known name in place of what is unexplained; only what then is clear."""
    found: dict[tuple[tuple[str, ...], ...], Meaning] = {}
    reading, lexicon = asked.reading, asked.lexicon
    unknown = (token for token in reading.tokens if not token.known and reading.part(token) in reading.leftovers)
    if (gap := next(unknown, None)) is None:
        return ()
    for text in lexicon.misspellings.suggest(reading.text, gap.start, gap.end)[: 4 * MAX_OFFERED]:
        tokens = tokenize(text, lexicon, asked.today)
        fixed = replace(asked, reading=read(reading.typed, text, tokens, lexicon))
        if not fixed.reading.leftovers and not fixed.reading.foreign and fixed.reading.names_something:
            meaning = first_match(GUARDS, fixed) or answered(fixed)
            if meaning.intent not in {"unknown", "clarify", "remind", "help"}:
                found.setdefault((meaning.communities, meaning.metrics), meaning)
    return tuple(found.values())


GUARDS: tuple[Rule, ...] = (
    Rule("remind", lambda a: a.reading.any("remind"), lambda a: a.meaning("remind")),
    *kinds.RULES,
    Rule("report", is_report, report),
    Rule(
        "another place",
        lambda a: bool(a.reading.places),
        lambda a: a.meaning("unknown", other_place=a.reading.places[0], reason="place"),
    ),
    Rule(
        "foreign metric",
        lambda a: bool(a.reading.foreign),
        lambda a: a.meaning("unknown", other_metric=a.reading.foreign[0], reason="metric"),
    ),
    Rule("bare year", is_bare_year, lambda a: clarify_metric(a, answer)),
    Rule("chatter", is_chatter, lambda a: a.meaning("unknown", reason=kind_of_chatter(a))),
    Rule("leftovers", has_leftovers, _doubtful),
    Rule(
        "finer period",
        lambda a: a.reading.has("finer") and not a.reading.any("deadline"),
        lambda a: a.meaning("clarify", reason="period"),
    ),
    Rule("several meanings", lambda a: bool(a.reading.doubts), lambda a: clarify_doubts(a, answer)),
)
