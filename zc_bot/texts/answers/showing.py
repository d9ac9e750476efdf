"""What is shown of the communities, in the words of the chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from zc_bot.evaluation.showing import Showing, Told
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join
from zc_bot.texts.names import short_names
from zc_bot.texts.numbers import shorten

LISTED, BRIEF = 10, 40


def word_told(told: Told, words: Words, asked: bool = True) -> Markup:
    """Word all that an entry says, a line each. asked: its author was asked for certain whether it names anybody."""
    return join(_lines(told, words, asked))


def _lines(told: Told, words: Words, asked: bool) -> Iterator[Markup]:
    texts = words.texts
    kind = texts.plain(f"show.kind.{told.kind}")
    yield texts("show.head", kind=kind, community=words.community(told.community) if told.community else "")
    for name in ("name", "place", "milestone"):
        if value := getattr(told, name):
            yield texts(f"show.line.{name}", value=value)
    if told.day is not None:
        yield texts("show.line.day", value=told.day.isoformat())
    if told.what:
        yield texts("show.line.what", value=told.what)
    if told.photos:
        captions = [shorten(shot.caption, BRIEF) for shot in told.photos if shot.caption]
        after = texts.plain("show.line.captions", captions=words.listed(captions, len(captions))) if captions else ""
        yield texts("show.line.photos", count=len(told.photos), captions=after)
    if told.agreed or asked:
        yield texts("show.line.agreed" if told.agreed else "show.line.nobody")


def word_brief(told: Told, words: Words) -> str:
    """Word an entry in a short line, as on a button."""
    what = told.name or told.milestone or told.place or told.what
    place = short_names(words.programme, words.lang).get(told.community, "")
    return f"{place} {words.texts.plain(f'show.kind.{told.kind}')} {shorten(what, 16)}".strip()


def word_list(entries: Iterable[Showing], words: Words, whose: str, kind: str = "") -> Markup:
    """Word approved entries, the newest first. kind: the only one that is asked for."""
    found = tuple(entries)
    called = words.texts.plain(f"show.kind.{kind}").lower() if kind else ""
    only = "_of_kind" if kind else ""
    if not found:
        return words.texts(f"show.list.none{only}", whose=whose, kind=called)
    lines = [_line(one, words) for one in found[:LISTED]]
    rest = [words.texts("show.list.more", count=len(found) - LISTED)] if len(found) > LISTED else []
    photos = sum(len(one.told.photos) for one in found)
    head = words.texts(f"show.list.head{only}", whose=whose, count=len(found), photos=photos, kind=called)
    return fit(Message([head], lines, rest), words.texts)


def _line(one: Showing, words: Words) -> Markup:
    told = one.told
    bits = [told.day.isoformat() if told.day else "", word_brief(told, words)]
    authority = words.authority(words.programme.community[told.community].authority)
    return words.texts("show.list.line", head=" ".join(bit for bit in bits if bit), what=told.what, by=authority)
