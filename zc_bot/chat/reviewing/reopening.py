"""Taking back an approval: by who made it, as long as nothing followed; the figures wait for review again."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from markupsafe import Markup

from zc_bot.chat.actions import AskToReopen, Reopen, ReviewPlace, ShowQueue
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reviewing import notifying
from zc_bot.chat.turn import Turn
from zc_bot.parsing.laid import Laid, read_laid
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import without_years
from zc_bot.parsing.speech import asks
from zc_bot.storage import review
from zc_bot.storage.observations import IMPORTED, Version
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import word_figure

NAMED, MOST_PLACES = 25, 12
_OTHERWISE = compile_later("[?？谁哪]|几[次项个家处]|提醒|催")
SHOWN, SHOWN_OTHERS, LONGEST = 12, 3, 60


def offered(turn: Turn, community: str, year: int) -> tuple[tuple[Button, ...], ...]:
    """Offer to take back what the person approved of a community's year; nothing where there is none."""
    made = review.approvals(turn.session, turn.who, turn.programme, community, year)
    label = turn.texts.plain("review.button.reopen_mine", count=len(made))
    return ((Button(label, AskToReopen(community, year)),),) if made else ()


def ordered(turn: Turn) -> Response | None:
    """Take a text that takes approvals back: 撤销通过 高新产值, 通创的审核错了; None for any other.

    What it says beside them that is not understood narrows nothing, so that it is asked which ones are meant.
    """
    text = turn.incoming.text.strip()
    if not _orders(text):
        return None
    said = read_laid(text, turn.rules.lexicon, turn.today)
    unknown = _unknown(turn, said)
    metrics, places, years = said.measures, said.communities, {one.year for one in said.years}
    made = [
        one
        for one in reversed(review.approvals_since(turn.session, turn.who, turn.programme))
        if (not metrics or one.metric in metrics)
        and (not places or one.community in places)
        and (not years or one.year in years)
    ]
    if made and _LATEST.search(text) and not unknown:
        made = [one for one in made if (one.community, one.year) == (made[0].community, made[0].year)]
    if not made and unknown and not (metrics or places or years):
        return None  # 审核错误太多 speaks of something else.
    if not made:
        queue = Button(turn.texts.plain("review.button.queue"), ShowQueue())
        lines = [turn.texts("review.reopen.none"), *_by_others(turn, said.measures, places, years)]
        return Response((Reply(join(lines), ((queue,),)),))
    if unknown or len({(one.community, one.year) for one in made}) > 1:
        return _ask_which(turn, made, unknown)
    return _ask(turn, _in_order(turn, made))


def is_order(turn: Turn) -> bool:
    """Tell whether a text surely takes approvals back, and says of which."""
    text = turn.incoming.text.strip()
    if not _orders(text):
        return False
    said = read_laid(text, turn.rules.lexicon, turn.today)
    named = said.measures or said.communities or _LATEST.search(text)
    return bool(named) and not _unknown(turn, said)


def _orders(text: str) -> bool:
    other = _OTHERWISE.search(text) or asks(text) or len(text) > LONGEST
    return _ORDER.search(text) is not None and not other


def _unknown(turn: Turn, said: Laid) -> str:
    """Return what a text says beside names and years that is not understood."""
    rest = _LATEST.sub("", without_years(said.without_names(" "), turn.today))
    return _PLAIN.sub("", rest).strip()


def _by_others(
    turn: Turn, metrics: Collection[str], places: Collection[str], years: Collection[int]
) -> list[Markup]:
    """Say who approved what is named, since only they may take it back, and what is left without them."""
    if not places:
        return [turn.texts("review.reopen.only_own")]
    found: dict[tuple[str, int, str], int] = {}
    for one in review.approvals_of_others(turn.session, turn.who, turn.programme, places, years):
        if not metrics or one.metric in metrics:
            name = turn.texts.plain("review.reopen.import") if one.reason == IMPORTED else one.actor_name
            key = one.community, one.year, name
            found[key] = found.get(key, 0) + 1
    lines = [
        turn.texts("review.reopen.theirs", community=turn.programme.community[place].name(turn.texts.lang), year=year,
                   count=count, name=name)
        for (place, year, name), count in list(found.items())[:SHOWN_OTHERS]
    ]
    return [*lines, turn.texts("review.reopen.otherwise")] if lines else []


def _ask_which(turn: Turn, made: Sequence[Version], unknown: str) -> Response:
    """Ask of which place approvals are taken back, those made last first; what was not understood is said."""
    keys = list(dict.fromkeys((one.community, one.year) for one in made))
    rows = tuple(
        (Button(f"{turn.programme.community[code].name(turn.texts.lang)} {year}", AskToReopen(code, year, ids)),)
        for code, year in keys[:MOST_PLACES]
        for ids in (tuple(one.id for one in made if (one.community, one.year) == (code, year)),)
    )
    text = turn.texts("review.reopen.which")
    if unknown:
        text = join([turn.texts("review.reopen.unknown", found=unknown[:SHOWN]), text])
    if len(keys) > MOST_PLACES:
        text = join([text, turn.texts("review.reopen.more", count=len(keys) - MOST_PLACES)])
    return Response((Reply(text, rows),))


def _in_order(turn: Turn, made: Sequence[Version]) -> list[Version]:
    order = list(turn.programme.metric)
    return sorted(made, key=lambda one: order.index(one.metric))


def ask(turn: Turn, action: AskToReopen) -> Response:
    """Name what would wait for review again, to be confirmed."""
    made = review.approvals(turn.session, turn.who, turn.programme, action.community, action.year)
    wanted = [one for one in made if not action.approvals or one.id in action.approvals]
    if not wanted:
        return Response((Reply(turn.texts("review.reopen.none")),))
    return _ask(turn, wanted)


def _ask(turn: Turn, made: Sequence[Version]) -> Response:
    texts, first = turn.texts, made[0]
    text = texts(
        "review.reopen.ask", community=turn.programme.community[first.community].name(texts.lang), year=first.year,
        count=len(made), figures=_named(turn, made),
    )
    sure = Reopen(first.community, first.year, tuple(one.id for one in made))
    rows = (
        (Button(texts.plain("review.button.reopen_sure"), sure),),
        (Button(texts.plain("review.button.reopen_not"), ReviewPlace(first.community, first.year)),),
    )
    return Response((Reply(text, rows, single_use=True),))


def reopen(turn: Turn, action: Reopen) -> Response:
    """Take approvals back, and tell who reported the figures; what something followed is passed over and said."""
    done = review.reopen(turn.session, turn.who, action.approvals, turn.now)
    texts = turn.texts
    if not done:
        return Response((Reply(texts("review.reopen.none")),))
    name = turn.programme.community[action.community].name(texts.lang)
    text = texts("review.reopen.done", community=name, year=action.year, count=len(done), figures=_named(turn, done))
    if len(done) < len(action.approvals):
        text += "\n" + texts("review.reopen.passed_over", count=len(action.approvals) - len(done))
    rows = ((Button(texts.plain("review.button.look"), ReviewPlace(action.community, action.year, anew=True)),),)
    return Response((Reply(text, rows, receipt=True),), notices=notifying.reopened(turn, done))


def _named(turn: Turn, versions: Sequence[Version]) -> str:
    comma = turn.texts.plain("remind.comma")
    names = [word_figure(one, turn.texts, turn.programme) for one in versions[:NAMED]]
    return comma.join(names + (["…"] if len(versions) > NAMED else []))


_ORDER = compile_later(
    lambda: written(
        r"(?:<back>)[^，,。；;：:]*?(?:<approval>)|(?:<approval>)(?:时)?(?:点|弄|搞)?错了?"
        r"|(?:错|误)(?:<approval>)了?|点错了?通过|(?:<back_latin>) (?:the |my )?approvals?(?: of)?",
        "reopen",
    ),
    re.IGNORECASE,
)
"""What takes an approval back: the verb before it, that it was a mistake, and the same in English."""
_LATEST = compile_later(lambda: alternatives("reopen.latest"), re.IGNORECASE)
_PLAIN = compile_later(lambda: written(r"<back>|<approval>|<filler>|[^\w]", "reopen"), re.IGNORECASE)
"""What says nothing of which approvals are meant."""
