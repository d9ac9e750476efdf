"""Taking back an approval: by who made it, as long as nothing followed; the figures wait for review again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zc_bot.chat.actions import AskToReopen, Reopen, ReviewPlace, ShowQueue
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reviewing import notifying
from zc_bot.chat.turn import Turn
from zc_bot.parsing.laid import read_laid
from zc_bot.storage import review
from zc_bot.storage.figures import Version
from zc_bot.texts.dialogue.review import word_figure

NAMED, MOST_PLACES = 25, 12
_ORDER = re.compile(
    r"(?:请|把|将)*(?P<before>.*?)(?:撤销|撤回|收回|取消|反悔)(?:刚才|刚刚|上一个)?的?(?:审核)?通过(?:的|了)?(?P<after>.*)"
    r"|(?P<wrongly>.*?)(?:通过错了|错通过了|误通过了?|点错通过了?)(?P<rest>.*)"
    r"|(?:undo|take back|revoke) (?:the |my )?approval(?: of)?(?P<english>.*)",
    re.IGNORECASE | re.DOTALL,
)


def offered(turn: Turn, community: str, year: int) -> tuple[tuple[Button, ...], ...]:
    """Offer to take back what the person approved of a community's year; nothing where there is none."""
    made = review.approvals(turn.session, turn.who, turn.programme, community, year)
    label = turn.texts.plain("review.button.reopen_mine", count=len(made))
    return ((Button(label, AskToReopen(community, year)),),) if made else ()


def ordered(turn: Turn) -> Response | None:
    """Take a text that takes approvals back: 撤销通过 高新产值; None for any other."""
    match = _ORDER.fullmatch(turn.incoming.text.strip())
    if match is None:
        return None
    words = " ".join(part for part in match.groupdict().values() if part)
    said = read_laid(words, turn.rules.lexicon, turn.today)
    metrics, places, years = said.measures, said.communities, {one.year for one in said.years}
    made = [
        one
        for one in review.approvals_since(turn.session, turn.who, turn.programme)
        if (not metrics or one.metric in metrics)
        and (not places or one.community in places)
        and (not years or one.year in years)
    ]
    if not made:
        queue = Button(turn.texts.plain("review.button.queue"), ShowQueue())
        return Response((Reply(turn.texts("review.reopen.none"), ((queue,),)),))
    keys = dict.fromkeys((one.community, one.year) for one in made)
    if len(keys) == 1:
        return _ask(turn, made)
    rows = tuple(
        (Button(f"{turn.programme.community[code].name(turn.texts.lang)} {year}", AskToReopen(code, year, ids)),)
        for code, year in list(keys)[:MOST_PLACES]
        for ids in (tuple(one.id for one in made if (one.community, one.year) == (code, year)),)
    )
    return Response((Reply(turn.texts("review.reopen.which"), rows),))


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
