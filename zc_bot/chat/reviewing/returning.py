"""Sending figures back in words: 退回孵化器、加速器：口径不对; without a reason it is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zc_bot.chat.actions import AwaitReasonFor, PickToReturn, ReviewPlace, SendBackSeveral, ShowQueue
from zc_bot.chat.codec import encode
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reviewing import notifying
from zc_bot.chat.turn import Turn
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.language import written
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import without_years
from zc_bot.parsing.speech import asks, asks_why
from zc_bot.policy.hidden import visible_line
from zc_bot.storage import dialogues, review
from zc_bot.storage.observations import Version
from zc_bot.submission.reasons import LONGEST_REASON, SHORTEST_REASON
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import word_figure

_ORDER = compile_later(
    written(r"<lead>*(?P<before>[^:：]*?)<order>(?P<after>[^:：]*)(?:[:：]\s*(?P<why>.+))?", "return"),
    re.IGNORECASE | re.DOTALL,
)
_SPEAKS = compile_later(written(r"\s*<not_before>", "return"), re.IGNORECASE)
_STOP = compile_later(r"[，,；;。]\s*|\s+(?=为什么|怎么)")
_BECAUSE = compile_later(written("[，,；;]? *<because> *", "return"))


def is_order(turn: Turn) -> bool:
    """Tell whether a text surely tells to send figures back: 退回的高新产值 and 高新产值退回了 speak of some."""
    match = _ORDER.fullmatch(turn.incoming.text.strip())
    if match is None or _only_speaks(match):
        return False
    first = not match["before"].strip()
    what, _, _ = _split(f"{match['before']} {match['after']}")
    said = read_laid(what, turn.rules.lexicon, turn.today)
    numbers = has_digit(without_years(said.without_names(" "), turn.today))
    return (first or match.start("before") > 0) and bool(said.measures) and not numbers


def ordered(turn: Turn) -> Response | None:
    """Take a text that sends figures back; None for any other."""
    match = _ORDER.fullmatch(turn.incoming.text.strip())
    if match is None or _SPEAKS.match(match["after"]):
        return None
    what, _, because = _split(f"{match['before']} {match['after']}")
    if not (match["why"] or because):
        what, because = _apart(turn, match)
    if asks(what):
        return None
    reason = visible_line(match["why"] or because)
    found = _meant(turn, what)
    if found is None:
        return None
    if not found:
        rows = ((Button(turn.texts.plain("review.button.queue"), ShowQueue()),),)
        return Response((Reply(turn.texts("review.back.none"), rows),))
    if len({(one.community, one.year) for one in found}) > 1:
        return Response((Reply(turn.texts("review.back.which"), _places(turn, found)),))
    if not reason:
        return _ask_why(turn, found)
    return _ask(turn, found, reason)


def _apart(turn: Turn, match: re.Match[str]) -> tuple[str, str]:
    """Part what is sent back from a reason behind a comma, which may ask: 退回孵化器，为什么比名单多1个？

    A list of figures, and what only asks why (退回了，为什么？), is no reason.
    """
    whole = f"{match['before']} {match['after']}"
    for stop in _STOP.finditer(whole):
        tail = whole[stop.end() :]
        said = read_laid(tail, turn.rules.lexicon, turn.today)
        is_reason = asks(tail) or not said.measures
        if is_reason and tail.strip() and not asks_why(tail):
            return whole[: stop.start()], tail
    return whole, ""


def _only_speaks(match: re.Match[str]) -> bool:
    """Tell whether a text asks, or speaks of what was sent back; the reason may ask."""
    what, _, _ = _split(f"{match['before']} {match['after']}")
    return asks(what) or _SPEAKS.match(match["after"]) is not None


def pick(turn: Turn, action: PickToReturn) -> Response:
    """Offer the figures that wait, to be ticked and sent back together; with all ticked, ask why."""
    waiting = [
        one
        for one in review.waiting(turn.session, turn.who, turn.programme, action.community, action.year)
        if one.reporter != turn.who.id
    ]
    chosen = tuple(one.id for one in waiting if one.id in action.chosen)
    if action.asks and chosen:
        return _ask_why(turn, [one for one in waiting if one.id in chosen])
    texts, place = turn.texts, (action.community, action.year)
    buttons = [
        Button(
            texts.plain("review.button.ticked" if one.id in chosen else "review.button.unticked",
                        metric=turn.programme.metric[one.metric].short(texts.lang)),
            PickToReturn(*place, tuple(sorted({*chosen} ^ {one.id}))),
        )
        for one in waiting
    ]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    if chosen:
        label = texts.plain("review.button.return_ticked", count=len(chosen))
        rows.append((Button(label, PickToReturn(*place, chosen, asks=True)),))
    rows.append((Button(texts.plain("review.button.back"), ReviewPlace(*place)),))
    name = turn.programme.community[action.community].name(texts.lang)
    return Response((Reply(texts("review.pick", community=name, year=action.year), tuple(rows)),))


def _ask_why(turn: Turn, found: Sequence[Version]) -> Response:
    """Ask why figures are sent back; whatever is typed next is the reason."""
    waits = AwaitReasonFor(tuple(one.id for one in found))
    dialogues.save_prompt(turn.session, turn.who.id, *encode(waits), turn.now)
    return Response((Reply(turn.texts("review.why", figure=_named(turn, found))),))


def give_reason(turn: Turn, action: AwaitReasonFor) -> Response:
    """Show the reason just typed with the figures that it sends back."""
    found = [one for each in action.versions if (one := review.version(turn.session, turn.who, each)) is not None]
    if not found:
        dialogues.drop_prompt(turn.session, turn.who.id)
        return Response((Reply(turn.texts("review.gone")),))
    return _ask(turn, found, visible_line(turn.incoming.text))


def send_back(turn: Turn, action: SendBackSeveral) -> Response:
    """Send figures back with one reason, and tell each reporter in one message."""
    done = [
        one
        for each in action.versions
        if (one := review.send_back(turn.session, turn.who, each, action.reason, turn.now)) is not None
    ]
    if not done:
        return Response((Reply(turn.texts("review.gone")),))
    lines = [turn.texts("review.returned", figure=_named(turn, done), reason=action.reason)]
    if len(done) < len(action.versions):
        lines.append(turn.texts("review.back.passed_over", count=len(action.versions) - len(done)))
    notices = notifying.returned_together(turn, done, action.reason)
    back = ReviewPlace(done[0].community, done[0].year, anew=True)
    rows = ((Button(turn.texts.plain("review.button.back"), back),),)
    return Response((Reply(join(lines), rows, receipt=True),), notices=notices)


def _split(text: str) -> tuple[str, str, str]:
    """Part what is sent back from why."""
    match = _BECAUSE.search(text)
    return (text, "", "") if match is None else (text[: match.start()], match[0], text[match.end() :])


def _meant(turn: Turn, what: str) -> list[Version] | None:
    """Find the waiting figures that a text names; None where it names none at all."""
    said = read_laid(what, turn.rules.lexicon, turn.today)
    metrics, places, years = said.measures, said.communities, {one.year for one in said.years}
    if not metrics:
        return None
    return [
        one
        for place in review.in_review(turn.session, turn.who, turn.programme)
        if (not places or place.community in places) and (not years or place.year in years)
        for one in review.waiting(turn.session, turn.who, turn.programme, place.community, place.year)
        if one.metric in metrics and one.reporter != turn.who.id
    ]


def _ask(turn: Turn, found: Sequence[Version], reason: str) -> Response:
    """Show what is about to be sent back, and why, to be confirmed."""
    texts = turn.texts
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        expected = f"{SHORTEST_REASON}–{LONGEST_REASON}"
        return Response((Reply(texts("report.refused.reason_length", expected=expected)),))
    names = texts.plain("remind.comma").join(dict.fromkeys(one.reporter_name for one in found))
    text = texts("review.reason", figure=_named(turn, found), name=names, reason=reason)
    rows = (
        (Button(texts.plain("review.button.send_back"), SendBackSeveral(reason, tuple(one.id for one in found))),),
        (Button(texts.plain("review.button.keep"), ReviewPlace(found[0].community, found[0].year)),),
    )
    return Response((Reply(text, rows, single_use=True),))


def _named(turn: Turn, versions: Sequence[Version]) -> str:
    return turn.texts.plain("remind.comma").join(word_figure(one, turn.texts, turn.programme) for one in versions)


def _places(turn: Turn, versions: Sequence[Version]) -> tuple[tuple[Button, ...], ...]:
    """Offer the places that wait with the figures that were named."""
    places = dict.fromkeys((one.community, one.year) for one in versions)
    return tuple(
        (Button(f"{turn.programme.community[code].name(turn.texts.lang)} {year}", ReviewPlace(code, year)),)
        for code, year in list(places)[:MOST]
    )


MOST = 12
