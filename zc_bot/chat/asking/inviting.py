"""That somebody is to be invited, in words: 邀请启东市填报人, 给海门找个填报人, invite someone for Haimen.

An admin is shown for whom and in which role, and makes the link by the button.
"""

from __future__ import annotations

import re
from functools import partial

from zc_bot.chat.actions import InviteFor, ListInvitations
from zc_bot.chat.admin import admission
from zc_bot.chat.asking.nudging import authorities
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import alternatives, is_said, matching, phrases, written
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import ROLES, Act, Role, needs_authority, needs_department
from zc_bot.texts.catalog import LANGS, texts_for
from zc_bot.texts.people import role_name, who_may
from zc_bot.texts.reminders import authority_name


def spoken(turn: Turn, text: str) -> Response | None:
    """Ask before somebody is invited for the authorities or member departments that are named.

    None where no invitation is wanted, or for nobody that is named. Without a role it is asked for.
    """
    role, wants = _role(text), is_said(text, "order.invite")
    if not wants and (role is None or _ADDS.search(text) is None):
        return None
    departments, named = turn.programme.members_in(text), authorities(turn, text) or []
    if role is None and departments and not named:
        role = "member"
    if role is None and is_said(text, "silent.vacant"):
        role = "reporter"
    if role is not None and needs_department(role):
        meant = {name: turn.programme.member_called(name, turn.texts.lang) for name in departments}
    elif role is None or needs_authority(role):
        meant = {code: authority_name(turn.programme.authority[code], turn.today, turn.texts.lang) for code in named}
    else:
        return None
    if not meant and not departments:
        return None
    if not turn.who.may(Act.MANAGE_PEOPLE):
        return _denied(turn)
    if not meant:
        return Response((Reply(turn.texts("people.invite.a_department", said=departments[0])),))
    return _ask_role(turn, meant) if role is None else _ask(turn, role, meant)


def sent(turn: Turn, text: str) -> Response | None:
    """List the invitations that nobody has used, each with the button that takes it back.

    None for what says nothing of any that was sent.
    """
    if not (turn.incoming.private and is_said(text, "order.invite") and is_said(text, "order.invite_open")):
        return None
    return admission.list_open(turn, ListInvitations()) if turn.who.may(Act.MANAGE_PEOPLE) else _denied(turn)


def patterns() -> list[str]:
    """Give the patterns of which one is found in a text that wants somebody invited."""
    return [alternatives("order.invite"), _ADDS.pattern]


def _denied(turn: Turn) -> Response:
    turn.deny("manage_people")
    roles = who_may(Act.MANAGE_PEOPLE, turn.texts)
    return Response((Reply(turn.texts("oversee.order.no_invite", roles=roles)),))


def _ask(turn: Turn, role: Role, names: dict[str, str]) -> Response:
    what = "oversee.order.invite_of" if needs_department(role) else "oversee.order.invite"
    rows = tuple(
        (Button(turn.texts.plain("oversee.button.invite_sure", authority=name), InviteFor(role, code)),)
        for code, name in names.items()
    )
    asked = turn.texts(what, authority=_listed(turn, names), role=role_name(role, turn.texts))
    return Response((Reply(asked, rows, single_use=True),))


def _ask_role(turn: Turn, names: dict[str, str]) -> Response:
    """Ask in which role, which is one that belongs to an authority."""
    rows = tuple(
        tuple(
            Button(turn.texts.plain("oversee.button.invite_as", authority=name, role=role_name(role, turn.texts)),
                   InviteFor(role, code))
            for role in ROLES if needs_authority(role)
        )
        for code, name in names.items()
    )
    text = turn.texts("oversee.order.invite_whom", authority=_listed(turn, names))
    return Response((Reply(text, rows, single_use=True),))


def _listed(turn: Turn, names: dict[str, str]) -> str:
    return turn.texts.plain("remind.comma").join(names.values())


def _role(text: str) -> Role | None:
    """Return the role that a text names, in whichever language."""
    return next((role for role in ROLES if _NAMES[role].search(text)), None)


def _names(role: Role) -> str:
    others = phrases(f"order.as_{role}") if needs_authority(role) else ()
    return matching([*(role_name(role, texts_for(lang)) for lang in LANGS), *others])


_NAMES = {role: compile_later(partial(_names, role), re.IGNORECASE) for role in ROLES}
"""What each role is called, in every language."""
_ADDS = compile_later(
    lambda: written(
        r"(?:(?:<adds>)(?:上|进)?|(?:<finds>)(?=[一两几]?[个位名些]))[一两几]?[个位名些]?新?的?[^,，;；。]{0,8}?(?:<joins>)"
        r"|(?<![a-z])(?:<adds_latin>)\s+(?:an?|another|one|some|two|new|\s)*(?:<joins_latin>)(?![a-z])",
        "order",
    ),
    re.IGNORECASE,
)
"""What has somebody join without a word for inviting: 给海门找个填报人, add a reporter for Haimen."""
