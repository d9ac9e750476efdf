"""Buttons of reporting: the dialogue, sheets, files, one's own reports."""

from __future__ import annotations

from typing import cast

from zc_bot.chat.codec import Action, stored_as
from zc_bot.submission.replies import TapName


@stored_as("report.open")
class OpenReport(Action):
    """Open the dialogue at a community ('': the person's own), a year, maybe a metric.

    walk: go on from there figure by figure. anew: give an open report of another place up for it.
    """

    community: str
    year: int
    metric: str = ""
    walk: bool = False
    anew: bool = False


@stored_as("report.resume")
class ResumeReport(Action):
    """Take up a report again that was cancelled by a slip of the thumb; `draft` as JSON."""

    draft: str


@stored_as("report.go_on")
class GoOnReporting(Action):
    pass


@stored_as("report.anew")
class ReportAnew(Action):
    """Give the open report up and begin with what was typed."""

    line: str


@stored_as("report.note")
class NoteLine(Action):
    """Take a line into the open report that could have been a question."""

    line: str


@stored_as("report")
class ReplyToReport(Action):
    """Reply to the dialogue at one version of the draft."""

    tap: str
    arg: str
    version: int

    @property
    def name(self) -> TapName:
        return cast(TapName, self.tap)


@stored_as("sheet:form")
class GetForm(Action):
    year: int | None = None


@stored_as("sheet:confirm")
class SubmitSheet(Action):
    """Hand in what a sheet said; `figures` as JSON."""

    figures: str


@stored_as("sheet:leave")
class LeaveSheet(Action):
    pass


@stored_as("attachment:place")
class FilesOfPlace(Action):
    """Give the files of a community's year, but for the newest `given`."""

    community: str
    year: int
    given: int = 0


@stored_as("attachment:mine")
class FilesOfReport(Action):
    """Give the files of one's own report, but for the newest `given`."""

    serial: int
    given: int = 0


@stored_as("attachment:figures")
class FilesOfFigures(Action):
    """Give the files of some figures; years and metrics empty: of all. given: how many were given already."""

    communities: tuple[str, ...]
    years: tuple[str, ...]
    metrics: tuple[str, ...]
    given: int = 0


@stored_as("mine:list")
class ListReports(Action):
    pass


@stored_as("mine:withdraw")
class AskToWithdraw(Action):
    """Ask before a report, or only some of its metrics, is taken back."""

    serial: int
    metrics: tuple[str, ...] = ()


@stored_as("mine:take")
class Withdraw(Action):
    serial: int
    metrics: tuple[str, ...] = ()
