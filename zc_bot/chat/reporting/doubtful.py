"""A line with figures, typed while a report is open, that could as well be a question: it is asked which.

What is plainly put as a question is answered, with a button that notes its figures all the same.
"""

from __future__ import annotations

import re
from dataclasses import replace

from zc_bot.chat.actions import Ask, NoteLine, ReplyToReport
from zc_bot.chat.codec import decode, name_of
from zc_bot.chat.facts import facts_for
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reporting import report
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.parsing.composition.spans import fold
from zc_bot.parsing.composition.words import senses
from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.speech import asks
from zc_bot.storage import dialogues
from zc_bot.submission import flow
from zc_bot.submission.draft import Draft
from zc_bot.submission.replies import Typed
from zc_bot.submission.understanding import named
from zc_bot.texts.catalog import join
from zc_bot.texts.numbers import shorten

SHOWN, SHORT = 40, 20
_MAY_ASK = compile_later("哪|谁|何时|几时|什么时候|还(?:[差缺剩]|有几)|截止|(?:了|过|完)没有?$")
_ASKING = frozenset({
    "which", "which_year", "which_years", "which_more", "which_less", "how_many", "much", "who", "places_asked",
    "people_asked", "percent_asked",
})
"""Words of which one makes a line a question."""
_STOPS = compile_later("[，,；;。\n](?![0-9]{3}(?![0-9]))")
_ENDINGS = "?？吗呢么嘛吧 "


def may_report(turn: Turn) -> bool:
    """Tell whether a line names figures with their amounts and has no word that asks."""
    text = turn.incoming.text
    if asks(text) or asks_openly(text):
        return False
    return any(one.text for one in named(text, facts_for(turn)).figures)


def asks_openly(text: str) -> bool:
    """Tell whether a text has a word that asks: 谁, 哪家, 几家."""
    return not _ASKING.isdisjoint(category for category, _ in senses(fold(text)))


def states(turn: Turn) -> bool:
    """Tell whether a text, but for its asking end, says figures clearly: 从业人员5300吗."""
    figures = named(_statement(turn), facts_for(turn)).figures
    return bool(figures) and all(not one.fault and isinstance(read_quantity(one.text), Quantity) for one in figures)


_A_FIGURE = 10
"""What is less is counted in a sentence rather than reported."""


def holds_amount(text: str) -> bool:
    """Tell whether a clause of a text is an amount and nothing else: 5300人，有几个企业推迟了; not 补报一家企业."""
    amounts = (read_quantity(value_text(clause)) for clause in _STOPS.split(text) if clause.strip())
    return any(isinstance(one, Quantity) and (one.value >= _A_FIGURE or one.scaled) for one in amounts)


def _statement(turn: Turn) -> str:
    return turn.incoming.text.rstrip(_ENDINGS)


def may_ask(text: str) -> bool:
    """Tell whether a short text given as a reason may be a question all the same: 我报到哪了, 还差几项."""
    return len(text) <= SHORT and _MAY_ASK.search(text) is not None and re.search("[,，。;；]", text.strip()) is None


def ask_which(turn: Turn, key: str = "note_or_ask", label: str = "note") -> Response:
    """Ask whether a line is to be noted or answered; until then nothing is done with it."""
    text = turn.incoming.text
    rows = (
        (
            Button(turn.texts.plain(f"report.button.{label}"), NoteLine(_statement(turn))),
            Button(turn.texts.plain("report.button.as_question"), Ask(text)),
        ),
    )
    said = turn.texts(f"report.{key}", found=shorten(" ".join(text.split()), SHOWN))
    return Response((Reply(said, rows, single_use=True),))


def ask_whether_reason(turn: Turn, draft: Draft) -> Response:
    """Ask whether what was typed where a reason is wanted is one, or says that the figure is to be another."""
    text = turn.incoming.text
    rows = (
        (
            Button(turn.texts.plain("report.button.as_reason"), NoteLine(_statement(turn))),
            Button(turn.texts.plain("report.button.retype"), ReplyToReport("retype", "", draft.version)),
        ),
    )
    said = turn.texts("report.reason_or_correct", found=shorten(" ".join(text.split()), SHOWN))
    return Response((Reply(said, rows, single_use=True),))


def not_noted(turn: Turn, response: Response, *, unused: bool = False) -> Response:
    """Say beside the answer to a question that its figures were not noted, and offer to note them.

    unused: it has a number that the answer made no use of.
    """
    if not (unused or states(turn) or holds_amount(turn.incoming.text)) or not response.replies:
        return response
    *first, last = may_note(turn, response).replies
    said = join([last.text, turn.texts("report.not_noted")], "\n\n")
    return replace(response, replies=(*first, replace(last, text=said)))


def remark_not_noted(turn: Turn, response: Response) -> Response:
    """Say the same of the figures in a caption that is kept as a remark, in a message below the receipt."""
    row = (Button(turn.texts.plain("report.button.note"), NoteLine(_statement(turn))),)
    said = Reply(turn.texts("report.remark_not_noted"), (row,), single_use=True)
    return replace(response, replies=(*response.replies, said))


def may_note(turn: Turn, response: Response) -> Response:
    """Offer beside an answer to note the line instead."""
    *first, last = response.replies
    button = Button(turn.texts.plain("report.button.note"), NoteLine(_statement(turn)))
    return replace(response, replies=(*first, replace(last, rows=(*last.rows, (button,)))))


def note(turn: Turn, action: NoteLine) -> Response:
    """Take a line into the open report, or begin one with it."""
    draft, facts = report.open_draft(turn), facts_for(turn)
    if draft is None:
        return report.show(turn, facts, *flow.start(facts, line=action.line))
    return report.show(turn, facts, *flow.step(draft, Typed(action.line), facts), before=draft)


def chosen_by_word(turn: Turn) -> NoteLine | Ask | None:
    """Give the button that 记下 or 提问, typed, stands for; None where neither was offered just now."""
    said = turn.incoming.text.strip(" 。.!！").lower()
    notes = said in {turn.texts.plain(f"report.button.{label}").lower() for label in ("note", "as_reason")}
    if not notes and said != turn.texts.plain("report.button.as_question").lower():
        return None
    chat, since = turn.incoming.chat, turn.now - FOLLOW_UP
    data = dialogues.offered(turn.session, turn.who.id, chat, name_of(NoteLine), since)
    tap = None if data is None else dialogues.tap(turn.session, turn.who.id, chat, data, turn.now)
    offered = None if tap is None else decode(tap.action)
    if not isinstance(offered, NoteLine):
        return None
    return offered if notes else Ask(offered.line)
