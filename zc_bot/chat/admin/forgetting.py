"""Having a person forgotten: the word typed, and another admin's 好 where there is one."""

from __future__ import annotations

from datetime import datetime

from zc_bot.chat.actions import AgreeToErase, AskToErase, AwaitErase, KeepPerson
from zc_bot.chat.confirming import await_word, is_typed
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.errors import Refusal
from zc_bot.policy.roles import Act
from zc_bot.storage import admission, audit, erasing, outbox, people
from zc_bot.texts.catalog import join, texts_for


def ask(turn: Turn, action: AskToErase) -> Response:
    """Say what goes and what stays, and ask for the word."""
    texts, one = turn.texts, people.find(turn.session, action.person)
    if one is None or one.id == turn.who.id:
        return Response((Reply(texts("people.gone")),))
    await_word(turn, AwaitErase(one.id))
    lines = [
        texts("people.erase.ask", name=one.name),
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
    others = [admin for admin in people.admins(turn.session, besides=turn.who.id) if admin.id != one.id]
    if not others:
        return _erase(turn, one.id, one.name)
    asked, notices = turn.now.isoformat(), []
    for admin in others:
        texts = texts_for(admin.lang)
        agree = Button(texts.plain("people.button.agree"), AgreeToErase(turn.who.id, one.id, asked))
        text = texts("people.erase.agree", name=turn.who.name, person=one.name)
        notices.append(Notice(admin.id, text, ((agree,),)))
    audit.note(turn.session, turn.who, "people.ask_erase", str(one.id), turn.now)
    names = turn.texts.plain("remind.comma").join(admin.name for admin in others)
    return Response((Reply(turn.texts("people.erase.asked", names=names)),), notices=tuple(notices))


def agree(turn: Turn, action: AgreeToErase) -> Response:
    """Agree, and have the person forgotten; not twice, and not once who asked is no admin any more."""
    key = f"erase:{action.admin}:{action.person}:{action.asked}"
    admin, one = people.find(turn.session, action.admin), people.find(turn.session, action.person)
    late = turn.now - datetime.fromisoformat(action.asked) > admission.VALID
    if admin is None or not admin.may(Act.MANAGE_PEOPLE) or admin.id == turn.who.id or one is None or late:
        return Response((Reply(turn.texts("people.admin.over")),))
    if outbox.known(turn.session, [key]):
        return Response((Reply(turn.texts("people.admin.over")),))
    audit.note(turn.session, turn.who, "people.agree", str(admin.id), turn.now)
    done = _erase(turn, one.id, one.name)
    notice = Notice(admin.id, texts_for(admin.lang)("people.erase.done", name=one.name), (), key)
    return Response(done.replies, notices=(notice,))


def _erase(turn: Turn, person: int, name: str) -> Response:
    try:
        done = erasing.erase(turn.session, turn.who, person, turn.now)
    except Refusal:
        return Response((Reply(turn.texts("people.last_admin")),))
    return Response((Reply(turn.texts("people.erase.done" if done else "people.gone", name=name)),))
