"""Having a person forgotten: the word typed, and another admin's 好 where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from zc_bot.chat.actions import AgreeToErase, AskToErase, AwaitErase, KeepPerson
from zc_bot.chat.confirming import await_word, is_typed
from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.errors import Refusal
from zc_bot.policy.roles import OPERATOR, Act, Principal
from zc_bot.storage import admission, audit, erasing, people, posted
from zc_bot.storage.outbox import Letter
from zc_bot.storage.remaining import names_of, remaining
from zc_bot.storage.session import Session
from zc_bot.texts.catalog import join, texts_for
from zc_bot.texts.own_words import own_words
from zc_bot.texts.people import word_remaining


def not_oneself(turn: Turn) -> Response:
    """Say that nobody ends their own access, and who does: another admin, of whom there may be none."""
    alone = len(people.admins(turn.session)) == 1
    return Response((Reply(turn.texts("people.last_admin" if alone else "people.not_oneself")),))


def ask(turn: Turn, action: AskToErase) -> Response:
    """Say what goes and what stays, and ask for the word."""
    texts, one = turn.texts, people.find(turn.session, action.person)
    if action.person == turn.who.id:
        return not_oneself(turn)
    if one is None:
        return Response((Reply(texts("people.gone")),))
    await_word(turn, AwaitErase(one.id))
    lines = [
        texts("people.erase.ask", name=one.name),
        *_left(turn, one.id, names_of(turn.session, one.id)),
        texts("people.erase.type", word=texts.plain("people.erase.word")),
    ]
    row = ((Button(texts.plain("people.button.keep_data"), KeepPerson()),),)
    return Response((Reply(join(lines), row, single_use=True),))


def decide(turn: Turn, action: AwaitErase) -> Response:
    """Forget the person once the word was typed; where there is another admin, ask them first."""
    one = people.find(turn.session, action.person)
    if not is_typed(turn, "people.erase.word"):
        return Response((Reply(turn.texts("people.left_alone")),))
    if one is None:
        return Response((Reply(turn.texts("people.gone")),))
    others = who_agrees(turn.session, turn.who, one.id)
    if not others:
        return _erase(turn, one.id, one.name)
    notices = asking(turn.session, turn.who, one.id, others, turn.now)
    names = turn.texts.plain("remind.comma").join(admin.name for admin in others)
    return Response((Reply(turn.texts("people.erase.asked", names=names)),), notices=tuple(notices))


def who_agrees(session: Session, who: Principal, person: int) -> tuple[Principal, ...]:
    """Return the admins one of whom has to agree to what `who` does to a person; none: `who` alone decides.

    An admin whom it is about agrees themselves where there is nobody else: of two, neither decides on the other.
    """
    others = people.admins(session, besides=who.id)
    return tuple(admin for admin in others if admin.id != person) or (() if who.id == OPERATOR.id else others)


def may_agree(turn: Turn, asker: Principal, person: int) -> bool:
    """Tell whether whoever taps is one of those whose word counts."""
    return turn.who.id in {one.id for one in who_agrees(turn.session, asker, person)}


def asking(
    session: Session, who: Principal, person: int, admins: Sequence[Principal], now: datetime
) -> list[Notice]:
    """Make the notices that ask the admins for `who`, in the chat or by command, and note that they are asked."""
    name, notices = people.names(session, OPERATOR).get(person, ""), []
    for admin in admins:
        texts = texts_for(admin.lang)
        agree = Button(texts.plain("people.button.agree"), AgreeToErase(who.id, person, now.isoformat()))
        asker = texts.plain("people.erase.operator") if who.id == OPERATOR.id else who.name
        notices.append(Notice(admin.id, texts("people.erase.agree", name=asker, person=name), ((agree,),)))
    audit.note(session, who, "people.ask_erase", str(person), now)
    return notices


def letters_asking(
    session: Session, who: Principal, person: int, admins: Sequence[Principal], now: datetime
) -> list[Letter]:
    """Make the same as letters, for a command that has no chat to answer in."""
    return [letter_of(session, notice, now) for notice in asking(session, who, person, admins, now)]


def agree(turn: Turn, action: AgreeToErase) -> Response:
    """Agree, and have the person forgotten; not twice, and not once who asked is no admin any more."""
    key = f"erase:{action.admin}:{action.person}:{action.asked}"
    asker = OPERATOR if action.admin == OPERATOR.id else people.find(turn.session, action.admin)
    name = people.names(turn.session, turn.who).get(action.person)
    late = turn.now - datetime.fromisoformat(action.asked) > admission.VALID
    over = Response((Reply(turn.texts("people.admin.over")),))
    if asker is None or not asker.may(Act.MANAGE_PEOPLE) or not may_agree(turn, asker, action.person):
        return over
    if name is None or not erasing.is_known(turn.session, action.person) or late or posted.known(turn.session, [key]):
        return over
    audit.note(turn.session, turn.who, "people.agree_erase", str(action.person), turn.now, asked=asker.id)
    done = _erase(turn, action.person, name)
    if asker is OPERATOR:
        return done
    told = Notice(asker.id, texts_for(asker.lang)("people.erase.done", name=name), (), key)
    return Response(done.replies, notices=(told,))


def _left(turn: Turn, person: int, names: Sequence[str]) -> list[Markup]:
    """Say where names may still stand in what others wrote, for the admin to look at; nothing is changed there."""
    found = remaining(turn.session, turn.who, person, names, own_words(turn.programme))
    return word_remaining(found, turn.programme, turn.texts)


def _erase(turn: Turn, person: int, name: str) -> Response:
    names = names_of(turn.session, person)
    try:
        done = erasing.erase(turn.session, turn.who, person, turn.now, own_words(turn.programme))
    except Refusal:
        return Response((Reply(turn.texts("people.last_admin")),))
    if not done:
        return Response((Reply(turn.texts("people.gone", name=name)),))
    return Response((Reply(join([turn.texts("people.erase.done", name=name), *_left(turn, person, names)])),))
