"""Photos that are to be shown: which of those that come are meant so, and how they join what is put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zc_bot.chat.incoming import Incoming
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.reporting import attaching
from zc_bot.chat.showing import dialogue
from zc_bot.chat.showing.draft import LONGEST_CAPTION, MOST_PHOTOS, Draft, caption_of, pack, says, unpack
from zc_bot.chat.showing.said import BETWEEN, communities_in, names_only_places, places_where, told_beside
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.evaluation.showing import Shot
from zc_bot.policy.roles import Act
from zc_bot.storage import albums, showing
from zc_bot.texts.dialogue.review import read_serial
from zc_bot.values import dataclass

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
HEIC = (".heic", ".heif")
"""How newer phones keep a photo that is sent as a file; sent as a photo it comes as JPEG."""
LONGEST_BEGINNING = 24
OTHERS = (*HEIC, ".avif", ".gif", ".svg", ".bmp", ".tif", ".tiff", ".mp4", ".mov", ".dng")
"""Pictures too, of kinds that are not shown."""


def wanted(turn: Turn) -> bool:
    """Tell whether what comes is a photo that its sender wants shown.

    It is while they put something together, unless its caption names a report; and where its caption says so.
    """
    incoming, who = turn.incoming, turn.who
    if not who.may(Act.SHOW) or not is_picture(incoming) or incoming.command not in {"", "progress"}:
        return False
    if read_serial(incoming.text) is not None:
        return False
    state = showing.load_draft(turn.session, who.id, turn.now)
    fresh = showing.touched(turn.session, who.id)
    at_it = state is not None and unpack(state) is not None and fresh is not None and turn.now - fresh < FOLLOW_UP
    return at_it or _begins(turn)


def is_not_ones_to_show(turn: Turn) -> bool:
    """Tell whether somebody who may not tell of progress sends a photo whose caption says that it is to be shown."""
    return not turn.who.may(Act.SHOW) and not turn.incoming.command and is_picture(turn.incoming) and _begins(turn)


def is_picture(incoming: Incoming, kinds: Sequence[str] = (*ENDINGS, *OTHERS)) -> bool:
    return incoming.kind == "photo" or incoming.file_name.lower().endswith(tuple(kinds))


def _begins(turn: Turn) -> bool:
    """Tell whether a caption begins with the words that begin the dialogue, or says nothing but that it does."""
    text = turn.incoming.text
    if turn.incoming.command == "progress" or places_where(turn, "begin_verb", "begin_thing") is not None:
        return True
    if told_beside(turn, "begin_verb", "begin_thing") is not None:
        return True
    return any(says("begin", text[:length]) for length in range(2, min(len(text), LONGEST_BEGINNING) + 1))


def _remark(turn: Turn) -> str:
    """Return what a caption says of its photo: all but the words that begin the dialogue, and a bare place."""
    text, rest = turn.incoming.text, ""
    if turn.incoming.command == "progress":
        rest = turn.incoming.argument
    elif (said := told_beside(turn, "begin_verb", "begin_thing")) is not None:
        rest = said[1]
    elif places_where(turn, "begin_verb", "begin_thing") is None:
        ends = range(min(len(text), LONGEST_BEGINNING), 1, -1)
        parted = (at for at in ends if says("begin", text[:at]) and re.match(f"{BETWEEN}|[:：]|$", text[at:]))
        rest = re.sub(rf"^(?:{BETWEEN}|[:：])+", "", text[next(parted, 0) :])
    return "" if names_only_places(turn, rest) else rest


def received(turn: Turn) -> Response:
    """Add a photo, and with it those of its album that came before it was known to be shown.

    Of an album the first is answered, and whichever can't be taken.
    """
    incoming = turn.incoming
    begins = dialogue.open_draft(turn) is None
    if begins and (not_own := dialogue.not_ones_own(turn, incoming.text)) is not None:
        return Response((Reply(not_own, of_file="fault"),))
    draft = dialogue.open_draft(turn) or _begun(turn)
    if not begins and _is_of_another(turn, draft):
        return Response(_refused(turn, [Fault("other")]))
    goes_on = bool(incoming.album) and incoming.album in draft.albums
    before, faults = draft, list[Fault]()
    for sent in (*incoming.earlier, incoming):
        draft, fault = _with(turn, draft, sent)
        faults += [fault] if fault is not None else []
    if draft == before:
        return Response(_refused(turn, faults))
    albums.drop(turn.session, turn.who.id, incoming.album)
    if goes_on:
        showing.save_draft(turn.session, turn.who.id, pack(draft), turn.now)
        return Response(_refused(turn, faults))
    # Of an album it is not known yet how many follow.
    key = "show.photo_of_album" if incoming.album else "show.photo_taken"
    place = draft.given.get("community", "")
    name = turn.programme.community[place].name(turn.texts.lang) if place else turn.texts.plain("show.somewhere")
    (reply,) = dialogue.step(turn, draft, turn.texts(key, count=len(draft.photos), community=name)).replies
    step = reply
    if incoming.earlier:
        attaching.let_go(turn)
        step = replace(reply, of_file="all")
    return Response((*_refused(turn, faults), step))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a photo can't be taken. found: the contact in its caption."""

    why: str
    found: str = ""


def _with(turn: Turn, draft: Draft, sent: Incoming) -> tuple[Draft, Fault | None]:
    """Add a photo as it came, or say why it can't be taken."""
    pictured = sent.pictured
    if pictured is None or pictured.stored is None:
        unread = "heic" if sent.file_name.lower().endswith(HEIC) else "no_photo"
        return draft, Fault(pictured.error if pictured is not None and pictured.error else unread)
    if len(draft.photos) >= MOST_PHOTOS:
        return draft, Fault("many")
    caption, fault = caption_of(_remark(replace(turn, incoming=sent)))
    if fault is not None:
        return draft, Fault("contact", caption) if fault == "contact" else Fault("caption")
    photo = showing.keep_photo(turn.session, turn.who.id, pictured.stored, turn.now)
    return draft.with_photo(Shot(photo, caption), sent.album), None


def _begun(turn: Turn) -> Draft:
    """Begin with the community that a caption names, or with the only one of one's own."""
    said = turn.incoming.text if communities_in(turn, turn.incoming.text) else ""
    return dialogue.begun(turn, Draft(), said)


def _is_of_another(turn: Turn, draft: Draft) -> bool:
    """Tell whether a caption begins to tell of another community than what is open."""
    named = communities_in(turn, turn.incoming.text)
    return bool(named) and _begins(turn) and draft.given.get("community", named[0]) not in named


def _refused(turn: Turn, faults: Sequence[Fault]) -> tuple[Reply, ...]:
    limits = {"most": MOST_PHOTOS, "longest": LONGEST_CAPTION}
    return tuple(
        Reply(turn.texts(f"show.refused.{one.why}", found=one.found, **limits), of_file="fault")
        for one in dict.fromkeys(faults)
    )
