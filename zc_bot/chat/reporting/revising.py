"""Correcting and taking back in words what was handed in: 刚才数字化报错了，是93.5%; 撤回 000217; 删掉从业人员."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zc_bot.chat.actions import OpenReport
from zc_bot.chat.facts import facts_for
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reporting import report, submitted
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.evaluation.figures import Key
from zc_bot.parsing.corrections import BY_NUMBER, Correction, read_correction
from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.meaning_json import from_json
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.periods import find_years
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.words import read_word
from zc_bot.storage import dialogues, review, submissions
from zc_bot.submission import events as ev
from zc_bot.submission import flow
from zc_bot.submission.asking import Result
from zc_bot.submission.corrected import reported
from zc_bot.submission.correcting import Held, meant
from zc_bot.submission.facts import STANDS, Facts
from zc_bot.submission.understanding import named
from zc_bot.texts.dialogue.report import render

MOST, RECENT = 12, 30


def revised(turn: Turn) -> Response | None:
    """Take a text as a correction of what was handed in last; None for one that corrects nothing."""
    text, facts = turn.incoming.text, facts_for(turn)
    if (match := BY_NUMBER.fullmatch(text.strip().rstrip("。.!！"))) is not None:
        return submitted.ask_to_withdraw(turn, int(match["serial"] or match["first"]))
    correction = read_correction(text, facts.lexicon)
    if (of_year := _of_a_year(text, facts)) is not None:
        return report.show(turn, facts, *of_year)
    if correction is None or read_laid(text, facts.lexicon).places:
        return None
    if not correction.new:
        correction = replace(correction, metrics=reported(correction.metrics, facts))
    last = submissions.last_reported(turn.session, turn.who, turn.programme, turn.now - FOLLOW_UP)
    returned = review.returned_to(turn.session, turn.who, turn.programme)
    keys = _about(correction, last, facts) or _about(correction, returned, facts)
    if correction.drops and not keys and (serial := _serial_with(turn, correction.metrics)) is not None:
        return submitted.ask_to_withdraw(turn, serial, correction.metrics)
    if not last and not keys and correction.new and not correction.drops:
        last = _looked_at(turn, facts)
        keys = _about(correction, last, facts)
    if not last and correction.drops and not correction.metrics:
        return submitted.mine(turn)  # What was handed in long ago is taken back from the list.
    if not last and not (returned and correction.metrics):
        return None if correction.metrics else Response((Reply(turn.texts("chat.say.nothing_to_correct")),))
    if correction.plain and not keys:
        return None
    if correction.swaps:
        return _swapped(turn, keys, facts)
    return _take_back(turn, correction, keys) if correction.drops else _correct(turn, correction, keys, facts)


def _looked_at(turn: Turn, facts: Facts) -> tuple[Key, ...]:
    """Return the one figure of somebody's own that they asked for last: 不对，应该是86家 after it corrects it."""
    stored = dialogues.load_context(turn.session, turn.who.id, turn.now - FOLLOW_UP)
    try:
        asked = None if stored is None else from_json(stored)
    except (ValueError, TypeError, KeyError):
        asked = None  # What can't be read any more is as forgotten.
    if asked is None or asked.query is not None:
        return ()
    places, years = asked.communities or asked.implied, asked.years or ((asked.shown,) if asked.shown else ())
    if len(places) != 1 or len(years) != 1 or len(asked.metrics) != 1:
        return ()
    own = places[0] in facts.communities and asked.metrics[0] in facts.programme.metric
    return ((places[0], asked.metrics[0], years[0]),) if own else ()


def _serial_with(turn: Turn, metrics: tuple[str, ...]) -> int | None:
    """Find what was handed in last that holds one of these figures, however long ago."""
    found = submissions.mine(turn.session, turn.who, turn.programme, RECENT) if metrics else ()
    return next((one.serial for one in found if any(each.metric in metrics for each in one.versions)), None)


def _of_a_year(text: str, facts: Facts) -> Result | None:
    """Begin the correction of a figure of a year that is named and open, of somebody's only community.

    去年的从业人员报错了，应为3480.
    """
    said = laid_out(text)
    years = find_years(said, facts.today)
    for one in reversed(years):
        said = f"{said[: one.start]}{said[one.end :].removeprefix('的')}"
    correction = read_correction(said, facts.lexicon)
    if correction is None or len(correction.metrics) != 1 or not correction.new or len(facts.communities) != 1:
        return None
    if correction.drops or read_laid(text, facts.lexicon).places:
        return None
    named_years = {one.year for one in years}
    if len(named_years) != 1 or not named_years <= set(facts.years):
        return None
    metric = facts.programme.metric.get(correction.metrics[0])
    if metric is None:
        return None
    return flow.start(facts, facts.communities[0], named_years.pop(), line=f"{metric.short.zh} {correction.new}")


def returned_figure(turn: Turn) -> Response | None:
    """Take a bare figure as that of the one sent back that it fits; None where none was, or nothing is typed bare."""
    value = value_text(turn.incoming.text)
    if not isinstance(read_quantity(value), Quantity):
        return None
    facts = facts_for(turn)
    keys = _about(Correction(new=value), review.returned_to(turn.session, turn.who, turn.programme), facts)
    return _correct(turn, Correction(new=value), keys, facts) if keys else None


def followed(turn: Turn) -> Response | None:
    """Take clear figures without a place as those the one just handed in lacks; None for anything else."""
    text, facts = turn.incoming.text, facts_for(turn)
    said = named(text, facts)
    clear = bool(said.figures) and all(not one.fault and _is_clear(one.text) for one in said.figures)
    if not clear or said.communities or said.years or said.leftover:
        return None
    last = submissions.last_reported(turn.session, turn.who, turn.programme, turn.now - FOLLOW_UP)
    places = {(community, year) for community, _, year in last}
    if len(places) != 1:
        return None
    ((community, year),) = places
    there = (facts.known(community, one.metric, year) for one in said.figures)
    if any(one is not None and one.status in STANDS for one in there):
        return None
    return report.show(turn, facts, *flow.start(facts, community, year, line=text))


def _is_clear(text: str) -> bool:
    return isinstance(read_quantity(text), Quantity) or read_word(text) is not None


def _about(correction: Correction, keys: Sequence[Key], facts: Facts) -> tuple[Key, ...]:
    """Find the figures that a correction is about among those handed in or sent back."""
    places = dict.fromkeys((community, year) for community, _, year in keys)
    found: list[Key] = []
    for community, year in places:
        theirs = [metric for place, metric, when in keys if (place, when) == (community, year)]
        known = {metric: facts.known(community, metric, year) for metric in theirs}
        held = [Held(metric, one.value if one is not None else None) for metric, one in known.items()]
        found += [(community, metric, year) for metric in meant(correction, held, facts.programme)]
    return tuple(found)


def _correct(turn: Turn, correction: Correction, keys: Sequence[Key], facts: Facts) -> Response | None:
    """Open the dialogue with the new figure, or ask which one is meant."""
    if not keys and not correction.metrics:
        return Response((Reply(turn.texts("report.refused.no_such_value", found=correction.old or correction.new)),))
    if not keys:
        return None
    if len(keys) == 1:
        community, metric, year = keys[0]
        if not correction.new:
            return report.open_at(turn, OpenReport(community, year, metric))
        line = f"{turn.programme.metric[metric].short.zh} {correction.new}"
        return report.show(turn, facts, *flow.start(facts, community, year, line=line))
    places = {(community, year) for community, _, year in keys}
    buttons = [Button(called(turn, key, len(places) > 1), OpenReport(key[0], key[2], key[1])) for key in keys[:MOST]]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Response((Reply(turn.texts("chat.say.correct_which"), rows),))


def _take_back(turn: Turn, correction: Correction, keys: Sequence[Key]) -> Response:
    """Ask before what was handed in is taken back: one figure of it, or all under its serial."""
    named = bool(correction.metrics or correction.old or correction.nth)
    serial = submissions.last_serial(turn.session, turn.who, turn.now - FOLLOW_UP)
    if serial is None or (named and not keys):
        return Response((Reply(turn.texts("chat.say.nothing_to_correct")),))
    return submitted.ask_to_withdraw(turn, serial, tuple(metric for _, metric, _ in keys) if named else ())


def _swapped(turn: Turn, keys: Sequence[Key], facts: Facts) -> Response:
    """Open the dialogue with two figures handed in as each other's; where it is not clear which, ask."""
    held = [facts.known(*key) for key in keys]
    values = [one.value for one in held if one is not None and one.value is not None]
    if len(keys) != 2 or len(values) != 2 or keys[0][::2] != keys[1][::2]:
        return Response((Reply(turn.texts("report.refused.swap_which")),))
    (community, first, year), (_, second, _) = keys
    metrics = turn.programme.metric
    said = [f"{metrics[code].short.zh} {value:f}" for code, value in zip((second, first), values, strict=True)]
    begun, events = flow.start(facts, community, year, line="，".join(said))
    amiss = next((one for one in events if isinstance(one, ev.Refused)), None)
    if amiss is not None:
        return Response((Reply(render(amiss, turn.texts, turn.programme)[0]),))
    return report.show(turn, facts, begun, events)


def called(turn: Turn, key: Key, with_place: bool) -> str:
    """Name a figure on a button, with its community and year where several are spoken of."""
    community, metric, year = key
    name = turn.programme.metric[metric].short(turn.texts.lang)
    return f"{turn.programme.community[community].name(turn.texts.lang)} {year} {name}" if with_place else name
