"""A typed question → its `Meaning`, by named rules in a fixed order; the same words always mean the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from zc_bot.parsing.accounting import begins_with_them
from zc_bot.parsing.arrival_words import read_arrival
from zc_bot.parsing.asides import read_text
from zc_bot.parsing.at_large import ask_by_which
from zc_bot.parsing.beyond import what_is_beyond
from zc_bot.parsing.but_for import offer_but_for
from zc_bot.parsing.by_requirement import from_first_to_last, read_by_requirement
from zc_bot.parsing.completing import completed
from zc_bot.parsing.composition.compose import Whole
from zc_bot.parsing.composition.meanings import meaning_of, offer_nearly, read_composed, read_following, read_operated
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.composition.repair import repaired
from zc_bot.parsing.corrections import corrected, without_dropped
from zc_bot.parsing.dated import FIGURES, read_dated
from zc_bot.parsing.filed_words import read_filed
from zc_bot.parsing.followup import is_of_all, remembered, without_correction
from zc_bot.parsing.granted import of_the_ledger
from zc_bot.parsing.handed import handed, sheet_of
from zc_bot.parsing.in_full import in_full
from zc_bot.parsing.known import read_known
from zc_bot.parsing.ledger_sheet import TOPICS, ledger_sheet, wants_ledger_sheet
from zc_bot.parsing.lexicon import Lexicon, with_clauses
from zc_bot.parsing.looked_at import looked_at_next
from zc_bot.parsing.meaning import Choice, Meaning
from zc_bot.parsing.mentions import beside_the_one_before, read_both
from zc_bot.parsing.normalize import MAX_LENGTH, normalize
from zc_bot.parsing.of_ones_own import with_own_names
from zc_bot.parsing.of_those import read_of_those
from zc_bot.parsing.offers import offer_nearest, with_offers
from zc_bot.parsing.phrases import phrase
from zc_bot.parsing.pictured import asks_for_picture, pictured, verdicts_drawn
from zc_bot.parsing.pointed_at import of_the_first, pointed_at
from zc_bot.parsing.points_back import asks_whether_of_those
from zc_bot.parsing.reading import Reading
from zc_bot.parsing.resolving import ALL_THEN, chosen, merged
from zc_bot.parsing.set_apart import read_set_apart
from zc_bot.parsing.setting import Setting
from zc_bot.parsing.shares_said import shares_of_the_city
from zc_bot.parsing.sides import as_sides
from zc_bot.parsing.single_rules import Read, answered, by_rules, carried_over
from zc_bot.parsing.then import first_by_second, of_one_of_them, read_then, without_pointing
from zc_bot.parsing.then_and_now import counted_in_both_years, still_so, with_the_year_before, with_the_year_of_now
from zc_bot.parsing.two_questions import passed_over, still_unheld, two_questions
from zc_bot.parsing.unsaid import among_those, both_judged, not_supposed, of_the_whole
from zc_bot.parsing.update_cache import one_update

_LONGEST = 4096
_MAKE_IT = re.compile(
    r"(?:no,? |ok,? |please )?(?:make|change|switch|turn) it (?:to |into )?(?:the )?(?P<what>[a-z].{2,40}?)(?: one)?",
    re.IGNORECASE,
)
"""The same of another figure or place: make it the emerging industry one."""
_RETURN = re.compile(
    r"(?P<whose>\b(?:my|our|the|his|her|their|[a-z]+'s)(?: [a-z0-9'-]+){0,3}?) returns?\b"
    r"(?=[^.?!]*\b(?:approved|accepted|reviewed|passed|signed off|looked at|gone through|complete|late|on time)\b)",
    re.IGNORECASE,
)
"""What was handed in, where it is not said that it was sent back: has my 2025 return been accepted."""
_WHOEVER = re.compile(
    r"\b(?:of|at|in|for) (?:whoever|whichever(?: community| one| place)?|the (?:one|community|place))"
    r"(?: that| who)?(?: has| have| had| with) the "
    r"(?P<end>most|largest|highest|biggest|greatest|fewest|least|smallest|lowest)\b", re.IGNORECASE
)
"""Output of whoever has the most staff: the end is that of what stands behind it."""
_OR_NOT = re.compile("(?<=[标过够合到足])了不(?=[啊呀啦嘛?？。 ]*$)")
"""那算达标了不."""
_MOST_CLAUSES = 4
_OF_ONE = frozenset({"value", "trend", "growth", "check", "card", "why"})


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
    with one_update():
        return _understand(text, Setting(lexicon, today, context, own, lang))


def _understand(text: str, setting: Setting) -> Meaning:
    if setting.context is None and len(text) <= MAX_LENGTH:
        # By itself it means the same all day, to all who have the same communities.
        whole = Whole.of(text, setting.lexicon, setting.today)
        return whole.meaning((setting.own, setting.lang), lambda: _read_anew(text, setting))
    return _read_anew(text, setting)


def _read_anew(text: str, setting: Setting) -> Meaning:
    found = _read_as_one(text, setting)
    if found.intent == "compare" and not setting.context:
        whole = Whole.of(text[:_LONGEST], setting.lexicon, setting.today)
        found = as_sides(found, whole, setting.lexicon.programme)
    is_open = found.intent in {"clarify", "unknown"} and not (found.hesitates or found.other_place)
    answered = found.intent in FIGURES and not found.as_file
    in_part = answered and found.query is None
    if not (is_open or answered) or len(text) > MAX_LENGTH:
        return found
    if answered and (both := passed_over(text, found, setting, _read_as_one)) is not None:
        return _with_questions(both, setting)
    if answered and not in_part:
        return found
    both = two_questions(text, found, setting, _read_as_one, each_asks=in_part)
    if both is None and is_open:
        return _but_for_unknown(found, text, setting)
    return found if both is None else _with_questions(both, setting)


def _with_questions(both: Meaning, setting: Setting) -> Meaning:
    """Offer each question of a line by itself."""
    if not both.parts:
        return both
    questions = dict.fromkeys(_said(one, setting) for one in both.parts)
    return replace(both, choices=tuple(Choice(question, question) for question in questions))


def _but_for_unknown(found: Meaning, text: str, setting: Setting) -> Meaning:
    """Offer what is asked without the words that nobody knows, where nothing was offered that is surer."""
    sure = found.reason not in {None, "unclear"} or any(choice.codes for choice in found.choices)
    if sure or found.rule not in _UNREAD or found.parts or found.other_metric or len(text) > _LONGEST:
        return found
    whole = Whole.of(text, setting.lexicon, setting.today)
    return offer_but_for(
        found, whole, lambda rest: _read_as_one(rest, setting), lambda meaning: _said(meaning, setting)
    )


_UNREAD = frozenset({"leftovers", "nearly read", "nearest", "", "asks for figures", "asks for places"})
"""By these a text is asked back of which a word is not known."""


def _put_plainly(text: str) -> str:
    """Put a text in the words that its parts are known by."""
    if not text.isascii():
        return _OR_NOT.sub("了没", text)
    return _WHOEVER.sub(r"of the community with the \g<end>", _RETURN.sub(r"\g<whose> report", text))


def _read_as_one(text: str, setting: Setting) -> Meaning:
    lexicon, context = setting.lexicon, setting.context
    if text[:_LONGEST].isascii() and (spelt := lexicon.spelling.respelt(text[:MAX_LENGTH])) is not None:
        respelt = _understand(spelt.text, setting)
        return replace(respelt, question=text, readings=(*spelt.readings, *respelt.readings))
    if (put := _put_plainly(text[:_LONGEST])) != text[:_LONGEST]:
        return replace(_understand(put, setting), question=text)
    folded = normalize(with_clauses(text[:_LONGEST]))
    if not folded:
        return Meaning("unknown", text, reason="empty")
    if len(folded) > MAX_LENGTH:
        return Meaning("unknown", text, reason="too_long")
    found = _of_filed(text, folded, setting)
    filed = None if found is None else found.filed
    mine = filed is not None and (filed.mine or filed.state == "reported")
    if not mine and (own := _of_ones_own(text, folded, setting)) is not None:
        return own
    found = found or _as_picture(text, setting)
    found = found or _as_sheet(text, setting) or _from_above(text, setting)
    if found is not None:
        return found
    if (said := _said_otherwise(text, setting)) is not None:
        return replace(_understand(said, setting), question=text)
    if (parts := corrected(text)) is not None:
        return _corrected_in_line(text, parts, setting)
    if context is not None and (instead := _MAKE_IT.fullmatch(text.strip(" .!?"))) is not None:
        return replace(_understand(instead["what"], setting), question=text)
    if context is not None and (said := in_full(text, context, lexicon)) is not None:
        return replace(_understand(said, setting), question=text)
    if context is not None and (said := pointed_at(folded, context, lexicon.programme)) is not None:
        return replace(_understand(said, setting.after(None)), question=text)
    if context is not None and (said := of_the_first(text, context, lexicon.programme)) is not None:
        found = _understand(said, setting.after(None))
        if found.intent in _OF_ONE and found.communities == context.found[:1]:
            return replace(found, question=text)
    if context is not None and (said := still_so(text[:_LONGEST], context, lexicon, setting.today)) is not None:
        return replace(_understand(said, setting.after(None)), question=text)
    if context is not None and (said := completed(text[:_LONGEST], context, lexicon, setting.today)) is not None:
        return replace(_understand(said, setting.after(None)), question=text)
    whole = Whole.of(text[:_LONGEST], lexicon, setting.today)
    asked = setting.asked(whole.reading(text[:_LONGEST], folded))
    if (of_all := of_the_whole(asked) or read_by_requirement(asked)) is not None:
        return of_all
    if context is not None and (unheld := still_unheld(context, asked, whole)) is not None:
        return unheld
    composed = read_composed(text[:_LONGEST], whole, lexicon, setting.lang)
    if composed is not None and not begins_with_them(folded):
        return _among_those(composed, text, folded, whole, setting)
    goes_on = None if context is None else _going_on(text[:_LONGEST], folded, whole, context, setting)
    if goes_on is not None:
        return _among_those(goes_on, text, folded, whole, setting)
    found = _among_those(_alone(text, folded, whole, setting), text, folded, whole, setting)
    return asks_whether_of_those(found, context, setting.asked(whole.reading(text[:_LONGEST], folded)))


def _of_ones_own(text: str, folded: str, setting: Setting) -> Meaning | None:
    """Read 我们两家 as the names of the asker's communities; None where none of one's own are spoken of."""
    if not setting.own:
        return None
    reading = Whole.of(text[:_LONGEST], setting.lexicon, setting.today).reading(text, folded)
    named = with_own_names(text[:_LONGEST], setting.own, setting.lexicon.programme, bool(reading.metrics))
    if named is None:
        return None
    others = {*reading.communities}
    said = named.without if others and others <= {*setting.own} else named.text
    found = _understand(said, setting)
    if found.intent == "unknown":
        return None
    if len(setting.own) == 1 and found.query is None and found.communities == setting.own:
        found = replace(found, communities=(), implied=setting.own)
    return replace(found, question=text)


def _among_those(found: Meaning, text: str, folded: str, whole: Whole, setting: Setting) -> Meaning:
    asked = setting.asked(whole.reading(text[:_LONGEST], folded))
    found = what_is_beyond(both_judged(found, setting.context, asked), asked)
    return found if setting.context is None else among_those(found, setting.context, asked)


def _of_filed(text: str, folded: str, setting: Setting) -> Meaning | None:
    """Read what is asked of figures that were handed in."""
    reading = Whole.of(text[:_LONGEST], setting.lexicon, setting.today).reading(text, folded)
    asked = setting.asked(reading)
    return read_filed(asked, setting.context) or read_arrival(asked, setting.context)


def _from_above(text: str, setting: Setting) -> Meaning | None:
    """Read what is of a day or leaves places out where the whole is looked at, and what goes on from such a look."""
    lexicon, context, today = setting.lexicon, setting.context, setting.today

    def meant(said: str) -> Meaning:
        found = looked_at_next(said, context, lexicon, today) or _understand(said, setting)
        return of_the_ledger(found, lexicon)

    found = read_dated(text, today, setting.lang, meant) or read_set_apart(text, lexicon, meant)
    return found or looked_at_next(text, context, lexicon, today)


def _said_otherwise(text: str, setting: Setting) -> str | None:
    """Return a text without what it takes back itself; None for one that takes nothing back."""
    if (shares := shares_of_the_city(text[:_LONGEST])) is not None:
        return shares
    for put in (with_the_year_of_now, with_the_year_before, counted_in_both_years):
        if (then := put(text[:_LONGEST], setting.today)) is not None:
            return then
    if (all_of := from_first_to_last(text[:_LONGEST], setting.lexicon.programme)) is not None:
        return all_of
    right = repaired(text[:_LONGEST], setting.lexicon, setting.today)
    kept = without_dropped(text) if right is None else right
    return None if kept == text else kept


def _going_on(text: str, folded: str, whole: Whole, context: Meaning, setting: Setting) -> Meaning | None:
    """Read what goes on from the question before, or from what was offered after it; None for any other text."""
    offered = _after_offer(text, whole, context, setting) or _offered_anew(text, folded, whole, context, setting)
    if offered is not None or whole.stands_alone:
        return offered
    lexicon, today = setting.lexicon, setting.today
    if (beside := first_by_second(folded, context, lexicon.programme)) is not None:
        return meaning_of(text, beside, "the first by the second", lexicon.programme)
    if (one := of_one_of_them(folded, context)) is not None:
        rest = without_pointing(folded)
        if not rest.strip("的呢? ") and context.intent != "clarify":
            return one.changed(question=text)  # 后者呢
        return _taken_of(one, rest, setting)
    if (said := beside_the_one_before(text, context, lexicon, today)) is not None:
        return replace(_understand(said, setting.after(None)), question=text)
    both = read_both(text, context, lexicon, today) or read_of_those(whole.reading(text, folded), setting, first=True)
    found = both or read_then(whole.reading(text, folded), setting) or _following(text, context, setting)
    return read_of_those(whole.reading(text, folded), setting) if found is None else found


def _taken_of(one: Meaning, rest: str, setting: Setting) -> Meaning | None:
    """Read the rest of what points at one of two as following a question of that one alone."""
    if not rest:
        return None
    found = _understand(rest, setting.after(one))
    return found if found.intent in FIGURES and found.communities == one.communities else None


def _following(text: str, before: Meaning, setting: Setting) -> Meaning | None:
    found = read_operated(text, before, setting.lexicon, setting.today)
    return found or read_following(text, before, setting.lexicon, setting.today)


def _after_offer(text: str, whole: Whole, context: Meaning, setting: Setting) -> Meaning | None:
    """Read what goes on from the only question that was offered as following it, as if it had been tapped."""
    offered = context.choices
    if context.intent != "clarify" or len(offered) != 1 or offered[0].codes or whole.stands_alone:
        return None
    taken = _taken(offered[0], setting)
    return _following(text, taken, setting) if taken.intent in FIGURES else None


def _offered_anew(text: str, folded: str, whole: Whole, context: Meaning, setting: Setting) -> Meaning | None:
    """Ask again which of several is meant, each turned by what follows: 前年呢 after 通创去年占比."""
    if context.intent != "clarify" or not 1 < len(context.choices) <= _MOST_CLAUSES or whole.stands_alone:
        return None
    reading = whole.reading(text, folded)
    if reading.metrics or reading.doubts or chosen(reading, context, setting.lexicon.programme):
        return None
    choices = []
    for choice in context.choices:
        turned = _following(text, _taken(choice, setting), setting)
        if turned is None or turned.intent not in FIGURES:
            return None
        question = _said(turned, setting)
        choices.append(Choice(question, question, choice.codes))
    if len({choice.question for choice in choices}) == 1:
        return replace(_taken(choices[0], setting), question=text)
    return replace(context, question=text, choices=tuple(choices))


def _taken(choice: Choice, setting: Setting) -> Meaning:
    """Read a choice as if it had been tapped."""
    return _understand(choice.question, setting.after(None))


def _as_picture(text: str, setting: Setting) -> Meaning | None:
    """Read a picture that is asked for as the question that it is drawn of; None for other texts."""
    wanted, context = pictured(text), setting.context
    if wanted is None and (found := _handed_over(text, setting)) is not None:
        return found
    if wanted is None and context is not None and not context.communities and asks_for_picture(text):
        return _understand(text, setting.after(None))  # A sum of all has no picture.
    if wanted is None:
        return None
    course = context is not None and context.intent == "trend" and len(context.years) > 1
    if course and context is not None and not wanted.readings[0]:
        return replace(context, question=text, as_file=wanted.file)  # Of the years that were just shown.
    for said in wanted.readings:
        found = _understand(said, setting)
        if (board := verdicts_drawn(found, text)) is not None:
            return replace(board, as_file=wanted.file)
        placed = found.intent == "compare" or (found.intent in {"trend", "rank"} and bool(found.metrics))
        drawn = found.intent in _DRAWN
        if wanted.plain:
            drawn = placed or (drawn and bool(found.metrics) and found.intent != "aggregate")
        if placed if wanted.bars else drawn:
            return replace(found, question=text, as_file=wanted.file)
    return _handed_over(text, setting)


def _handed_over(text: str, setting: Setting) -> Meaning | None:
    """Read a wish for a picture of what is named or was just shown; None for other texts."""
    wanted = handed(text, "thing")
    if wanted is None:
        return None
    if not wanted.rest:
        before = setting.context
        return None if before is None else _over_the_years(replace(before, question=text), setting)
    named = _understand(wanted.rest, setting)
    found = verdicts_drawn(named, text) or _over_the_years(named, setting)
    return None if found is None else replace(found, question=text)


def _over_the_years(found: Meaning, setting: Setting) -> Meaning | None:
    """Return what has a picture, of single figures their course over the years; None for what has none."""
    if found.intent == "status" or (found.intent in _DRAWN - {"aggregate"} and (found.metrics or found.query)):
        return found
    if found.intent not in {"value", "aggregate"} or not found.metrics or found.query is not None:
        return None
    return replace(found, intent="trend", years=found.years if len(found.years) > 1 else ())


def _as_sheet(text: str, setting: Setting) -> Meaning | None:
    """Read a wish for a sheet of what is named or was just shown; None for other texts."""
    if (topic := wants_ledger_sheet(text)) is not None:
        reading = Whole.of(text, setting.lexicon, setting.today).reading(text, normalize(text))
        return ledger_sheet(topic, reading)
    wanted = handed(text, "sheet")
    if wanted is None:
        return None
    found = _of_itself(wanted.rest, setting) if wanted.rest else setting.context or Meaning("status")
    if found.intent in TOPICS and not wanted.rest:
        return replace(found, question=text, intent="export", topic=TOPICS[found.intent])
    return sheet_of(found, text) if found.intent in _TABLES else None


def _of_itself(text: str, setting: Setting) -> Meaning:
    """Read what names whose or of when, and no figure, as all of that, whatever was asked before; else as it is."""
    alone = setting.after(None)
    reading = Whole.of(text, setting.lexicon, setting.today).reading(text, normalize(text))
    if is_of_all(reading):
        found = _understand(text, alone)
        says_more = found.intent in _TABLES or bool(reading.leftovers)  # League table 2019 is no file.
        return found if says_more else Meaning("status", text, years=reading.years)
    return _understand(text, setting)


_TABLES = frozenset({*FIGURES, "card", "status", "missing", "timeliness", "provenance", "why", "changes"})
"""What a sheet can be of."""
_DRAWN = frozenset({"status", "compare", "trend", "rank", "growth", "filter", "aggregate"})
"""What may come with a picture."""


def _corrected_in_line(text: str, parts: tuple[str, str], setting: Setting) -> Meaning:
    """Read what was said first, and then what it was corrected to as what follows it."""
    first, context = _understand(parts[0], setting), setting.context
    if first.intent in {"unknown", "clarify"} and not first.hesitates:
        whole = _understand("，".join(parts), setting)  # 超过全市平均的，我是说从业人员 says what was left out.
        alone = _understand(parts[1], setting)
        if whole.intent not in {"unknown", "clarify"} or (alone.rule == "what is named" and not alone.communities):
            return replace(whole, question=text)
    before = remembered(context, first) if first.intent not in {"unknown", "clarify"} else context
    return replace(_understand(parts[1], setting.after(before)), question=text)


def _alone(text: str, folded: str, whole: Whole, setting: Setting) -> Meaning:
    """Read what takes a choice, and else by the rules; offer what is near where nothing is understood."""
    if (taken := _choosing(text, folded, whole, setting)) is not None:
        return taken
    asked = setting.asked(whole.reading(text, folded))
    if (known := read_known(asked, _reading_in(setting), first=True)) is not None:
        return known
    found = by_rules(text[:_LONGEST], folded, whole, setting)
    if (asks := not_supposed(found.meaning, found.asked)) is not found.meaning:
        return asks
    if _is_unread(found) and (known := read_known(found.asked, _reading_in(setting))) is not None:
        return known
    return _with_offers(found, whole)


def _is_unread(found: Read) -> bool:
    """Tell whether nothing that the programme holds was understood, or only that it is about a deed or a deadline."""
    meaning = found.meaning
    if meaning.rule == "what is named" and not _names_anything(found.asked.reading):
        return True  # 不报会怎样 names nothing of which to say how it stands.
    if meaning.rule in {"kind: how_to", "kind: timely", "deadline"}:
        return True
    return meaning.intent in {"unknown", "clarify"} and not (meaning.other_place or meaning.hesitates)


def _names_anything(reading: Reading) -> bool:
    """Tell whether a text itself names a place, a figure or a year."""
    parts = {"communities": reading.communities, "metrics": reading.metrics, "years": reading.years}
    return any(found and part not in reading.carried for part, found in parts.items())


def _reading_in(setting: Setting) -> Callable[[str], Meaning]:
    return lambda said: _understand(said, setting.after(None))


def _with_offers(found: Read, whole: Whole) -> Meaning:
    """Offer, of what was not understood, what is near to it."""
    if (asks := ask_by_which(found.meaning, found.asked)) is not found.meaning:
        return asks
    meaning = with_offers(found.meaning, found.asked)
    if found.alone and found.is_open:
        meaning = offer_nearly(meaning, whole, found.asked)
    return offer_nearest(meaning, found.asked)


def _choosing(text: str, folded: str, whole: Whole, setting: Setting) -> Meaning | None:
    """Read a reply that takes some of what was offered, or asks something of all of it; None for any other."""
    context = carried_over(setting.context)
    if context is None or not context.choices:
        return None
    folded = without_correction(folded)
    if (both := ALL_THEN.match(folded)) is not None:
        rest = read_text(text, both["rest"], setting.lexicon, setting.today)
        if not rest.communities and (rest.metrics or rest.cues):
            return answered(setting.asked(replace(rest, communities=_offered(context))))
    reading = whole.reading(text, folded)
    choices = chosen(reading, context, setting.lexicon.programme) if context.intent == "clarify" else None
    return _take(choices, reading, setting) if choices else None


def _offered(context: Meaning) -> tuple[str, ...]:
    """List the communities among which a choice was offered."""
    return tuple(code for code in context.communities if any(code in choice.codes for choice in context.choices))


def _take(choices: tuple[Choice, ...], reading: Reading, setting: Setting) -> Meaning:
    """Ask what the chosen choice asks; of several with different wishes, those that are left are asked again."""
    found = tuple(_taken(choice, setting) for choice in choices)
    metrics = {code for meaning in found for code in meaning.metrics}
    others = bool(reading.metrics) and bool(metrics - {*reading.metrics})
    if len(found) > 1 and others and not reading.communities:
        asked = setting.asked(reading)
        return asked.meaning("clarify", choices=choices, communities=merged(found).communities)
    meaning = found[0] if len(found) == 1 else merged(found)
    return replace(meaning, question=reading.typed)


def _said(meaning: Meaning, setting: Setting) -> str:
    if meaning.query is not None:
        return say(meaning.query, setting.lexicon.programme)
    return phrase(meaning, setting.lexicon.programme, setting.lang)
