"""Every button, and every prompt that waits for a person's next text, as a frozen value that all rooms share.

How they are kept, and why a name and the order of fields never change, is in `codec.py`.
"""

from __future__ import annotations

from datetime import date
from typing import cast

from zc_bot.chat.codec import Action, kept_as
from zc_bot.submission.replies import TapName

# Asking.


@kept_as("ask")
class Ask(Action):
    question: str


@kept_as("open")
class RunCommand(Action):
    command: str


@kept_as("language")
class ChooseLanguage(Action):
    lang: str


# Reporting.


@kept_as("report.open")
class OpenReport(Action):
    """Open the dialogue at a community ('': the person's own), a year, maybe a metric.

    walk: go on from there figure by figure. anew: give an open report of another place up for it.
    """

    community: str
    year: int
    metric: str = ""
    walk: bool = False
    anew: bool = False


@kept_as("report.resume")
class ResumeReport(Action):
    """Take up a report again that was cancelled by a slip of the thumb; `draft` as JSON."""

    draft: str


@kept_as("report.go_on")
class GoOnReporting(Action):
    pass


@kept_as("report.anew")
class ReportAnew(Action):
    """Give the open report up and begin with what was typed."""

    line: str


@kept_as("report.note")
class NoteLine(Action):
    """Take a line into the open report that could have been a question."""

    line: str


@kept_as("report")
class ReplyToReport(Action):
    """Reply to the dialogue at one version of the draft."""

    tap: str
    arg: str
    version: int

    @property
    def name(self) -> TapName:
        return cast(TapName, self.tap)


@kept_as("sheet:form")
class GetForm(Action):
    year: int | None = None


@kept_as("sheet:confirm")
class SubmitSheet(Action):
    """Hand in what a sheet said; `figures` as JSON."""

    figures: str


@kept_as("sheet:leave")
class LeaveSheet(Action):
    pass


@kept_as("attachment:place")
class FilesOfPlace(Action):
    """Give the files of a community's year, but for the newest `given`."""

    community: str
    year: int
    given: int = 0


@kept_as("attachment:mine")
class FilesOfReport(Action):
    """Give the files of one's own report, but for the newest `given`."""

    serial: int
    given: int = 0


@kept_as("attachment:figures")
class FilesOfFigures(Action):
    """Give the files of some figures; years and metrics empty: of all. given: how many were given already."""

    communities: tuple[str, ...]
    years: tuple[str, ...]
    metrics: tuple[str, ...]
    given: int = 0


@kept_as("mine:list")
class ListReports(Action):
    pass


@kept_as("mine:withdraw")
class AskToWithdraw(Action):
    """Ask before a report, or only some of its metrics, is taken back."""

    serial: int
    metrics: tuple[str, ...] = ()


@kept_as("mine:take")
class Withdraw(Action):
    serial: int
    metrics: tuple[str, ...] = ()


# Reviewing.


@kept_as("review:queue")
class ShowQueue(Action):
    """Show what waits; anew: in a message of its own."""

    anew: bool = False


@kept_as("review:open")
class ReviewPlace(Action):
    """Show a community's year that waits; anew: in a message of its own."""

    community: str
    year: int
    anew: bool = False


@kept_as("review:approve")
class Approve(Action):
    """Approve the versions that were shown; what is exceptional among several is asked about once."""

    community: str
    year: int
    versions: tuple[int, ...]


@kept_as("review:sure")
class ApproveSurely(Action):
    """Approve the versions that were shown, what is exceptional among them too."""

    community: str
    year: int
    versions: tuple[int, ...]


@kept_as("review:reopen")
class AskToReopen(Action):
    """Ask before approvals of one's own are taken back; `approvals` empty: all that can be, of a community's year."""

    community: str
    year: int
    approvals: tuple[int, ...] = ()


@kept_as("review:reopened")
class Reopen(Action):
    community: str
    year: int
    approvals: tuple[int, ...]


@kept_as("review:list")
class ListFigures(Action):
    community: str
    year: int


@kept_as("review:one")
class ReviewFigure(Action):
    community: str
    year: int
    metric: str


@kept_as("review:pick")
class PickToReturn(Action):
    """Choose figures that are sent back together; chosen: their versions; asks: it is asked why now."""

    community: str
    year: int
    chosen: tuple[int, ...] = ()
    asks: bool = False


@kept_as("review:return")
class AskReason(Action):
    version: int


@kept_as("review:why")
class AwaitReason(Action):
    """The prompt that waits for the reason of sending a version back."""

    version: int


@kept_as("review:back")
class SendBack(Action):
    version: int
    reason: str


@kept_as("review:remark")
class AskRemark(Action):
    version: int


@kept_as("review:say")
class AwaitRemark(Action):
    """The prompt that waits for what is to be said of a version without sending it back."""

    version: int


@kept_as("review:whys")
class AwaitReasonFor(Action):
    """The prompt that waits for the reason of sending several versions back."""

    versions: tuple[int, ...]


@kept_as("review:backs")
class SendBackSeveral(Action):
    reason: str
    versions: tuple[int, ...]


# Reminding.


@kept_as("pause:seen")
class MarkSeen(Action):
    year: int
    stage: str


@kept_as("pause:menu")
class OfferPauses(Action):
    year: int


@kept_as("pause:for")
class PauseFor(Action):
    year: int
    until: str


@kept_as("pause:ask")
class AskUntil(Action):
    year: int


@kept_as("pause:until")
class AwaitUntil(Action):
    """The prompt that waits for the moment until which reminders are put off."""

    year: int


@kept_as("pause:mute")
class Mute(Action):
    year: int


@kept_as("pause:unmute")
class Unmute(Action):
    year: int


@kept_as("pause:hand")
class HandOver(Action):
    year: int
    colleague: int


@kept_as("pause:accept")
class AcceptCover(Action):
    """Say 好 to reporting instead of a colleague; `number` of the request."""

    number: int


@kept_as("pause:decline")
class DeclineCover(Action):
    number: int


@kept_as("own:list")
class ListReminders(Action):
    pass


@kept_as("own:drop")
class DropReminder(Action):
    number: int


@kept_as("own:drop_all")
class DropReminders(Action):
    numbers: tuple[int, ...]


@kept_as("own:done")
class DoneReminder(Action):
    number: int


@kept_as("own:again")
class RemindAgain(Action):
    number: int
    minutes: int


@kept_as("own:file")
class GetReminderFile(Action):
    number: int


@kept_as("deadline:file")
class GetCalendar(Action):
    pass


@kept_as("deadline:move")
class MoveDeadline(Action):
    """Move a year's deadline; None: back to the usual day. hour: as 12:00, '' for the programme's."""

    year: int
    day: date | None
    hour: str = ""


@kept_as("deadline:propose")
class ProposeDeadline(Action):
    """Show what another deadline would change; None asks for the day. hour: as 12:00, '' for the programme's."""

    year: int
    day: date | None
    hour: str = ""


@kept_as("deadline:day")
class AwaitDeadline(Action):
    """The prompt that waits for the day to which a year's deadline is put off."""

    year: int


@kept_as("days:ask")
class AskDaysOff(Action):
    year: int


@kept_as("days:await")
class AwaitDaysOff(Action):
    """The prompt that waits for the notice of a year's days off."""

    year: int


@kept_as("days:save")
class SaveDaysOff(Action):
    """Keep a year's days off and make-up workdays, as ISO dates."""

    year: int
    off: tuple[str, ...]
    worked: tuple[str, ...]


@kept_as("deadline:end")
class EndYear(Action):
    year: int


@kept_as("deadline:end-word")
class AwaitEnd(Action):
    """The prompt that waits for the word which ends a year."""

    year: int


@kept_as("deadline:reopen")
class ReopenYear(Action):
    year: int


@kept_as("deadline:leave")
class LeaveDeadline(Action):
    pass


# Overseeing.


@kept_as("status")
class ShowProgress(Action):
    pass


@kept_as("oversee:nudge")
class NudgeAuthority(Action):
    authority: str
    year: int


@kept_as("oversee:all")
class NudgeAll(Action):
    """Show whom a nudge of everybody who is late would reach."""

    year: int


@kept_as("oversee:sure")
class NudgeSeveral(Action):
    year: int
    authorities: tuple[str, ...]


@kept_as("oversee:leave")
class LeaveNudges(Action):
    pass


@kept_as("broadcast:send")
class SendBroadcast(Action):
    text: str


@kept_as("broadcast:word")
class AwaitSend(Action):
    """The prompt that waits for the word which sends a message; to: everybody, a role, an authority, who is late."""

    text: str
    to: str = "all"


@kept_as("broadcast:aim")
class AimBroadcast(Action):
    """Show a message again for other people: `all`, `late`, a role, or an authority's code."""

    to: str
    text: str


@kept_as("broadcast:whose")
class ChooseAuthority(Action):
    text: str


@kept_as("broadcast:leave")
class LeaveBroadcast(Action):
    pass


# Administration.


@kept_as("invite:begin")
class BeginInvitation(Action):
    pass


@kept_as("invite:role")
class InviteAs(Action):
    role: str


@kept_as("invite:make")
class InviteFor(Action):
    role: str
    authority: str


@kept_as("invite:open")
class ListInvitations(Action):
    page: int = 0


@kept_as("invite:revoke")
class RevokeInvitation(Action):
    number: int


@kept_as("invite:agree")
class AgreeToAdmin(Action):
    """Agree that another admin may invite one more; `asked` at a moment, as ISO text."""

    inviter: int
    asked: str


@kept_as("invite:refuse")
class RefuseAdmin(Action):
    inviter: int
    asked: str


@kept_as("people:page")
class TurnPeople(Action):
    """Show a page of the people, or of those whose name holds `wanted`."""

    number: int
    wanted: str = ""


@kept_as("people:one")
class ShowPerson(Action):
    person: int


@kept_as("people:ask")
class AskToRemove(Action):
    person: int


@kept_as("people:remove")
class RemovePerson(Action):
    person: int


@kept_as("people:remove-agree")
class AgreeToRemove(Action):
    """Agree that another admin removes an admin; `asked` at a moment, as ISO text."""

    admin: int
    person: int
    asked: str


@kept_as("people:keep")
class KeepPerson(Action):
    pass


@kept_as("people:confirm")
class ConfirmPeople(Action):
    pass


@kept_as("people:erase")
class AskToErase(Action):
    person: int


@kept_as("people:erase-word")
class AwaitErase(Action):
    """The prompt that waits for the word which has a person forgotten."""

    person: int


@kept_as("people:erase-agree")
class AgreeToErase(Action):
    """Agree that another admin has somebody forgotten; `asked` at a moment, as ISO text."""

    admin: int
    person: int
    asked: str


@kept_as("people:stays")
class ConfirmPerson(Action):
    person: int


@kept_as("audit:page")
class TurnAudit(Action):
    """Show the lines before one (None: the newest), of some actors, about a subject."""

    before: int | None
    actors: tuple[int, ...]
    subject: str


@kept_as("health:again")
class SendAgain(Action):
    """Send letters once more that may not have arrived, each as `id:turn`."""

    letters: tuple[str, ...]


@kept_as("health:troubled")
class ListTroubled(Action):
    pass


@kept_as("health:unanswered")
class ListUnanswered(Action):
    pass


@kept_as("health:held")
class DecideHeld(Action):
    """Say what becomes of what is held back since a copy was put back: all of it is sent, or counts as sent."""

    since: str
    send: bool


@kept_as("group:allow")
class AllowGroup(Action):
    pass


@kept_as("group:forbid")
class ForbidGroup(Action):
    pass


# The record of decisions, milestones, targets and support.


@kept_as("ledger:note")
class NoteEntry(Action):
    """Note what was previewed; `entry` as JSON, and so the file that was sent with it, if any."""

    entry: str
    file: str = ""


@kept_as("ledger:prove")
class ProveEntry(Action):
    """Send photos or papers that prove an entry."""

    entry: int


@kept_as("ledger:proof?")
class AwaitProof(Action):
    """The prompt that waits for the photos or papers that prove an entry."""

    entry: int


@kept_as("ledger:unprove?")
class AskToDropProof(Action):
    """Ask whether a file is to prove an entry no more; `entry` is its first version."""

    entry: int
    sha256: str


@kept_as("ledger:unprove")
class DropProof(Action):
    entry: int
    sha256: str


@kept_as("ledger:keep-proof")
class KeepProof(Action):
    pass


@kept_as("ledger:meeting")
class NoteMeeting(Action):
    """Note the decisions of a meeting that were previewed, each as JSON in a JSON list."""

    decisions: str


@kept_as("ledger:leave")
class LeaveEntry(Action):
    pass


@kept_as("ledger:change")
class ChangeEntry(Action):
    """Close an entry, or take it back: `state` is closed or void."""

    entry: int
    state: str


@kept_as("ledger:approve")
class ApproveEntry(Action):
    entry: int


# Progress and stories, and the page.


@kept_as("showing:kind")
class BeginShowing(Action):
    kind: str


@kept_as("showing:fill")
class FillShowing(Action):
    """Give a field its value; '' for none."""

    field: str
    value: str


@kept_as("showing:ask")
class AskShowing(Action):
    """Ask a field anew."""

    field: str


@kept_as("showing:field")
class AwaitShowing(Action):
    """The prompt that waits for a field of what is put together."""

    field: str


@kept_as("showing:submit")
class SubmitShowing(Action):
    """Hand in what was previewed, which has this digest."""

    digest: str


@kept_as("showing:leave")
class LeaveShowing(Action):
    pass


@kept_as("showing:mend")
class MendShowing(Action):
    entry: int


@kept_as("showing:list")
class ListShowings(Action):
    pass


@kept_as("showing:look")
class LookAtShowing(Action):
    entry: int


@kept_as("showing:withdraw")
class WithdrawShowing(Action):
    """Take an entry back; sure: it was asked about before."""

    entry: int
    sure: bool = False


@kept_as("showing:queue")
class ShowShowings(Action):
    pass


@kept_as("showing:approve")
class ApproveShowing(Action):
    entry: int


@kept_as("showing:return")
class AskShowingReason(Action):
    entry: int


@kept_as("showing:why")
class AwaitShowingReason(Action):
    """The prompt that waits for why an entry is sent back."""

    entry: int


@kept_as("page:switch")
class SwitchPage(Action):
    is_open: bool


# Figures asked for, and the digest.


@kept_as("request:ask")
class AskReporter(Action):
    """Ask whoever reports for a figure that is not there."""

    community: str
    metric: str
    year: int


@kept_as("request:decline")
class DeclineRequest(Action):
    community: str
    metric: str
    year: int


@kept_as("request:why")
class AwaitRefusal(Action):
    """The prompt that waits for why a figure can't be had."""

    community: str
    metric: str
    year: int


@kept_as("weekly")
class SubscribeWeekly(Action):
    wanted: bool
