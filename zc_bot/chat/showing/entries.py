"""What was told already: one's own list, an entry with its photos, taking it back."""

from __future__ import annotations

from zc_bot.chat.actions import ListShowings, LookAtShowing, MendShowing, ShowShowings, WithdrawShowing
from zc_bot.chat.paging import page_of, pager
from zc_bot.chat.replies import Button, Document, Reply, Response
from zc_bot.chat.reviewing import showings
from zc_bot.chat.showing.said import places_where, taken_down
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.showing import KINDS, STORIES, Showing
from zc_bot.policy.roles import Act
from zc_bot.storage import audit, showing
from zc_bot.texts.answers.showing import word_brief, word_told
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join

SHOWN = 8


def list_own(turn: Turn, action: ListShowings) -> Response:
    """List what was told of one's own communities, a button each."""
    found, texts = showing.of_own(turn.session, turn.who, turn.programme), turn.texts
    if not found:
        return Response((Reply(texts("show.own.none")),))
    words = _words(turn)
    listed, number, pages = page_of(found, action.page, SHOWN)
    rows: tuple[tuple[Button, ...], ...] = tuple(
        (Button(texts.plain(f"show.own.{one.state}", entry=word_brief(one.told, words)), LookAtShowing(one.id)),)
        for one in listed
    )
    rows += pager(texts, number, pages, ListShowings)
    return Response((Reply(texts("show.own.head", count=len(found)), rows),))


def withdraw(turn: Turn, action: WithdrawShowing) -> Response:
    """Take an entry back, after asking once."""
    if not action.sure:
        row = (Button(turn.texts.plain("show.button.withdraw_surely"), WithdrawShowing(action.entry, True)),)
        return Response((Reply(turn.texts("show.withdraw"), (row,), single_use=True),))
    found = showing.withdraw(turn.session, turn.who, turn.programme, action.entry, turn.now)
    if found is None:
        return Response((Reply(turn.texts("show.changed_meanwhile")),))
    text = turn.texts("show.withdrawn", entry=word_brief(found.told, _words(turn)))
    told = showings.to_author(turn, found, "withdrawn") if found.author != turn.who.id else ()
    return Response((Reply(text, receipt=True),), notices=told)


def spoken(turn: Turn) -> Response | None:
    """Show what waits for review where that is wanted, or see to what is to be taken down; None for others."""
    waits = any(
        places_where(turn, "waiting", thing, also="whether") is not None for thing in ("begin_thing", "told")
    )
    if turn.who.may(Act.REVIEW_SHOWING) and (waits or places_where(turn, "review", "told") is not None):
        return showings.queue(turn, ShowShowings())
    if turn.who.may(Act.SHOW) and (waits or _asks_of_own(turn)):
        return list_own(turn, ListShowings())
    return _taking_down(turn)


def _asks_of_own(turn: Turn) -> bool:
    """Tell whether a text asks what became of what one told: 我报的进度审了没有."""
    return any(places_where(turn, "own", thing, "reviewed") is not None for thing in ("begin_thing", "told"))


def _taking_down(turn: Turn) -> Response | None:
    """Ask whether what a text tells to take down shall be; the list where it may be several."""
    said = taken_down(turn) if turn.who.may(Act.SHOW) else None
    if said is None:
        return None
    codes, own = said.communities, showing.of_own(turn.session, turn.who, turn.programme)
    found = [one for one in own if (not codes or one.told.community in codes) and said.words in _all_of(one, turn)]
    if said.is_latest:
        of_kind = {"progress"} if said.is_progress else set(KINDS)
        mine = (one for one in found if one.author == turn.who.id and one.told.kind in of_kind)
        found = sorted(mine, key=lambda one: one.root)[-1:]
    if len(found) == 1:
        brief = Reply(turn.texts("show.taking_down", entry=word_brief(found[0].told, _words(turn))))
        return Response((brief, *withdraw(turn, WithdrawShowing(found[0].id)).replies))
    return list_own(turn, ListShowings()) if found or said.is_entry or not said.words else None


def _all_of(one: Showing, turn: Turn) -> str:
    told = one.told
    return "\n".join((told.what, told.place, told.milestone, told.name, word_brief(told, _words(turn)))).lower()


def look(turn: Turn, action: LookAtShowing) -> Response:
    """Show an entry of one's own, or one that waits for one's review, with its photos and what can be done."""
    own = showing.of_own(turn.session, turn.who, turn.programme)
    found = next((one for one in own if one.id == action.entry), None)
    found = found or showing.find(turn.session, turn.who, action.entry)
    if found is None:
        return Response((Reply(turn.texts("show.changed_meanwhile")),))
    buttons = showings.choices(turn, found)
    if found in own:
        buttons += _own_choices(turn, found)
    state = turn.texts(f"show.state.{found.state}", reason=found.reason)
    # Progress was not always asked whether it names anybody.
    asked = found.told.kind in STORIES or found.state == "submitted"
    text = join([word_told(found.told, _words(turn), asked), state])
    return Response((*_photos(turn, found), Reply(text, tuple((one,) for one in buttons))))


def _own_choices(turn: Turn, found: Showing) -> list[Button]:
    buttons = [Button(turn.texts.plain("show.button.withdraw"), WithdrawShowing(found.id))]
    if found.state == "returned":
        buttons.insert(0, Button(turn.texts.plain("show.button.mend"), MendShowing(found.id)))
    return buttons


def _photos(turn: Turn, found: Showing) -> tuple[Reply, ...]:
    stored = showing.photos(turn.session, [shot.photo for shot in found.told.photos])
    shots = [(number, shot) for number, shot in enumerate(found.told.photos, 1) if shot.photo in stored]
    if shots:
        hashes = [stored[shot.photo].large for _, shot in shots]
        audit.note_files(turn.session, turn.who, f"showing {found.root}", hashes, turn.now)
    return tuple(
        Reply(
            turn.texts("show.photo", number=number, count=len(found.told.photos), caption=shot.caption),
            document=Document(f"{number}.jpg", sha256=stored[shot.photo].large, shown=True),
        )
        for number, shot in shots
    )


def _words(turn: Turn) -> Words:
    return Words(turn.programme, turn.texts, turn.today)
