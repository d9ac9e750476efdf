"""The buttons: what each of them does to a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from zc_bot.parsing.conversion import Marker, Reading
from zc_bot.submission import events as ev
from zc_bot.submission.arriving import arrive
from zc_bot.submission.asking import Result, ask, go, onward, standing_left
from zc_bot.submission.beside import taken, waiting_for_words
from zc_bot.submission.confirming import confirm
from zc_bot.submission.draft import Draft, Entry, Waiting
from zc_bot.submission.facts import Facts, Known
from zc_bot.submission.intake import accept, drain, older, open_question, take
from zc_bot.submission.replies import Tap
from zc_bot.submission.swapping import swap


def tap(draft: Draft, button: Tap, facts: Facts) -> Result:
    """Carry out a button; before community and year are known only those that lead there do anything."""
    placed = draft.community is not None and draft.year is not None
    if not placed and button.name not in {"community", "year", "back", "cancel"}:
        return go(draft, facts, ev.Reprompt())
    return _TAPS[button.name](draft, button.arg, facts)


def _choose_community(draft: Draft, arg: str, facts: Facts) -> Result:
    if arg not in facts.communities:
        return go(draft, facts, ev.Refused("scope"))
    if draft.entries and arg != draft.community:
        return go(draft, facts, ev.Refused("other_community"))
    return arrive(replace(draft, community=arg), facts)


def _choose_year(draft: Draft, arg: str, facts: Facts) -> Result:
    if arg not in {str(year) for year in facts.years}:
        return go(draft, facts, ev.Refused("year_closed", found=arg))
    if draft.entries and arg != str(draft.year):
        return go(draft, facts, ev.Refused("other_year", found=arg))
    return arrive(replace(draft, year=int(arg)), facts)


def _walk(draft: Draft, arg: str, facts: Facts) -> Result:
    each = arg == "each" or draft.step == "standing"
    return go(onward(replace(draft, mode="each" if each else "walk", later=(), asked=()), facts), facts)


def _standing(draft: Draft, arg: str, facts: Facts) -> Result:
    if not standing_left(draft, facts):
        return go(draft, facts, ev.Refused("no_last_year"))
    return go(replace(draft, step="standing", mode="walk", metric=None), facts)


def _same(draft: Draft, arg: str, facts: Facts) -> Result:
    """Take last year's figure over: of the metric asked, else of all open standing ones."""
    if draft.step in {"value", "reason"}:
        return _same_one(draft, facts)
    taken = standing_left(draft, facts)
    if not taken:
        return go(draft, facts, ev.Refused("no_last_year"))
    for code, known in taken:
        draft = draft.with_entry(as_last_year(draft, code, known, facts))
    return go(onward(draft, facts), facts, ev.TookOver(tuple(code for code, _ in taken)))


def _same_one(draft: Draft, facts: Facts) -> Result:
    known = facts.last_year(draft.community or "", draft.metric or "", draft.year or 0)
    if known is None:
        return go(draft, facts, ev.Refused("no_last_year"))
    return _accepted(draft, Reading("", known.value, known.marker), facts)


def as_last_year(draft: Draft, code: str, known: Known, facts: Facts) -> Entry:
    now = facts.known(draft.community or "", code, draft.year or 0)
    return Entry(code, "", known.value, known.marker, now.version if now else None)


def _list(draft: Draft, arg: str, facts: Facts) -> Result:
    return go(replace(draft, step="list", mode="single", metric=None, asked=()), facts)


def _choose_metric(draft: Draft, arg: str, facts: Facts) -> Result:
    """Ask for a metric, or give a figure that was typed under an unclear word to the metric it meant."""
    if draft.step == "which" and draft.queue and arg in draft.queue[0].options:
        head, rest = replace(draft.queue[0], metric=arg, options=()), draft.queue[1:]
        after, said = drain(replace(draft, queue=(head, *older(rest, [head]))), facts)
        return go(after, facts, *said)
    if arg not in facts.programme.metric:
        return go(draft, facts, ev.Refused("derived" if arg in facts.programme.derivation else "unknown_metric", arg))
    mode = draft.mode if draft.step in {"standing", "value"} else "single"
    return go(ask(replace(draft, mode=mode), arg), facts)


def _choose_reading(draft: Draft, arg: str, facts: Facts) -> Result:
    if draft.step != "reading" or not arg.isascii() or not arg.isdigit() or int(arg[:3]) >= len(draft.readings):
        return go(draft, facts, ev.Reprompt())
    return _accepted(draft, draft.readings[int(arg[:3])], facts)


def _accepted(draft: Draft, reading: Reading, facts: Facts) -> Result:
    """Accept a reading of the metric asked and go on; a refusal leaves the draft as it was."""
    after, said = accept(draft, draft.metric or "", reading, facts, draft.phrase)
    if after == draft:
        # What was chosen can't be taken: the same choice again would lead nowhere.
        return go(ask(draft, draft.metric or "") if draft.step == "reading" else draft, facts, *said)
    if after.step != "reason":
        after, more = drain(after, facts)
        said = (*said, *more)
    return go(after, facts, *said)


def _answer(draft: Draft, arg: str, facts: Facts) -> Result:
    """Take yes or no for the metric asked."""
    metric = facts.programme.metric.get(draft.metric or "")
    if draft.step != "value" or metric is None or metric.kind != "yesno" or arg not in {"yes", "no"}:
        return go(draft, facts, ev.Reprompt())
    return _accepted(draft, Reading("", Decimal(arg == "yes")), facts)


def _skip(draft: Draft, arg: str, facts: Facts) -> Result:
    """Skip the figure asked in one of four ways: none of it, not applicable, confidential, or later."""
    if draft.step not in {"value", "reading", "reason"} or not draft.metric:
        return go(draft, facts, ev.Reprompt())
    if arg == "none":
        return take(replace(draft, step="value"), [Waiting(draft.metric, "没有")], facts)
    if arg in {"not_applicable", "confidential"}:
        marker: Marker = "confidential" if arg == "confidential" else "not_applicable"
        return _accepted(draft, Reading("", None, marker), facts)
    put_off = draft.metric
    later = tuple(dict.fromkeys((*draft.later, put_off)))
    left = tuple(entry for entry in draft.entries if entry != draft.pending)
    after, said = drain(replace(draft, later=later, entries=left), facts)
    return go(after, facts, ev.PutOff(put_off), *said)


def _beside(draft: Draft, arg: str, facts: Facts) -> Result:
    """Note the figures with words beside them all the same, or leave them and ask for the first anew."""
    figures = waiting_for_words(draft, facts)
    if draft.step != "beside" or not figures:
        return go(draft, facts, ev.Reprompt())
    rest = replace(draft, queue=tuple(one for one in draft.queue if one not in figures), metric=None, step="menu")
    if arg == "yes":
        return take(rest, taken(figures), facts)
    return take(rest, [Waiting(figures[0].metric, "")], facts)


def _retype(draft: Draft, arg: str, facts: Facts) -> Result:
    if draft.step not in {"reading", "reason"} or not draft.metric:
        return go(draft, facts, ev.Reprompt())
    return go(ask(draft, draft.metric), facts)


def _menu(draft: Draft, arg: str, facts: Facts) -> Result:
    return go(_to_menu(draft), facts)


def _to_menu(draft: Draft) -> Draft:
    """Go to the menu; what was typed and is not settled waits on, and is asked about before the card."""
    asked = open_question(draft)
    unsettled = (asked,) if asked is not None and asked.text else ()
    queue = (*unsettled, *older(draft.queue, unsettled))
    return replace(
        draft, step="menu", mode="single", metric=None, queue=queue, readings=(), why="", pending=None, asked=()
    )


def _finish(draft: Draft, arg: str, facts: Facts) -> Result:
    """Show the card, after what still waits was taken or asked about."""
    menu = _to_menu(draft)
    if menu.queue:
        after, said = drain(menu, facts)
        return go(after, facts, *said)
    if not draft.entries:
        return go(draft, facts, ev.Refused("nothing_entered"))
    return go(replace(menu, step="card"), facts)


def _back(draft: Draft, arg: str, facts: Facts) -> Result:
    """Go one question back; accepted figures stay, so the place can't be left while there are any."""
    match draft.step:
        case "reading" | "reason":
            return _retype(draft, "", facts)
        case "beside":
            return _beside(draft, "no", facts)
        case "value" if len(draft.asked) > 1:
            return go(ask(replace(draft, asked=draft.asked[:-1]), draft.asked[-2]), facts)
        case "menu" if draft.entries:
            return go(draft, facts, ev.Refused("place_fixed"))
        case "menu":
            return go(replace(draft, step="year", year=None, later=()), facts)
        case "year" if len(facts.communities) > 1:
            return go(replace(draft, step="community", community=None), facts)
        case "which" if draft.options:
            return go(replace(draft, step="community", options=(), queue=()), facts)
        case "which" if draft.queue:
            dropped = draft.queue[0]
            after, said = drain(replace(draft, queue=draft.queue[1:]), facts)
            return go(after, facts, ev.Refused("leftover", found=dropped.phrase or dropped.text), *said)
        case "community" | "year":
            return go(draft, facts, ev.Reprompt())
        case _:
            return go(_to_menu(draft), facts)


def _cancel(draft: Draft, arg: str, facts: Facts) -> Result:
    return replace(draft, step="cancelled"), (ev.Cancelled(len(draft.entries)),)


_TAPS: dict[str, Callable[[Draft, str, Facts], Result]] = {
    "community": _choose_community,
    "year": _choose_year,
    "walk": _walk,
    "standing": _standing,
    "same": _same,
    "list": _list,
    "metric": _choose_metric,
    "reading": _choose_reading,
    "answer": _answer,
    "skip": _skip,
    "retype": _retype,
    "menu": _menu,
    "back": _back,
    "finish": _finish,
    "confirm": lambda draft, arg, facts: confirm(draft, facts),
    "cancel": _cancel,
    "beside": _beside,
    "swap": lambda draft, arg, facts: swap(draft, (), facts),
}
