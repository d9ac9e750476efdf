"""What was taken over for a colleague is given back in words: 我不填了, 还给王芳, 让他自己填; asked, then done."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zc_bot.chat.actions import DeclineCover, GiveBack, KeepCover
from zc_bot.chat.reminding import covering
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.called import called
from zc_bot.parsing.language import written
from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import without_years
from zc_bot.storage import people, stand_ins
from zc_bot.storage.stand_ins import Cover

_NAME = "□"
"""Stands for the colleague's name."""
_AROUND = " \t\n。.!！~,，"


def spoken(turn: Turn, text: str, beside: bool) -> Response | None:
    """Ask whether what was taken over goes back to who asked; what was only asked is declined. None for other texts.

    beside: a report is open, which 我不填了 alone may be about.
    """
    names = people.names(turn.session, turn.who)
    meant = [one for one in _mine(turn) if _is_said(turn, text, names.get(one.asker, ""), beside)]
    named = [one for one in meant if called(text, names.get(one.asker, "")) is not None] or meant
    if not named:
        return _took_nothing(turn, text, names)
    if len(named) == 1 and named[0].state == "asked":
        return covering.decline(turn, DeclineCover(named[0].id))
    texts = turn.texts
    rows = tuple(
        (Button(texts.plain("oversee.button.give_back", name=names.get(one.asker, ""), year=one.year),
                GiveBack(one.id)),)
        for one in named if one.state == "taken"
    )
    keep = (Button(texts.plain("oversee.button.keep_cover"), KeepCover()),)
    return Response((Reply(texts("oversee.cover.give_back"), (*rows, keep), single_use=True),))


def _took_nothing(turn: Turn, text: str, names: Mapping[int, str]) -> Response | None:
    """Say of a colleague whose share one can't report that they asked for nothing; None for any other text."""
    asked = {one.asker for one in _mine(turn)}
    for person, name in names.items():
        other = person not in {*asked, turn.who.id} and called(text, name) is not None
        if other and _UNABLE.fullmatch(_bare(turn, text, name)) is not None:
            return Response((Reply(turn.texts("oversee.cover.not_asked", name=name)),))
    return None


def patterns() -> list[str]:
    """Give the patterns of which one is found in a text that gives back."""
    return [one.pattern.replace(_NAME, ".{1,20}") for one in (_SURELY, _UNABLE, _MAYBE)]


def give_back(turn: Turn, action: GiveBack) -> Response:
    """Leave a year with who asked, and tell them what is missing."""
    one = stand_ins.find(turn.session, action.number)
    is_mine = one is not None and one.colleague == turn.who.id and one.state == "taken" and not one.is_cut
    if one is None or not is_mine or not stand_ins.answer(turn.session, turn.who, one, "declined", turn.now):
        return Response((Reply(turn.texts("oversee.cover.over")),))
    notices: tuple[Notice, ...] = ()
    if (asker := people.find(turn.session, one.asker)) is not None:
        notices = (covering.gone(turn, asker, one),)
    return Response((Reply(turn.texts("oversee.cover.left")),), notices=notices)


def keep(turn: Turn, _: KeepCover) -> Response:
    """Go on reporting instead of a colleague."""
    return Response((Reply(turn.texts("oversee.deadline.left_alone")),))


def _mine(turn: Turn) -> list[Cover]:
    """Return what one has taken over, or is asked to, and what still lasts."""
    return [
        one for one in stand_ins.open_ones(turn.session)
        if one.colleague == turn.who.id and not one.is_cut and one.until > turn.now
    ]


def _is_said(turn: Turn, text: str, name: str, beside: bool) -> bool:
    """Tell whether all of a text gives back what somebody of a name asked."""
    said = _bare(turn, text, name)
    patterns = (_SURELY, _UNABLE) if beside else (_SURELY, _UNABLE, _MAYBE)
    return any(one.fullmatch(said) is not None for one in patterns)


def _bare(turn: Turn, text: str, name: str) -> str:
    """Return a text with a mark in a name's place, without years and stops."""
    bare = without_years(folded_in_place(text).replace("’", "'"), turn.today)
    if (words := called(bare, name)) is not None:
        bare = bare.replace(words, _NAME)
    return re.sub(r"[,，。、\s]+", " " if bare.replace(_NAME, "").isascii() else "", bare).strip(_AROUND)


_BEGIN, _END = r"(?:(?:<cover_light>)\s?)*", "[了吧啊啦呀]*"
_SURELY = compile_later(
    lambda: written(
        rf"{_BEGIN}(?:<gives_back>)\s?(?:to )?(?:<them>|{_NAME})?(?:自己)?[来去]?(?:<fills>)?{_END}"
        rf"|{_BEGIN}(?:<lets>)(?:<them>|{_NAME})自己[来去]?(?:<fills>){_END}",
        "order",
    ),
    re.IGNORECASE,
)
_THEIRS = rf"(?:<them>|{_NAME})(?:的(?:<share>)?|<share>)"
_FAILS = "(?:<fills>|[弄搞做忙顾管])不[了成完过](?:来|完)?"
_UNABLE = compile_later(
    lambda: written(
        rf"{_BEGIN}(?:<not_able>)(?:再|继续)?(?:<instead>)(?:<them>|{_NAME})?(?:<fills>){_END}"
        rf"|{_BEGIN}(?:<instead>)(?:<them>|{_NAME})?(?:<fills>)不[了成完]{_END}"
        rf"|{_BEGIN}{_THEIRS}{_BEGIN}(?:(?:<not_able>)(?:再|继续)?(?:<instead>)?(?:<fills>)|{_FAILS}){_END}"
        rf"|{_BEGIN}(?:(?:<not_able>)(?:再|继续)?(?:<fills>)|{_FAILS}){_THEIRS}{_END}",
        "order",
    ),
    re.IGNORECASE,
)
"""That one can't report what is somebody else's."""
_MAYBE = compile_later(
    lambda: written(
        rf"{_BEGIN}(?:<not_able>)(?:再|继续)?(?:<fills>)[了啦]{_END}|{_BEGIN}(?:<fills>)不[了成完]{_END}"
        r"|(?:i )?(?:can't|cannot|won't|can no longer) (?:report|do) (?:it|this|that)(?: any ?more| any longer)?",
        "order",
    ),
    re.IGNORECASE,
)
