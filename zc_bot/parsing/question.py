"""A typed question → its `Meaning`, by named rules in a fixed order; the same words always mean the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from zc_bot.parsing import kinds
from zc_bot.parsing.accounting import begins_with_them, excludes, operates_beyond, unaccounted
from zc_bot.parsing.as_of import find_days, find_month, known_by
from zc_bot.parsing.asides import read_text
from zc_bot.parsing.clarify import clarify_doubts, clarify_metric, clarify_reading
from zc_bot.parsing.completing import completed
from zc_bot.parsing.composition.compose import Whole
from zc_bot.parsing.composition.meanings import (
    by_grammar,
    offer_nearly,
    read_composed,
    read_following,
    read_operated,
    read_plain,
)
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.composition.repair import repaired
from zc_bot.parsing.composition.words import operates
from zc_bot.parsing.corrections import corrected, without_dropped
from zc_bot.parsing.fields import by_field
from zc_bot.parsing.followup import carry, inherit, remembered, without_correction
from zc_bot.parsing.in_full import in_full, is_of_nobody
from zc_bot.parsing.intents import answer
from zc_bot.parsing.lexicon import Lexicon, with_clauses
from zc_bot.parsing.meaning import Choice, Meaning
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
from zc_bot.parsing.normalize import MAX_LENGTH, normalize
from zc_bot.parsing.offers import offer_nearest, with_offers
from zc_bot.parsing.phrases import phrase
from zc_bot.parsing.pictured import asks_for_picture, pictured
from zc_bot.parsing.reading import Reading, read, tokenize
from zc_bot.parsing.resolving import ALL_THEN, chosen, merged
from zc_bot.parsing.rule import Asked, Rule, first_match
from zc_bot.parsing.trail import read_both
from zc_bot.parsing.unsaid import asked_of_nobody, by_the_same_rule, of_own, of_whom_was_spoken, year_by_year

_STOPS = re.compile(r"[，；。;？?]|,(?![0-9])| - ")
_MOST_CLAUSES = 4
_FIGURES = frozenset({"value", "compare", "trend", "growth", "rank", "filter", "aggregate", "check"})


def understand(
    text: str,
    lexicon: Lexicon,
    *,
    today: date,
    context: Meaning | None = None,
    own: tuple[str, ...] = (),
    lang: str = "zh",
) -> Meaning:
    """Read one question.

    today: what 去年 counts from. context: the asker's previous meaning, if still fresh. own: the asker's own
    communities; a single one stands in where a metric is asked without a community. lang: of the choices.
    Never raises, whatever `text` holds.
    """
    if context is None and len(text) <= MAX_LENGTH:
        # By itself it means the same all day, to all who have the same communities.
        whole = Whole.of(text, lexicon, today)
        return whole.meaning((own, lang), lambda: _understand(text, lexicon, today, None, own, lang))
    return _understand(text, lexicon, today, context, own, lang)


def _understand(
    text: str, lexicon: Lexicon, today: date, context: Meaning | None, own: tuple[str, ...], lang: str
) -> Meaning:
    if text[:4096].isascii() and (spelt := lexicon.spelling.respelt(text[:MAX_LENGTH])) is not None:
        respelt = understand(spelt.text, lexicon, today=today, context=context, own=own, lang=lang)
        return replace(respelt, question=text, readings=(*spelt.readings, *respelt.readings))
    folded = normalize(with_clauses(text[:4096]))
    if not folded:
        return Meaning("unknown", text, reason="empty")
    if len(folded) > MAX_LENGTH:
        return Meaning("unknown", text, reason="too_long")
    if (found := _as_picture(text, lexicon, today, context, own, lang)) is not None:
        return found
    if (dated := _dated(text, lexicon, today, context, own, lang)) is not None:
        return dated
    if (right := repaired(text[:4096], lexicon, today)) is not None:
        return replace(understand(right, lexicon, today=today, context=context, own=own, lang=lang), question=text)
    if (kept := without_dropped(text)) != text:
        return replace(understand(kept, lexicon, today=today, context=context, own=own, lang=lang), question=text)
    if (parts := corrected(text)) is not None:
        return _corrected_in_line(text, parts, lexicon, today, context, own, lang)
    if context is not None and (said := in_full(text, context, lexicon)) is not None:
        return replace(understand(said, lexicon, today=today, context=context, own=own, lang=lang), question=text)
    if context is not None and (said := completed(text[:4096], context, lexicon, today)) is not None:
        return replace(understand(said, lexicon, today=today, own=own, lang=lang), question=text)
    of_them = begins_with_them(folded)
    whole = Whole.of(text[:4096], lexicon, today)
    composed = read_composed(text[:4096], whole, lexicon, lang)
    if composed is not None and not of_them:
        return composed
    goes_on = None if context is None else _after_offer(text[:4096], whole, context, lexicon, today, own)
    if goes_on is None and context is not None:
        goes_on = _offered_anew(text[:4096], folded, whole, context, lexicon, today, own, lang)
    if goes_on is not None:
        return goes_on
    follows = context is not None and not whole.stands_alone
    if follows and (found := read_both(text[:4096], context, lexicon, today)) is not None:  # type: ignore[arg-type]
        return found
    if follows and (found := read_operated(text[:4096], context, lexicon, today)) is not None:  # type: ignore[arg-type]
        return found
    if follows and (found := read_following(text[:4096], context, lexicon, today)) is not None:  # type: ignore[arg-type]
        return found
    return _alone(text, folded, whole, lexicon, today, context, own, lang)


def _after_offer(
    text: str, whole: Whole, context: Meaning, lexicon: Lexicon, today: date, own: tuple[str, ...]
) -> Meaning | None:
    """Read what goes on from the only question that was offered as following it, as if it had been tapped."""
    offered = context.choices
    if context.intent != "clarify" or len(offered) != 1 or offered[0].codes or whole.stands_alone:
        return None
    taken = understand(offered[0].question, lexicon, today=today, own=own)
    if taken.intent not in _FIGURES:
        return None
    return read_operated(text, taken, lexicon, today) or read_following(text, taken, lexicon, today)


def _offered_anew(
    text: str, folded: str, whole: Whole, context: Meaning, lexicon: Lexicon, today: date, own: tuple[str, ...],
    lang: str,
) -> Meaning | None:
    """Ask again which of several is meant, each turned by what follows: 前年呢 after 通创去年占比."""
    if context.intent != "clarify" or not 1 < len(context.choices) <= _MOST_CLAUSES or whole.stands_alone:
        return None
    reading = whole.reading(text, folded)
    if reading.metrics or reading.doubts or chosen(reading, context):
        return None
    choices = []
    for choice in context.choices:
        taken = understand(choice.question, lexicon, today=today, own=own)
        turned = read_operated(text, taken, lexicon, today) or read_following(text, taken, lexicon, today)
        if turned is None or turned.intent not in _FIGURES:
            return None
        question = _said(turned, lexicon, lang)
        choices.append(Choice(question, question, choice.codes))
    return replace(context, question=text, choices=tuple(choices))


_AS_KNOWN = frozenset({
    *_FIGURES, "card", "status", "timeliness", "support", "milestone", "decision", "target",
})
"""What can be answered from what had been recorded by a day."""


def _as_picture(
    text: str, lexicon: Lexicon, today: date, context: Meaning | None, own: tuple[str, ...], lang: str
) -> Meaning | None:
    """Read a picture that is asked for as the question that it is drawn of; None for other texts."""
    wanted = pictured(text)
    if wanted is None and context is not None and not context.communities and asks_for_picture(text):
        return understand(text, lexicon, today=today, own=own, lang=lang)  # A sum of all has no picture.
    if wanted is None:
        return None
    for said in wanted.readings:
        found = understand(said, lexicon, today=today, context=context, own=own, lang=lang)
        placed = found.intent == "compare" or (found.intent in {"trend", "rank"} and bool(found.metrics))
        drawn = found.intent in _DRAWN
        if wanted.plain:
            drawn = placed or (drawn and bool(found.metrics) and found.intent != "aggregate")
        if placed if wanted.bars else drawn:
            return replace(found, question=text, as_file=wanted.file)
    return None


_DRAWN = frozenset({"status", "compare", "trend", "rank", "growth", "filter", "aggregate"})
"""What may come with a picture."""


def _dated(
    text: str, lexicon: Lexicon, today: date, context: Meaning | None, own: tuple[str, ...], lang: str
) -> Meaning | None:
    """Read what was known by a day, and what was reported or changed on days that are named; None for other texts."""
    known, days = known_by(text, today), find_days(text, today)
    if known is not None:
        found = understand(known.rest, lexicon, today=today, context=context, own=own, lang=lang)
        if found.intent in _AS_KNOWN:
            return replace(found, question=text, as_of=known.day)
    span = (days[0], days[-1]) if 0 < len(days) <= _ENDS else find_month(text, today)
    if span is None:
        return None
    first, last = span
    said = f"{text[: first.start]}{_THAT_DAY[lang]}{text[last.end :]}"
    found = understand(said, lexicon, today=today, context=context, own=own, lang=lang)
    return replace(found, question=text, days=(first.day, last.day)) if found.intent == "changes" else None


_ENDS = 2
_THAT_DAY = {"zh": "今天", "en": " today"}


def _corrected_in_line(
    text: str, parts: tuple[str, str], lexicon: Lexicon, today: date, context: Meaning | None, own: tuple[str, ...],
    lang: str,
) -> Meaning:
    """Read what was said first, and then what it was corrected to as what follows it."""
    first = understand(parts[0], lexicon, today=today, context=context, own=own, lang=lang)
    before = remembered(context, first) if first.intent not in {"unknown", "clarify"} else context
    last = understand(parts[1], lexicon, today=today, context=before, own=own, lang=lang)
    return replace(last, question=text)


def _two_in_one(
    text: str, meaning: Meaning, lexicon: Lexicon, today: date, own: tuple[str, ...], lang: str
) -> Meaning | None:
    """Offer both of two questions in a line, the second with what it leaves out: …多少，占全市几成."""
    clauses = [clause for clause in _STOPS.split(text) if clause.strip()]
    if not 1 < len(clauses) <= _MOST_CLAUSES:
        return None
    for at in range(1, len(clauses)):
        head, tail = "，".join(clauses[:at]), "，".join(clauses[at:])
        first = _whole(head, None, lexicon, today, own, lang)
        second = None if first is None else _whole(tail, first, lexicon, today, own, lang)
        if first is not None and second is not None and (second.carried or second.query is not None):
            questions = (_said(one, lexicon, lang) for one in (first, second))
            choices = tuple(Choice(question, question) for question in dict.fromkeys(questions))
            return replace(meaning, intent="clarify", reason="several", choices=choices)
    return None


def _whole(
    text: str, context: Meaning | None, lexicon: Lexicon, today: date, own: tuple[str, ...], lang: str
) -> Meaning | None:
    """Understand a part of a line; None where it is no clear question about figures."""
    folded = normalize(with_clauses(text))
    if not folded:
        return None
    whole = Whole.of(text, lexicon, today)
    found = read_composed(text, whole, lexicon, lang)
    if found is None and context is not None:
        found = read_operated(text, context, lexicon, today) or read_following(text, context, lexicon, today)
    if found is None:
        found = _alone(text, folded, whole, lexicon, today, context, own, lang, split=False)
    return found if found.intent in _FIGURES and not (found.metrics == () and found.query is None) else None


def _said(meaning: Meaning, lexicon: Lexicon, lang: str) -> str:
    if meaning.query is not None:
        return say(meaning.query, lexicon.programme)
    return phrase(meaning, lexicon.programme, lang)


def _alone(
    text: str, folded: str, whole: Whole, lexicon: Lexicon, today: date, context: Meaning | None,
    own: tuple[str, ...], lang: str, split: bool = True,
) -> Meaning:
    """Read by the single rules, with what the question before named; what they do not understand by the grammar."""
    before = context
    if context is not None and _is_described(context):
        context = None
    if context is not None:
        folded = without_correction(folded)
    reading = whole.reading(text, folded)
    if context is not None and reading.leftovers and not reading.communities:
        reading = _completed(reading, context, lexicon, today)
    if context is not None and context.choices and (both := ALL_THEN.match(folded)) is not None:
        rest = read_text(text, both["rest"], lexicon, today)
        if not rest.communities and (rest.metrics or rest.cues):
            return _answer(Asked(replace(rest, communities=_offered(context)), lexicon, today, own, lang))
    if context is not None and context.intent == "clarify" and (choices := chosen(reading, context)):
        return _take(choices, Asked(reading, lexicon, today, own, lang))
    if own and not reading.communities and reading.any("ours"):
        reading = replace(reading, communities=own)
    reading = _in_context(carry(reading, context, lexicon.growths), context, lexicon, today)
    asked = Asked(reading, lexicon, today, own, lang)
    meaning = first_match(GUARDS, asked) or _answer(asked)
    if is_of_nobody(meaning, before, folded):
        return replace(asked.meaning("unknown"), reason="nobody", communities=(), metrics=(), years=())
    meaning = by_field(meaning, asked)
    meaning = asked_of_nobody(of_own(meaning, asked), before, asked)
    meaning = of_whom_was_spoken(by_the_same_rule(meaning, before), before, asked)
    meaning = year_by_year(meaning, asked)
    if context is None or (reading.communities and reading.metrics and not reading.carried):
        meaning = by_grammar(meaning, whole, asked) or _within(meaning, whole, asked)
    bare = before is not None and _is_described(before) and meaning.rule == "what is named" and not reading.metrics
    if before is not None and (bare or _is_open(meaning)):
        found = read_following(text[:4096], before, lexicon, today, sure=False)
        if found is not None:
            return found
    alone = _is_open(meaning) or _is_read_so(meaning, whole) or _names_metric(meaning, whole, lexicon)
    alone = alone and not begins_with_them(folded)
    if alone and (found := read_plain(text[:4096], whole, lexicon, today, lang, meaning)) is not None:
        return found
    if split and _is_open(meaning):
        several = _two_in_one(text[:4096], meaning, lexicon, today, own, lang)
        if several is not None:
            return several
    meaning = with_offers(meaning, asked)
    return offer_nearest(offer_nearly(meaning, whole, asked) if alone and _is_open(meaning) else meaning, asked)


def _in_context(reading: Reading, context: Meaning | None, lexicon: Lexicon, today: date) -> Reading:
    """Read 高新 after 总产值 as its part, 占总产值几成 after 高新产值 as its share, and 上一年 after 2023 as 2022."""
    if context is None:
        return reading
    said = {reading.part(token) for token in reading.tokens}
    if said & lexicon.bare_shares and not reading.any("ratio"):
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
    if before and context.years and not reading.any("prior"):
        reading = replace(reading, years=(min(context.years) - 1,))
    return reading


def _is_open(meaning: Meaning) -> bool:
    """Tell whether a text may still be read as a query: nothing in it is denied, or has several meanings."""
    if meaning.intent not in {"clarify", "unknown"} or any(choice.codes for choice in meaning.choices):
        return False
    denied = meaning.other_metric or meaning.other_place
    return meaning.reason in {None, "unclear", "metric", "chatter"} and not denied


def _names_metric(meaning: Meaning, whole: Whole, lexicon: Lexicon) -> bool:
    """Tell whether the grammar knows the metric that the single rules would ask for: 能达和苏通载体哪个大."""
    found = whole.plain
    asks = meaning.intent == "clarify" and meaning.rule in _OF_ANY_METRIC
    asks = asks and not any(whole.text_of(span) in lexicon.bare_shares for span in whole.spans)
    return asks and found is not None and not (found.unsure or found.others or found.unused)


_OF_ANY_METRIC = frozenset({"compare", "rank", "bounded", "aggregate", "growth", "what is named"})
"""The single rules that ask which metric is meant where they know of none."""


def _is_read_so(meaning: Meaning, whole: Whole) -> bool:
    """Tell whether what a misspelt word was offered for is what the grammar reads without that word."""
    found = whole.plain
    if meaning.reason != "misspelt" or found is None or found.unsure or found.others:
        return False
    asked = {one.metric for one in found.query.measures}
    places = {*found.query.places.codes}
    return bool(places) and asked == {*meaning.metrics} and places == {*meaning.communities}


def _is_described(context: Meaning) -> bool:
    """Tell whether communities were described rather than named: no part of such a question is carried into another.

    A plain range is a threshold as well, which a follow-up may turn.
    """
    return context.query is not None and context.query.places.is_described and context.threshold is None


def _offered(context: Meaning) -> tuple[str, ...]:
    """List the communities among which a choice was offered."""
    return tuple(code for code in context.communities if any(code in choice.codes for choice in context.choices))


def _completed(reading: Reading, context: Meaning, lexicon: Lexicon, today: date) -> Reading:
    """Put a community's name in place of the part that tells it from the one before: 跨江合作…, 融合呢."""
    for left in reading.leftovers:
        if (name := lexicon.sibling(left, context.communities)) is not None:
            return read_text(reading.typed, reading.text.replace(left, name, 1), lexicon, today)
    return reading


def _take(choices: tuple[Choice, ...], asked: Asked) -> Meaning:
    """Ask what the chosen choice asks; of several with different wishes, those that are left are asked again."""
    found = tuple(
        understand(choice.question, asked.lexicon, today=asked.today, own=asked.own, lang=asked.lang)
        for choice in choices
    )
    metrics = {code for meaning in found for code in meaning.metrics}
    others = bool(asked.reading.metrics) and bool(metrics - {*asked.reading.metrics})
    if len(found) > 1 and others and not asked.reading.communities:
        return asked.meaning("clarify", choices=choices, communities=merged(found).communities)
    meaning = found[0] if len(found) == 1 else merged(found)
    return replace(meaning, question=asked.reading.typed)


def _answer(asked: Asked) -> Meaning:
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
    tokens = [token for token in reading.tokens if not (token.has("filler") and token.end - token.start == 1)]
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if reading.part(token) not in reading.leftovers:
            continue
        if token.known:
            return False
        if _OPERATES.search(reading.part(token)) or operates(reading.part(token)):
            return False
        if any(one is not None and (one.has("metric") or one.has("collision")) for one in (before, after)):
            return False
    return True


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
            meaning = first_match(GUARDS, fixed) or _answer(fixed)
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
