"""Buttons of administration: people, invitations, the audit, the bot's health, groups."""

from __future__ import annotations

from zc_bot.chat.codec import Action, stored_as


@stored_as("invite:begin")
class BeginInvitation(Action):
    pass


@stored_as("invite:role")
class InviteAs(Action):
    role: str


@stored_as("invite:make")
class InviteFor(Action):
    role: str
    authority: str


@stored_as("invite:open")
class ListInvitations(Action):
    page: int = 0


@stored_as("invite:revoke")
class RevokeInvitation(Action):
    number: int


@stored_as("invite:agree")
class AgreeToAdmin(Action):
    """Agree that another admin may invite one more; `asked` at a moment, as ISO text.

    role: '' on buttons of before there was more than one that manages people.
    """

    inviter: int
    asked: str
    role: str = ""
    authorities: tuple[str, ...] = ()


@stored_as("invite:refuse")
class RefuseAdmin(Action):
    inviter: int
    asked: str


@stored_as("people:make-agree")
class AgreeToMake(Action):
    """Agree that somebody whom the server names is one more admin; `asked` at a moment, as ISO text."""

    person: int
    name: str
    role: str
    asked: str
    authorities: tuple[str, ...] = ()


@stored_as("people:make-refuse")
class RefuseToMake(Action):
    person: int
    name: str
    asked: str


@stored_as("people:page")
class TurnPeople(Action):
    """Show a page of the people, or of those whose name holds `wanted`."""

    number: int
    wanted: str = ""


@stored_as("people:one")
class ShowPerson(Action):
    person: int


@stored_as("people:ask")
class AskToRemove(Action):
    person: int


@stored_as("people:remove")
class RemovePerson(Action):
    person: int


@stored_as("people:remove-agree")
class AgreeToRemove(Action):
    """Agree that another admin removes an admin; `asked` at a moment, as ISO text."""

    admin: int
    person: int
    asked: str


@stored_as("people:keep")
class KeepPerson(Action):
    pass


@stored_as("people:confirm")
class ConfirmPeople(Action):
    pass


@stored_as("people:erase")
class AskToErase(Action):
    person: int


@stored_as("people:erase-word")
class AwaitErase(Action):
    """The prompt that waits for the word which has a person forgotten."""

    person: int


@stored_as("people:erase-agree")
class AgreeToErase(Action):
    """Agree that another admin has somebody forgotten; `asked` at a moment, as ISO text."""

    admin: int
    person: int
    asked: str


@stored_as("people:stays")
class ConfirmPerson(Action):
    person: int


@stored_as("audit:page")
class TurnAudit(Action):
    """Show the lines before one (None: the newest), of some actors, about a subject."""

    before: int | None
    actors: tuple[int, ...]
    subject: str


@stored_as("audit:file")
class TakeAudit(Action):
    """Give the same lines as a file."""

    before: int | None
    actors: tuple[int, ...]
    subject: str


@stored_as("health:again")
class SendAgain(Action):
    """Send letters once more that may not have arrived, each as `id:turn`."""

    letters: tuple[str, ...]


@stored_as("health:troubled")
class ListTroubled(Action):
    pass


@stored_as("health:unanswered")
class ListUnanswered(Action):
    pass


@stored_as("health:held")
class DecideHeld(Action):
    """Say what becomes of what is held back since a copy was put back: all of it is sent, or counts as sent."""

    since: str
    send: bool


@stored_as("group:allow")
class AllowGroup(Action):
    pass


@stored_as("group:forbid")
class ForbidGroup(Action):
    pass
