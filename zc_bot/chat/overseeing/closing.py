"""A decision that is said to be done: shown again with the button that closes it."""

from __future__ import annotations

from zc_bot.chat.actions import ChangeEntry
from zc_bot.chat.overseeing.naming import is_about, named_in
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.ledger import Record
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import without_years
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import Act
from zc_bot.storage import ledger
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join
from zc_bot.texts.overseeing.ledger import word_line
from zc_bot.texts.people import who_may

SHOWN, SHORTEST = 6, 4
_DECISION = compile_later("事项|议定|交办|督办|(?<![a-z])decisions?(?![a-z])")
_DONE = compile_later(
    "(?:已?办[结完好妥]|已办|已?完成|已?落实)(?!的[^.。]|率|数|度|进|情况|比例|时间|时限|期限|不)"
    "|(?<![a-z])(?:done|closed?|finished)(?![a-z])"
)
"""Not 完成率, nor 完成的事项."""
_BARE = compile_later(r"(?:第|编号|no[.]?|#)?\s*[0-9]{1,9}\s*[号项条件]?(?:已经|都|is|了|\s)*")
"""What may stand beside the word for done where only a number is named: 64办完了; 64家办完了 is of firms."""
_ASKS = compile_later(
    r"[?？吗呢没未哪谁几]|多少|情况|怎么|怎样|如何|是否|什么|which|what|who|how|when|are |open"
    r"|(?<![a-z])(?:not|never|yet to)(?![a-z])|n['’]?t(?![a-z])"
    "|尽快|抓紧|督促|提醒|正在|争取|计划"
)
_NUMBER = compile_later(
    r"(?:^|办结|完成|事项|议定|编号|close|decisions?|no[.]?|#|第)\s*(?P<after>[0-9]{1,9})(?![0-9年月日.次]|\s*次)"
    r"|(?<![0-9.])(?P<before>[0-9]{1,9})\s*(?:号|项|条)"
)


def closed(turn: Turn) -> Response | None:
    """Take a text that says that a decision is done: 26号事项办结了; None for any other."""
    text = turn.incoming.text.strip().lower()
    said = without_years(text, turn.today).strip()
    found = _NUMBER.search(said)
    number = int(found["after"] or found["before"]) if found is not None else None
    if has_digit(said if found is None else f"{said[: found.start()]}{said[found.end() :]}"):
        return None  # Other numbers are figures, or those of a meeting.
    orders = text.startswith(("办结", "close"))
    names_it = orders or _DECISION.search(text) or _BARE.fullmatch(_DONE.sub("", text).strip("。.!！ "))
    if not (names_it and _DONE.search(text)) or len(text) > 60:
        return None
    if _ASKS.search(text) or asks(text):
        return None
    if read_laid(text, turn.rules.lexicon, turn.today).measures:
        return None
    if turn.who.scope(Act.RECORD) != "all":
        turn.deny("ledger")
        return Response((Reply(turn.texts("ledger.close.who", roles=who_may(Act.RECORD, turn.texts, "all"))),))
    meant = _meant(turn, text, number)
    if not meant:
        return Response((Reply(turn.texts("ledger.close.none")),))
    words = Words(turn.programme, turn.texts, turn.today)
    lines = [word_line(one, words, turn.today) for one in meant[:SHOWN]]
    rows = tuple((Button(turn.texts.plain("ledger.button.close", id=one.id), ChangeEntry(one.id, "closed")),)
                 for one in meant[:SHOWN])
    return Response((Reply(join([turn.texts("ledger.close.sure"), *lines]), rows),))


def _meant(turn: Turn, text: str, number: int | None) -> tuple[Record, ...]:
    """Return the open decisions that are meant: by number, by their words, by whom they are about, else all."""
    known = ledger.load(turn.session, turn.who).open_decisions()
    if number is not None:
        return tuple(one for one in known if number in {one.id, one.first})
    words = _DECISION.sub(" ", _DONE.sub(" ", text)).strip(" 了，。,.:：")
    if len(words) >= SHORTEST and (said := tuple(one for one in known if words in one.noted.what.lower())):
        return said
    places, bodies = named_in(text, turn.rules.lexicon)
    return tuple(one for one in known if is_about(one, places, bodies, turn.programme))
