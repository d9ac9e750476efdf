"""The people admitted, for the admin: listed by pages, one at a time, removed, confirmed once a year, invited."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.chat.admin import admission
from zc_bot.chat.replies import Action, Button, Reply, Response
from zc_bot.chat.turn import Desk
from zc_bot.errors import NotAllowed
from zc_bot.storage import people
from zc_bot.storage.people import Reach
from zc_bot.texts.catalog import join
from zc_bot.texts.people import last_seen, person_label, role_name, scope_names

PREFIX = "people:"
PAGE = 8
INVITE = ("invite", "邀请")


def command(desk: Desk) -> Response:
    """List the people, find some by name, or invite somebody."""
    first, _, rest = desk.incoming.argument.partition(" ")
    if first.lower() in INVITE:
        return admission.invite(desk, rest)
    return _page(desk, 0, desk.incoming.argument)


def tapped(desk: Desk, name: str, args: Sequence[str]) -> Response:
    """Do what a button of the list says; raises `NotAllowed` unless an admin."""
    if desk.who.role != "admin":
        raise NotAllowed("people")
    match name, *args:
        case "page", number, wanted:
            return _page(desk, int(number), wanted)
        case "one", person:
            return _one(desk, int(person))
        case "ask", person:
            return _ask(desk, int(person))
        case "remove", person:
            return _remove(desk, int(person))
        case "confirm", *_:
            count = people.confirm_all(desk.session, desk.who, desk.now)
            return Response((Reply(desk.texts("people.confirmed", count=count)),))
        case _:
            return Response((Reply(desk.texts("people.left_alone")),))


def _page(desk: Desk, number: int, wanted: str) -> Response:
    texts = desk.texts
    everybody = [one for one in people.reach(desk.session) if wanted in one.who.name]
    if not everybody:
        return Response((Reply(texts("people.list.none", name=wanted)),))
    pages = (len(everybody) + PAGE - 1) // PAGE
    number = min(number, pages - 1)
    shown = everybody[number * PAGE : (number + 1) * PAGE]
    rows: list[tuple[Button, ...]] = [
        (Button(person_label(one, desk.programme, texts, desk.today), Action(f"{PREFIX}one", (str(one.who.id),))),)
        for one in shown
    ]
    turn = [
        Button(texts.plain(f"people.button.{key}"), Action(f"{PREFIX}page", (str(to), wanted)))
        for key, to in (("before", number - 1), ("after", number + 1))
        if 0 <= to < pages
    ]
    if turn:
        rows.append(tuple(turn))
    rows.append(
        (
            Button(texts.plain("people.button.invite"), Action(f"{admission.PREFIX}begin")),
            Button(texts.plain("people.button.open"), Action(f"{admission.PREFIX}open")),
        )
    )
    stale = sum(_is_stale(one, desk) for one in everybody)
    if stale and not wanted:
        rows.append((Button(texts.plain("people.button.confirm", year=desk.today.year), Action(f"{PREFIX}confirm")),))
    lines = [texts("people.list.head", count=len(everybody), page=number + 1, pages=pages)]
    flagged = sum(one.unreachable for one in everybody)
    if flagged:
        lines.append(texts("people.list.flagged", count=flagged))
    if stale:
        lines.append(texts("people.list.stale", count=stale, year=desk.today.year))
    return Response((Reply(join(lines), tuple(rows)),))


def _is_stale(one: Reach, desk: Desk) -> bool:
    """Tell whether nobody has said this year that a person still belongs here."""
    return one.confirmed_at is None or one.confirmed_at.astimezone(desk.rules.zone).year < desk.today.year


def _one(desk: Desk, person: int) -> Response:
    texts = desk.texts
    found = _find(desk, person)
    if found is None:
        return Response((Reply(texts("people.gone")),))
    lines = [
        texts("people.one.head", name=found.who.name, role=role_name(found.who.role, texts)),
        texts("people.one.id", id=found.who.id),
    ]
    if names := scope_names(found.who.authorities, desk.programme, texts, desk.today):
        lines.append(texts("people.one.scope", names=names))
    lines.append(texts("people.one.seen", at=last_seen(found, desk.now, desk.rules.zone, texts)))
    if found.unreachable:
        lines.append(texts("people.one.unreachable"))
    back = Button(texts.plain("people.button.list"), Action(f"{PREFIX}page", ("0", "")))
    done = Button(texts.plain("people.button.audit"), Action("audit:page", ("", str(person), "")))
    rows: list[tuple[Button, ...]] = [(done, back)]
    if person != desk.who.id:
        rows.insert(0, (Button(texts.plain("people.button.remove"), Action(f"{PREFIX}ask", (str(person),))),))
    return Response((Reply(join(lines), tuple(rows)),))


def _ask(desk: Desk, person: int) -> Response:
    found = _find(desk, person)
    if found is None or person == desk.who.id:
        return Response((Reply(desk.texts("people.gone")),))
    rows = (
        (Button(desk.texts.plain("people.button.sure"), Action(f"{PREFIX}remove", (str(person),))),),
        (Button(desk.texts.plain("people.button.keep"), Action(f"{PREFIX}keep")),),
    )
    return Response((Reply(desk.texts("people.ask_remove", name=found.who.name), rows, single_use=True),))


def _remove(desk: Desk, person: int) -> Response:
    found = _find(desk, person)
    if found is None or not people.remove(desk.session, desk.who, person, desk.now):
        return Response((Reply(desk.texts("people.gone")),))
    return Response((Reply(desk.texts("people.removed", name=found.who.name)),))


def _find(desk: Desk, person: int) -> Reach | None:
    return next((one for one in people.reach(desk.session) if one.who.id == person), None)
