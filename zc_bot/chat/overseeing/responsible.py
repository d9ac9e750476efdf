"""Who is to see to a decision: the people of the authority it names, and those named in it; and their letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from markupsafe import Markup

from zc_bot.chat.replies import Notice
from zc_bot.chat.turn import Rules, Turn
from zc_bot.evaluation.ledger import Noted
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import people
from zc_bot.storage.store import Session
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import texts_for
from zc_bot.texts.overseeing.ledger import word_task

Occasion = Literal["new", "open", "before", "after", "closed", "void"]


def responsible(session: Session, noted: Noted) -> tuple[Principal, ...]:
    """Return who is to see to a decision; nobody where neither an authority of theirs nor their name is in it."""
    named = names_in(noted)
    return tuple(one for one in people.admitted(session, OPERATOR)
                 if noted.authority in one.authorities or one.name in named
                 or set(named) & set(one.authorities))


def names_in(noted: Noted) -> tuple[str, ...]:
    """Return the departments and persons that an entry names."""
    return tuple(name for name in noted.who.split("、") if name)


def unreached(turn: Turn, noted: Noted) -> Iterator[str]:
    """Name the authority, the departments and persons of a decision for whom nobody here stands."""
    there = responsible(turn.session, noted)
    if noted.authority and not any(noted.authority in one.authorities for one in there):
        yield Words(turn.programme, turn.texts, turn.today).authority(noted.authority)
    yield from (name for name in names_in(noted) if not any(name in {one.name, *one.authorities} for one in there))


def letters_about(turn: Turn, noted: Noted, entry: int, occasion: Occasion) -> tuple[Notice, ...]:
    """Write to those who are to see to a decision, but not to who notes it."""
    return tuple(
        Notice(one.id, letter_text(turn.rules, one, noted, occasion), key=f"decision:{entry}:{occasion}:{one.id}")
        for one in responsible(turn.session, noted)
        if one.id != turn.who.id
    )


def letter_text(rules: Rules, who: Principal, noted: Noted, occasion: Occasion) -> Markup:
    """Word a letter about a decision in its reader's language."""
    words = Words(rules.programme, texts_for(who.lang))
    return words.texts(f"weekly.decision.{occasion}", entry=word_task(noted, words))
