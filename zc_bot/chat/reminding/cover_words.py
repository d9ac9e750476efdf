"""What is typed about a colleague who is to report instead: 好 or 不行 to who asked, 我自己填 of who asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zc_bot.chat.actions import AcceptCover, DeclineCover
from zc_bot.chat.reminding.covering import accept, asked_of, decline, key_of, over
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.normalize import folded_in_place
from zc_bot.storage import dialogues, people, posted, stand_ins
from zc_bot.storage.stand_ins import Cover
from zc_bot.texts.catalog import texts_for


def answered(turn: Turn, openly: bool = False, else_unread: bool = False) -> Response | None:
    """Take a typed 好 or 不行 as the answer to a colleague who asked; None where nobody did, or it is no answer.

    openly: only what can be no answer to anything else, as beside a report; else_unread: it answers nothing else, so
    that after a talk of something else it is asked whether it answers this.
    """
    said = _plain(turn.incoming.text)
    yes = _is(said, "order.will", "order.agree") or (not openly and _is(said, "order.agree"))
    no = _is(said, "order.will_not", "order.refuse") or (not openly and _is(said, "order.refuse"))
    asked = [] if not yes and not no else [
        one for one in stand_ins.open_ones(turn.session) if asked_of(turn, one.id) is not None
    ]
    if (yes or no) and not asked and (late := _too_late(turn, said, else_unread)) is not None:
        return late
    openly_said = _is(said, "order.will", "order.agree")
    spoke = not openly_said and bool(asked) and _spoke_since(turn, asked[-1])
    if not asked or (spoke and not else_unread):
        return None
    # Something else came in between, which a bare 好 may be about.
    unclear = not openly_said and posted.newest_of(turn.session, turn.who.id) != key_of(asked[-1].id)
    if len(asked) > 1 or unclear or spoke:
        return _which(turn, asked)
    return accept(turn, AcceptCover(asked[0].id)) if yes else decline(turn, DeclineCover(asked[0].id))


def _too_late(turn: Turn, said: str, else_unread: bool) -> Response | None:
    """Say that what somebody was asked last has ended, where a text can be about nothing else; else None.

    else_unread: it answers nothing else, so that it may be the answer to what lapsed, whatever was sent since.
    """
    one = stand_ins.newest_asked(turn.session, turn.who.id)
    openly = _is(said, "order.will", "order.agree") or _is(said, "order.will_not", "order.refuse")
    if one is None or not (openly or else_unread or posted.newest_of(turn.session, turn.who.id) == key_of(one.id)):
        return None
    text = over(turn, ("lapsed",) if else_unread and not openly else ("lapsed", "over"))
    return None if text is None else Response((Reply(text),))


def _which(turn: Turn, asked: Sequence[Cover]) -> Response:
    """Ask whose request an answer is for, if it is for one."""
    names, texts = people.names(turn.session, turn.who), turn.texts
    head = "oversee.cover.which" if len(asked) > 1 else "oversee.cover.whether"
    rows = tuple(
        (Button(texts.plain("oversee.button.accept_of", name=names.get(one.asker, ""), year=one.year),
                AcceptCover(one.id)),
         Button(texts.plain("oversee.button.decline"), DeclineCover(one.id)))
        for one in asked
    )
    return Response((Reply(texts(head), rows),))


def _spoke_since(turn: Turn, one: Cover) -> bool:
    """Tell whether something else was asked of the bot since, which a bare 好 may be about."""
    return dialogues.load_context(turn.session, turn.who.id, max(one.asked_at, turn.now - FOLLOW_UP)) is not None


def takes_back(text: str) -> bool:
    """Tell whether a text takes back that a colleague is to report: 我自己填, 取消代填, 不用周涛代填了."""
    said = _plain(text)
    back, cover = alternatives("order.takes_back"), alternatives("order.cover")
    joined = rf"(?:{back}).{{0,8}}(?:{cover})|(?:{cover}).{{0,4}}(?:{back})"
    myself = rf"(?:{alternatives('order.cover_back')})[了吧啊]*"
    return re.fullmatch(rf".*?{myself}|.{{0,6}}(?:{joined})[了吧啊来掉]*", said, re.IGNORECASE) is not None


def take_back(turn: Turn) -> Response | None:
    """Let a year be one's own again and tell who was asked; None where nobody was and 代填 was not named."""
    mine = [one for one in stand_ins.open_ones(turn.session) if one.asker == turn.who.id and not one.is_cut]
    names, texts = people.names(turn.session, turn.who), turn.texts
    named = [one for one in mine if names.get(one.colleague, "?") in turn.incoming.text]
    notices: list[Notice] = []
    back: list[str] = []
    for one in named or mine:
        if not stand_ins.take_back(turn.session, turn.who, one, turn.now):
            continue
        back.append(names.get(one.colleague, ""))
        if (told := people.find(turn.session, one.colleague)) is None:
            continue
        text = texts_for(told.lang)("oversee.cover.taken_back", name=turn.who.name, year=one.year)
        notices.append(Notice(told.id, text, (), f"hand:{one.id}:taken_back"))
    if not back:
        known = re.search(alternatives("order.cover"), turn.incoming.text, re.IGNORECASE)
        return Response((Reply(texts("oversee.cover.nobody_asked")),)) if known else None
    said = texts("oversee.cover.back", names=texts.plain("remind.comma").join(back))
    return Response((Reply(said),), notices=tuple(notices))


def _plain(text: str) -> str:
    """Return a text without what says nothing of an answer: 好，我来填。 is 好我来填."""
    folded = folded_in_place(text).replace("’", "'").lower()
    return re.sub(r"[^\w\s']+", "" if not folded.isascii() else " ", folded).strip()


def _is(said: str, sense: str, before: str = "") -> bool:
    """Tell whether all of a text is of a sense, once or more, maybe behind words of another: 行，我来填."""
    begin = rf"(?:(?:{alternatives(before)})\s*)*" if before else ""
    plain = re.sub(r"\s+", " ", said)
    return re.fullmatch(rf"{begin}(?:(?:{alternatives(sense)})\s*)+[吧啊呀哦嘞]*", plain, re.IGNORECASE) is not None
