"""Coming in: an admin's invitation with its link and QR picture, the link followed, a contact shared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import cast

from zc_bot.chat.actions import (
    AgreeToAdmin,
    AskToRemove,
    BeginInvitation,
    InviteAs,
    InviteFor,
    ListInvitations,
    RefuseAdmin,
    RevokeInvitation,
)
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Button, Document, Notice, Reply, Response
from zc_bot.chat.turn import Rules, Turn
from zc_bot.errors import Refusal
from zc_bot.policy.names import authority_code, department_name
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ROLES, Act, Principal, Role, manager, needs_authority, needs_department
from zc_bot.reminders.deadlines import zone_of
from zc_bot.storage import admission, audit, meta, outbox, people, posted
from zc_bot.storage.admission import Admitted
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts, join, texts_for
from zc_bot.texts.people import role_name, scope_names
from zc_bot.texts.reminders import authority_name, word_deadline

ON_A_PAGE = 12
Ways = frozenset[tuple[str, datetime]]
"""Invitations and rows of the roster by which somebody may become an admin: (hash, when it was made)."""


def invite(turn: Turn, said: str) -> Response:
    """Make an invitation of what was typed (`reporter 崇川区`), or ask for the role and then the authority."""
    words = said.replace("、", " ").replace("，", " ").replace(",", " ").split()
    if not words:
        return _ask_role(turn)
    role = next((role for role in ROLES if words[0].lower() in {role, role_name(role, turn.texts)}), None)
    if role is None:
        return Response((Reply(turn.texts("people.invite.no_role", said=words[0][:40])), *_ask_role(turn).replies))
    codes, department = [], needs_department(role)
    for word in words[1:]:
        code = (department_name if department else authority_code)(turn.programme, word)
        if code is None and not department and department_name(turn.programme, word) is not None:
            return Response((Reply(turn.texts("people.invite.a_department", said=word[:40])),))
        if code is None:
            return Response((Reply(turn.texts("people.invite.no_authority", said=word[:40])),))
        codes.append(code)
    return _ask_authority(turn, role) if _needs_body(role) and not codes else _invite(turn, role, codes)


def begin(turn: Turn, _: BeginInvitation) -> Response:
    """Ask whom to invite."""
    return _ask_role(turn)


def invite_as(turn: Turn, action: InviteAs) -> Response:
    """Invite somebody with a role, after asking for the authority where it has one."""
    asks = _needs_body(cast(Role, action.role))
    return _ask_authority(turn, action.role) if asks else _invite(turn, action.role, ())


def invite_for(turn: Turn, action: InviteFor) -> Response:
    """Invite somebody for an authority."""
    return _invite(turn, action.role, (action.authority,))


def revoke(turn: Turn, action: RevokeInvitation) -> Response:
    """Take an invitation back."""
    done = admission.revoke(turn.session, turn.who, action.number, turn.now)
    return Response((Reply(turn.texts("people.invite.revoked" if done else "people.invite.too_late")),))


def come_in(session: Session, rules: Rules, incoming: Incoming, now: datetime) -> Response | None:
    """Admit a stranger who follows an invitation or shares a contact of the roster; None for anybody else."""
    if not incoming.private or not (incoming.invitation or incoming.contact):
        return None
    found: Admitted | None = None
    before = admission.ways_in_for_admins(session, now)
    if incoming.kind == "text" and incoming.invitation:
        name = incoming.name.strip()
        found = admission.accept(session, rules.programme, incoming.invitation, incoming.person, name, now)
    elif incoming.contact:
        found = admission.accept_contact(session, rules.programme, incoming.contact, incoming.person, now)
    if found is None:
        lapsed = incoming.invitation and admission.lapsed(session, incoming.invitation, now)
        return Response((Reply(texts_for(incoming.lang)("people.admin.lapsed_link")),)) if lapsed else None
    if found.who.lang != incoming.lang and found.who.may(Act.CHOOSE_LANGUAGE):
        people.set_language(session, found.who, incoming.lang, now)
    who = people.find(session, found.who.id) or found.who
    texts, today = texts_for(who.lang), now.astimezone(rules.zone).date()
    scope = scope_of(who.authorities, rules.programme, texts, today)
    welcome = Reply(
        texts("people.welcome", name=who.name, role=role_name(who.role, texts), scope=scope),
        no_keyboard=True,
    )
    notices = (
        *_tell_admins(session, rules, found, today),
        *_of_lapsed(session, before, {incoming.invitation, incoming.contact}, now),
    )
    return Response((welcome,), notices=notices, events=frozenset({"menu"}))


def _of_lapsed(
    session: Session, before: Ways, used: Collection[str], now: datetime
) -> tuple[Notice, ...]:
    """Tell every admin that what one alone gave out lets nobody in any more, since there are two of them."""
    ended = {hashed for hashed, _ in before - admission.ways_in_for_admins(session, now)}.difference(used)
    told = people.admins(session) if ended else ()
    if len(told) < people.ENOUGH:
        return ()
    return tuple(
        Notice(one.id, texts_for(one.lang)("people.admin.lapsed", count=len(ended))) for one in told
    )


def exposed(session: Session, incoming: Incoming, now: datetime) -> Response:
    """Take back an invitation that was typed into a group, where all could read it, and say so in private."""
    inviter = admission.expose(session, incoming.invitation, incoming.person, now)
    if inviter is None:
        return Response()
    told = [one for one in (people.find(session, each) for each in {inviter, incoming.person}) if one is not None]
    return Response(notices=tuple(Notice(one.id, texts_for(one.lang)("people.invite.exposed")) for one in told))


def _tell_admins(session: Session, rules: Rules, found: Admitted, today: date) -> tuple[Notice, ...]:
    """Tell the inviter, with a button that ends the access again.

    Every admin is told of another admin, and of somebody who came in by the roster.
    """
    admins = people.admins(session, besides=found.who.id)
    told = [one for one in admins if one.id == found.inviter]
    if not told or found.who.may(Act.MANAGE_PEOPLE):
        told = list(admins)
    notices = []
    for one in told:
        texts = texts_for(one.lang)
        text = texts(
            "people.came_in", name=found.who.name, role=role_name(found.who.role, texts),
            scope=scope_of(found.who.authorities, rules.programme, texts, today),
        )
        remove = Button(texts.plain("people.button.remove"), AskToRemove(found.who.id))
        notices.append(Notice(one.id, text, ((remove,),)))
    return tuple(notices)


@contextmanager
def telling_admins(session: Session, programme: Programme, now: datetime) -> Iterator[None]:
    """Tell every admin of whoever becomes one meanwhile, or is one no more; the first ones have nobody to tell."""
    before = {one.id: one for one in people.admins(session)}
    ways = admission.ways_in_for_admins(session, now)
    yield
    after = {one.id: one for one in people.admins(session)}
    for number in after.keys() - before.keys() if before else ():
        outbox.post(session, _of_new_admin(session, programme, after[number], now), now)
    if len(before) < people.ENOUGH <= len(after):
        lapsed = _of_lapsed(session, ways, (), now)
        outbox.post(session, [letter_of(session, one, now) for one in lapsed], now)
    for number in before.keys() - after.keys():
        outbox.post(session, _of_admin_no_more(session, before[number], now), now)


def _of_new_admin(session: Session, programme: Programme, who: Principal, now: datetime) -> list[Letter]:
    letters, today = [], now.astimezone(zone_of(programme)).date()
    for one in people.admins(session, besides=who.id):
        texts = texts_for(one.lang)
        scope = scope_of(who.authorities, programme, texts, today)
        text = texts("people.came_in", name=who.name, role=role_name(who.role, texts), scope=scope)
        remove = Button(texts.plain("people.button.remove"), AskToRemove(who.id))
        letters.append(letter_of(session, Notice(one.id, text, ((remove,),)), now))
    return letters


def _of_admin_no_more(session: Session, who: Principal, now: datetime) -> list[Letter]:
    return [
        letter_of(session, Notice(one.id, texts_for(one.lang)("people.admin.no_more", name=who.name)), now)
        for one in people.admins(session, besides=who.id)
    ]


def _ask_another(turn: Turn, others: Sequence[Principal], role: str, authorities: Sequence[str]) -> Response:
    """Ask the other admins: two make a third one."""
    asked = turn.now.isoformat()
    notices = []
    for one in others:
        texts = texts_for(one.lang)
        rows = (
            (Button(texts.plain("people.button.agree"), AgreeToAdmin(turn.who.id, asked, role, tuple(authorities))),),
            (Button(texts.plain("people.button.refuse"), RefuseAdmin(turn.who.id, asked)),),
        )
        said = role_name(role, texts), scope_of(authorities, turn.programme, texts, turn.today)
        text = texts("people.admin.ask", name=turn.who.name, role=said[0], scope=said[1])
        notices.append(Notice(one.id, text, rows))
    names = turn.texts.plain("remind.comma").join(one.name for one in others)
    audit.note(turn.session, turn.who, "people.ask_admin", f"{len(others)} people", turn.now)
    return Response((Reply(turn.texts("people.admin.asked", names=names)),), notices=tuple(notices))


def agree(turn: Turn, action: AgreeToAdmin) -> Response:
    """Agree that another admin invites one more: they get the link, once, and it is their invitation."""
    inviter, key = _still_asks(turn, action.inviter, action.asked)
    if inviter is None:
        return Response((Reply(turn.texts("people.admin.over")),))
    role = action.role or manager()
    made = admission.invite(turn.session, inviter, turn.programme, role, action.authorities, turn.now)
    audit.note(turn.session, turn.who, "people.agree_admin", str(inviter.id), turn.now)
    texts = texts_for(inviter.lang)
    lines = [
        texts("people.admin.agreed", name=turn.who.name),
        texts("people.invite.link", link=_link(turn, made.token)),
        texts("people.invite.once", until=_until(made.expires_at, turn)),
    ]
    revoke_row = ((Button(texts.plain("people.button.revoke"), RevokeInvitation(made.id)),),)
    notice = Notice(inviter.id, join(lines), revoke_row, key)
    return Response((Reply(turn.texts("people.admin.done", name=inviter.name)),), notices=(notice,))


def refuse(turn: Turn, action: RefuseAdmin) -> Response:
    """Refuse it, and tell who asked."""
    inviter, key = _still_asks(turn, action.inviter, action.asked)
    if inviter is None:
        return Response((Reply(turn.texts("people.admin.over")),))
    audit.note(turn.session, turn.who, "people.refuse", str(inviter.id), turn.now)
    notice = Notice(inviter.id, texts_for(inviter.lang)("people.admin.refused", name=turn.who.name), (), key)
    return Response((Reply(turn.texts("people.left_alone")),), notices=(notice,))


def _still_asks(turn: Turn, inviter: int, asked: str) -> tuple[Principal | None, str]:
    """Return who asked, if they are another admin still and nobody has decided; and the key of the decision."""
    key = f"admin:{inviter}:{asked}"
    who = people.find(turn.session, inviter)
    fresh = turn.now - datetime.fromisoformat(asked) < admission.VALID and not posted.known(turn.session, [key])
    may = who is not None and who.id != turn.who.id and who.may(Act.MANAGE_PEOPLE)
    return (who if may and fresh else None), key


def _link(turn: Turn, token: str) -> str:
    return f"https://t.me/{meta.get(turn.session, meta.USERNAME) or ''}?start={token}"


def scope_of(authorities: Sequence[str], programme: Programme, texts: Texts, today: date) -> str:
    """Name authorities behind a role: （崇川区）; nothing where there are none."""
    names = scope_names(authorities, programme, texts, today)
    return texts.plain("people.scope", names=names) if names else ""


def _ask_role(turn: Turn) -> Response:
    rows = tuple((Button(role_name(role, turn.texts), InviteAs(role)),) for role in ROLES)
    return Response((Reply(turn.texts("people.invite.which_role"), rows),))


def _needs_body(role: Role) -> bool:
    """Tell whether who has a role belongs to an authority or a department."""
    return needs_authority(role) or needs_department(role)


def _ask_authority(turn: Turn, role: str) -> Response:
    if needs_department(cast(Role, role)):
        called = turn.programme.member_called
        offered = [Button(called(name, turn.texts.lang), InviteFor(role, name)) for name in turn.programme.members]
        by_two = tuple(tuple(offered[at : at + 2]) for at in range(0, len(offered), 2))
        return Response((Reply(turn.texts("people.invite.which_department"), by_two),))
    buttons = [
        Button(authority_name(item, turn.today, turn.texts.lang), InviteFor(role, item.code))
        for item in turn.programme.authorities
        if turn.programme.of_authority[item.code]
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Response((Reply(turn.texts("people.invite.which_authority"), rows),))


def list_open(turn: Turn, action: ListInvitations) -> Response:
    """List the invitations that nobody has used by pages, each with a button that takes it back."""
    texts = turn.texts
    everything = admission.open_invitations(turn.session, turn.who, turn.now)
    if not everything:
        return Response((Reply(texts("people.invite.none_open")),))
    pages = -(-len(everything) // ON_A_PAGE)
    page = min(max(action.page, 0), pages - 1)
    begin = page * ON_A_PAGE
    found = everything[begin : begin + ON_A_PAGE]
    lines = [
        texts(
            "people.invite.open", number=number, role=role_name(one.role, texts),
            scope=scope_of(one.authorities, turn.programme, texts, turn.today), until=_until(one.expires_at, turn),
        )
        for number, one in enumerate(found, begin + 1)
    ]
    buttons = [
        Button(texts.plain("people.button.revoke_one", number=number), RevokeInvitation(one.id))
        for number, one in enumerate(found, begin + 1)
    ]
    rows = [tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]
    rows.append(
        tuple(
            Button(texts.plain(f"people.button.{key}"), ListInvitations(to))
            for key, to in (("before", page - 1), ("after", page + 1))
            if 0 <= to < pages
        )
    )
    head = texts("people.invite.open_head", count=len(everything), page=page + 1, pages=pages)
    return Response((Reply(join([head, *lines]), tuple(row for row in rows if row)),))


def _until(at: datetime, turn: Turn) -> str:
    return word_deadline(at.astimezone(turn.rules.zone), turn.today, turn.texts.lang)


def _invite(turn: Turn, role: str, authorities: Sequence[str]) -> Response:
    """Make the invitation and show its link, its QR picture and a button that takes it back."""
    others = people.admins(turn.session, besides=turn.who.id)
    if Act.MANAGE_PEOPLE.scopes[cast(Role, role)] != "–" and others:
        return _ask_another(turn, others, role, authorities)
    texts = turn.texts
    try:
        made = admission.invite(turn.session, turn.who, turn.programme, role, authorities, turn.now)
    except Refusal:
        return Response((Reply(texts("people.invite.which_authority")), *_ask_authority(turn, role).replies))
    link = _link(turn, made.token)
    scope = scope_of(authorities, turn.programme, texts, turn.today)
    lines = [
        texts("people.invite.made", role=role_name(role, texts), scope=scope),
        texts("people.invite.link", link=link),
        texts("people.invite.once", until=_until(made.expires_at, turn)),
    ]
    # Loaded with the first invitation.
    from zc_bot.texts.files.qr import qr_png

    revoke = Button(texts.plain("people.button.revoke"), RevokeInvitation(made.id))
    document = Document("invitation.png", qr_png(link))
    return Response((Reply(join(lines), ((revoke,),), document=document),))
