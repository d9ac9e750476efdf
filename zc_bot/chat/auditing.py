"""Who did what, for the admin: by pages, by person, by what was done to."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from zc_bot.chat.desk import Desk
from zc_bot.chat.replies import Action, Button, Reply, Response
from zc_bot.errors import NotAllowed
from zc_bot.policy.names import community_code, measure_code
from zc_bot.policy.roles import ROLES
from zc_bot.storage import audit, people
from zc_bot.storage.audit import Line
from zc_bot.texts.catalog import join
from zc_bot.texts.numbers import shorten
from zc_bot.texts.people import role_name
from zc_bot.texts.review import word_moment

PREFIX = "audit:"
PAGE = 10


def command(desk: Desk) -> Response:
    """List the last acts; behind the command a person's name, a community or a metric narrows them."""
    said = desk.incoming.argument
    if not said:
        return _page(desk, None, None, "")
    found = next((one.who.id for one in people.reach(desk.session) if one.who.name == said), None)
    if found is not None:
        return _page(desk, None, found, "")
    code = community_code(desk.programme, said) or measure_code(desk.programme, said)
    return _page(desk, None, None, code or said)


def tapped(desk: Desk, name: str, args: Sequence[str]) -> Response:
    """Turn the page; raises `NotAllowed` unless an admin."""
    if desk.who.role != "admin":
        raise NotAllowed("audit")
    before, person, subject = args
    return _page(desk, int(before) if before else None, int(person) if person else None, subject)


def _page(desk: Desk, before: int | None, person: int | None, subject: str) -> Response:
    texts = desk.texts
    found = audit.lines(desk.session, limit=PAGE + 1, before=before, actor=person, subject=subject)
    if not found:
        return Response((Reply(texts("audit.none")),))
    lines = [texts("audit.head"), *(_line(desk, one) for one in found[:PAGE])]
    rows: tuple[tuple[Button, ...], ...] = ()
    if len(found) > PAGE:
        args = (str(found[PAGE - 1].id), str(person) if person is not None else "", subject)
        rows = ((Button(texts.plain("audit.older"), Action(f"{PREFIX}page", args)),),)
    return Response((Reply(join(lines), rows),))


def _line(desk: Desk, one: Line) -> Markup:
    texts = desk.texts
    key = f"audit.action.{one.action}"
    return texts(
        "audit.line",
        at=word_moment(one.at, texts, desk.rules.zone),
        name=one.name or texts.plain("audit.operator"),
        action=texts.plain(key) if texts.has(key) else one.action,
        what=shorten(_what(desk, one), 80),
    )


def _what(desk: Desk, one: Line) -> str:
    """Name what was done to: the figures where there are any, else the subject as it was noted."""
    figures = one.detail.get("figures")
    if not figures:
        return _who_or_what(desk, one)
    community, metric, year = figures[0][:3]
    programme, lang = desk.programme, desk.texts.lang
    if community not in programme.community or metric not in programme.metric:
        return one.subject
    first = desk.texts.plain(
        "audit.figure", community=programme.community[community].name(lang), year=year,
        metric=programme.metric[metric].short(lang),
    )  # fmt: skip
    return first if len(figures) == 1 else desk.texts.plain("audit.figures", first=first, count=len(figures))


def _who_or_what(desk: Desk, one: Line) -> str:
    """Name the person or the invitation that a line is about, else its subject."""
    texts, role = desk.texts, one.detail.get("role")
    if one.subject.startswith("submission "):
        return texts.plain("audit.submission", serial=one.subject.removeprefix("submission ").zfill(6))
    if one.action == "deadline.move":
        return texts.plain("audit.moved", year=one.subject, to=one.detail.get("to", ""))
    if role not in ROLES:
        return one.subject
    codes = one.detail.get("authorities") or []
    codes = codes.split(",") if isinstance(codes, str) else codes
    names = [desk.programme.authority[code].name(texts.lang) for code in codes if code in desk.programme.authority]
    return " ".join(part for part in (one.detail.get("name"), role_name(role, texts), *names) if part)
