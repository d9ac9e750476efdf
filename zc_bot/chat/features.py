"""Every feature of the chat, a row each, in the order of the menu: who may, its command, what runs, what it takes.

The menu, /help, the routing of commands, buttons and asked-for texts follow from these rows, and so do the probes of
the tests. docs/CONTRIBUTING.md says how to add one.
"""

from __future__ import annotations

from zc_bot.chat import actions as do
from zc_bot.chat import due, greeting
from zc_bot.chat.admin import admission, auditing, forgetting, grouping, health, making, people
from zc_bot.chat.asking import ask, messages, weekly
from zc_bot.chat.overseeing import broadcast, evidence, progress, record, requesting, stage, unproving
from zc_bot.chat.reminding import covering, days, deadline, giving_back, pauses, personal, postponing
from zc_bot.chat.reporting import attaching, doubtful, report, sheet, submitted
from zc_bot.chat.reviewing import remarking, reopening, returning, review, showings
from zc_bot.chat.routing import Feature, Features
from zc_bot.chat.showing import dialogue, entries, link
from zc_bot.policy.roles import Act

FEATURES = Features((
    Feature(Act.GET_HELP, "start", greeting.start),
    Feature(
        Act.REPORT, "report", report.begin, help="report",
        buttons={
            do.OpenReport: report.open_at, do.ReplyToReport: report.tapped, do.ResumeReport: report.resume,
            do.GoOnReporting: report.go_on, do.ReportAnew: report.anew, do.NoteLine: doubtful.note,
        },
    ),
    Feature(
        Act.REPORT,
        buttons={
            do.DeclineRequest: requesting.decline, do.TellRefusal: requesting.tell, do.LeaveRequest: requesting.leave,
        },
        prompts={do.AwaitRefusal: requesting.refuse},
    ),
    Feature(
        Act.REPORT_BY_SHEET, help="report_sheet",
        buttons={do.GetForm: sheet.form, do.SubmitSheet: sheet.submit, do.LeaveSheet: sheet.leave},
    ),
    Feature(
        Act.LIST_REPORTS, "mine", submitted.mine, help="mine",
        buttons={
            do.ListReports: submitted.look, do.AskToWithdraw: submitted.ask_withdraw,
            do.Withdraw: submitted.withdraw, do.FilesOfReport: attaching.give_of_report,
        },
    ),
    Feature(
        Act.REVIEW, "review", review.queue, section="review", help="reopen",
        buttons={
            do.ShowQueue: review.show_queue, do.ReviewPlace: review.look_at, do.Approve: review.approve,
            do.ApproveSurely: review.approve_surely, do.SendBackSeveral: returning.send_back,
            do.ListFigures: review.list_figures, do.ReviewFigure: review.look_at_figure,
            do.AskReason: review.ask_reason, do.SendBack: review.send_back, do.FilesOfPlace: attaching.give_of_place,
            do.AskRemark: remarking.ask, do.AskToReopen: reopening.ask, do.Reopen: reopening.reopen,
            do.PickToReturn: returning.pick,
        },
        prompts={
            do.AwaitReason: review.give_reason, do.AwaitReasonFor: returning.give_reason,
            do.AwaitRemark: remarking.give,
        },
    ),
    Feature(
        Act.SEE_APPROVED, "ask", ask.command_ask, example="value", help="follow",
        buttons={
            do.Ask: ask.tapped, do.AskReporter: requesting.ask, do.FilesOfFigures: attaching.give_of_figures,
        },
    ),
    Feature(Act.JUDGE, "check", ask.command_check, example="check"),
    Feature(Act.RANK, "rank", ask.command_rank, example="rank"),
    Feature(Act.SEE_TREND, "trend", ask.command_trend),
    Feature(Act.SEE_MISSING, "missing", ask.command_missing, example="missing"),
    Feature(Act.SEE_PROGRESS, "status", ask.command_status, buttons={do.ShowProgress: ask.show_progress}),
    Feature(
        Act.NUDGE, help="nudge",
        buttons={
            do.NudgeAuthority: progress.nudge, do.NudgeAll: progress.ask_all, do.NudgeSeveral: progress.nudge_several,
            do.LeaveNudges: progress.leave,
        },
    ),
    Feature(Act.SEE_REPORTER, "history", ask.command_history, help="history"),
    Feature(Act.EXPORT, "export", ask.command_export),
    Feature(Act.GET_DIGEST, buttons={do.SubscribeWeekly: weekly.subscribe}),
    Feature(Act.BRIEF, "briefing", ask.command_briefing),
    Feature(
        Act.SEE_DEADLINE, "deadline", deadline.deadline,
        buttons={do.GetCalendar: deadline.give_calendar, do.LeaveDeadline: deadline.leave},
    ),
    Feature(
        Act.MOVE_DEADLINE, help="move",
        buttons={
            do.ProposeDeadline: postponing.tapped, do.MoveDeadline: deadline.move,
            do.AskDaysOff: days.ask, do.SaveDaysOff: days.save,
        },
        prompts={do.AwaitDeadline: postponing.take_day, do.AwaitDaysOff: days.take},
    ),
    Feature(Act.END_YEAR, buttons={do.EndYear: deadline.ask_end}, prompts={do.AwaitEnd: deadline.end}),
    Feature(Act.REOPEN_YEAR, buttons={do.ReopenYear: deadline.reopen}),
    Feature(
        Act.REMIND_ONESELF, "remind", personal.command, help="remind",
        buttons={
            do.ListReminders: personal.look, do.DropReminder: personal.drop,
            do.DropReminders: personal.drop_several, do.KeepReminder: personal.keep,
            do.DoneReminder: personal.done, do.RemindAgain: personal.again, do.GetReminderFile: personal.give_file,
            do.MarkSeen: pauses.seen,
            do.OfferPauses: pauses.menu, do.PauseFor: pauses.pause_for, do.AskUntil: pauses.ask_until,
            do.Mute: pauses.mute, do.Unmute: pauses.unmute, do.HandOver: covering.ask,
            do.AcceptCover: covering.accept, do.DeclineCover: covering.decline,
            do.GiveBack: giving_back.give_back, do.KeepCover: giving_back.keep,
        },
        prompts={do.AwaitUntil: pauses.until},
    ),
    Feature(
        Act.BROADCAST, "broadcast", messages.command, section="admin",
        buttons={
            do.SendBroadcast: broadcast.show, do.AimBroadcast: broadcast.aim,
            do.ChooseAuthority: broadcast.choose_authority, do.LeaveBroadcast: broadcast.leave,
        },
        prompts={do.AwaitMessage: broadcast.take, do.AwaitSend: broadcast.send},
    ),
    Feature(
        Act.MANAGE_PEOPLE, "people", people.command, section="admin",
        buttons={
            do.TurnPeople: people.page, do.ShowPerson: people.show, do.AskToRemove: people.ask_remove,
            do.RemovePerson: people.remove, do.AgreeToRemove: people.agree_to_remove, do.KeepPerson: people.keep,
            do.ConfirmPeople: people.confirm, do.ConfirmPerson: people.confirm_one,
            do.AskToErase: forgetting.ask, do.AgreeToErase: forgetting.agree,
            do.AgreeToMake: making.agree, do.RefuseToMake: making.refuse,
            do.BeginInvitation: admission.begin, do.InviteAs: admission.invite_as,
            do.InviteFor: admission.invite_for, do.ListInvitations: admission.list_open,
            do.RevokeInvitation: admission.revoke, do.AgreeToAdmin: admission.agree, do.RefuseAdmin: admission.refuse,
        },
        prompts={do.AwaitErase: forgetting.decide},
    ),
    Feature(
        Act.RECORD, "record", record.command, help="record",
        buttons={
            do.NoteEntry: record.note, do.NoteMeeting: record.note_meeting, do.LeaveEntry: record.leave,
            do.ChangeEntry: record.change, do.ApproveEntry: record.approve, do.ProveEntry: evidence.ask,
            do.AskToDropProof: unproving.ask, do.DropProof: unproving.drop, do.KeepProof: unproving.keep,
        },
        prompts={do.AwaitProof: evidence.enough},
    ),
    Feature(
        Act.SHOW, "progress", dialogue.command,
        buttons={
            do.BeginShowing: dialogue.begin, do.FillShowing: dialogue.fill, do.AskShowing: dialogue.ask_again,
            do.SubmitShowing: dialogue.submit, do.LeaveShowing: dialogue.leave, do.MendShowing: dialogue.mend,
            do.ListShowings: entries.list_own, do.LookAtShowing: entries.look, do.WithdrawShowing: entries.withdraw,
        },
        prompts={do.AwaitShowing: dialogue.give},
    ),
    Feature(
        Act.REVIEW_SHOWING,
        buttons={
            do.ShowShowings: showings.queue, do.ApproveShowing: showings.approve,
            do.AskShowingReason: showings.ask_reason,
        },
        prompts={do.AwaitShowingReason: showings.give_reason},
    ),
    Feature(Act.LINK_PAGE, "link", link.command, buttons={do.GiveLink: link.give}, private=True),
    Feature(Act.SWITCH_PAGE, buttons={do.SwitchPage: link.switch}),
    Feature(Act.RECORD_STAGE, "stage", stage.command, section="review"),
    Feature(Act.SEE_AUDIT, "audit", auditing.command, section="admin",
            buttons={do.TurnAudit: auditing.page, do.TakeAudit: auditing.take}),
    Feature(
        Act.SEE_HEALTH, "health", health.command, section="admin",
        buttons={
            do.SendAgain: health.again, do.ListTroubled: health.troubled,
            do.ListUnanswered: health.unanswered_texts, do.DecideHeld: due.decide,
        },
    ),
    Feature(
        Act.ALLOW_GROUP, by_sender=True,
        buttons={do.AllowGroup: grouping.allow, do.ForbidGroup: grouping.forbid},
    ),
    Feature(
        Act.CHOOSE_LANGUAGE, "language", greeting.language,
        buttons={do.ChooseLanguage: greeting.choose_language},
    ),
    Feature(Act.GET_HELP, "help", greeting.help_),
    Feature(Act.LEAVE_REPORT, "cancel", report.cancel),
))
