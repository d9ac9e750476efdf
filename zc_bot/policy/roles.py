"""Who may do what: one table of acts by roles, and the principal that every query and every change is made for.

docs/ROLES.md is this table in words; the tests hold the two together and try every cell.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal, get_args

from zc_bot.errors import NotAllowed
from zc_bot.policy.languages import Lang
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Audience
from zc_bot.values import dataclass

Role = Literal["viewer", "reporter", "lead", "reviewer", "admin", "member"]
ROLES: tuple[Role, ...] = get_args(Role)
Scope = Literal["–", "self", "own", "others", "all"]
"""How far an act reaches: not at all; one's own reports and settings; the communities of one's own authorities;
every community but one's own figures; every community."""


class Act(Enum):
    """What can be done, as docs/ROLES.md says it, and how far each role may, in the order of `ROLES`."""

    #                                                            viewer  reporter lead    reviewer  admin     member
    SEE_APPROVED = "see approved figures",                       "all",  "all",  "all",  "all",    "all",    "all"
    SEE_WAITING = "see figures that wait for review",            "–",    "own",  "own",  "all",    "all",    "–"
    SEE_REPORTER = "see who reported a figure",                  "all",  "all",  "all",  "all",    "all",    "all"
    SEE_REPORTER_WAITING = "see who reported a figure that waits", "–",  "own",  "own",  "all",    "all",    "–"
    JUDGE = "judge against the policy",                          "all",  "all",  "all",  "all",    "all",    "all"
    RANK = "rank",                                               "all",  "all",  "all",  "all",    "all",    "all"
    SEE_TREND = "see a trend",                                   "all",  "all",  "all",  "all",    "all",    "all"
    SEE_MISSING = "see what is missing",                         "all",  "all",  "all",  "all",    "all",    "all"
    SEE_PROGRESS = "see the progress",                           "all",  "all",  "all",  "all",    "all",    "all"
    SEE_DEADLINE = "see the deadline",                           "all",  "all",  "all",  "all",    "all",    "all"
    EXPORT = "take the figures along as a sheet",                "all",  "all",  "all",  "all",    "all",    "all"
    BRIEF = "get the meeting paper",                             "all",  "all",  "all",  "all",    "all",    "all"
    GET_DIGEST = "get the digest of each week",                  "self", "self", "self", "self",   "self",    "self"
    REMIND_ONESELF = "set reminders of one's own",               "self", "self", "self", "self",   "self",    "self"
    CHOOSE_LANGUAGE = "choose a language",                       "self", "self", "self", "self",   "self",    "self"
    GET_HELP = "get help",                                       "all",  "all",  "all",  "all",    "all",    "all"
    REPORT = "report by dialogue or line",                       "–",    "own",  "–",    "all",    "all",    "–"
    REPORT_BY_SHEET = "report by sheet",                         "–",    "own",  "–",    "all",    "all",    "–"
    LIST_REPORTS = "list one's own reports",                     "–",    "self", "–",    "self",   "self",    "–"
    LEAVE_REPORT = "leave a report",                             "–",    "self", "–",    "self",   "self",    "–"
    REVIEW = "review",                                           "–",    "–",    "–",    "others", "others",    "–"
    NUDGE = "nudge an authority",                                "–",    "–",    "own",  "all",    "all",    "–"
    REOPEN_YEAR = "reopen a year",                               "–",    "–",    "–",    "all",    "all",    "–"
    RECORD_STAGE = "record a stage",                             "–",    "–",    "–",    "all",    "all",    "–"
    RECORD = "note decisions, milestones, targets and support",  "–",    "own",  "own",  "all",    "all",    "self"
    SHOW = "tell progress and stories",                          "–",    "own",  "own",  "all",    "all",    "–"
    REVIEW_SHOWING = "review progress and stories",              "–",    "–",    "–",    "others", "others",    "–"
    LINK_PAGE = "get the page's link",                           "all",  "all",  "all",  "all",    "all",    "all"
    SWITCH_PAGE = "open and close the page",                     "–",    "–",    "–",    "–",      "all",    "–"
    MOVE_DEADLINE = "move a deadline",                           "–",    "–",    "–",    "–",      "all",    "–"
    END_YEAR = "end a year",                                     "–",    "–",    "–",    "–",      "all",    "–"
    APPROVE_IMPORT = "approve what is imported",                 "–",    "–",    "–",    "–",      "all",    "–"
    BROADCAST = "write to everybody",                            "–",    "–",    "–",    "–",      "all",    "–"
    MANAGE_PEOPLE = "invite and remove people",                  "–",    "–",    "–",    "–",      "all",    "–"
    SEE_AUDIT = "see who did what",                              "–",    "–",    "–",    "–",      "all",    "–"
    SEE_HEALTH = "see how the bot is",                           "–",    "–",    "–",    "–",      "all",    "–"
    ALLOW_GROUP = "allow a group",                               "–",    "–",    "–",    "–",      "all",    "–"

    def __init__(self, says: str, *scopes: Scope) -> None:
        self.says = says
        self.scopes = dict(zip(ROLES, scopes, strict=True))

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that may do it, however far."""
        return frozenset(role for role, scope in self.scopes.items() if scope != "–")


_WAITING = frozenset({"submitted", "returned", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Principal:
    """An admitted person, or one of the two principals below that are no person.

    authorities: codes of the authorities it belongs to (reporters and leads), or names of the member departments.
    """

    id: int
    name: str
    role: Role
    authorities: tuple[str, ...] = ()
    lang: Lang = "zh"
    approved_only: bool = False
    """Set where others look on (groups, inline results, the display page)."""
    behind: Role | None = None
    """The role of whoever is there as an onlooker: what they may not do themselves they may not do there."""

    @property
    def rights(self) -> tuple[object, ...]:
        """All that says what it may do and sees: those of the same rights are answered alike."""
        reach = tuple(act.scopes[self.role] for act in Act)
        behind = self.behind and tuple(act.scopes[self.behind] for act in Act)
        return reach, behind, self.role, self.authorities, self.lang, self.approved_only

    def scope(self, act: Act) -> Scope:
        """Say how far it may do something."""
        if self.behind is not None and act.scopes[self.behind] == "–":
            return "–"
        return act.scopes[self.role]

    def may(self, act: Act) -> bool:
        """Tell whether it may do something at all."""
        return self.scope(act) != "–"

    @property
    def unnamed(self) -> frozenset[str]:
        """In which states of a figure it is not told who reported it: an office stands in their place."""
        if self.approved_only:
            return frozenset({"approved", *_WAITING})
        hidden = set() if self.may(Act.SEE_REPORTER) else {"approved"}
        if self.may(Act.SEE_WAITING) and not self.may(Act.SEE_REPORTER_WAITING):
            hidden |= _WAITING
        return frozenset(hidden)

    @property
    def reviews(self) -> bool:
        return self.may(Act.REVIEW)

    @property
    def reports(self) -> bool:
        return self.may(Act.REPORT)

    @property
    def reports_own(self) -> bool:
        """Whether it reports for its own authorities, who are reminded of it."""
        return self.scope(Act.REPORT) == "own"

    def communities(self, programme: Programme) -> tuple[str, ...]:
        """Codes of the communities it may report for, in the programme's order."""
        return self.reach(Act.REPORT, programme)

    def reach(self, act: Act, programme: Programme) -> tuple[str, ...]:
        """Codes of the communities that an act reaches, in the programme's order."""
        match self.scope(act):
            case "all" | "others":
                return tuple(programme.community)
            case "own":
                return self.own(programme)
            case _:
                return ()

    def own(self, programme: Programme) -> tuple[str, ...]:
        """Codes of its authorities' communities, in the programme's order."""
        theirs = [programme.of_authority.get(authority, ()) for authority in self.authorities]
        if len(theirs) < 2:
            return theirs[0] if theirs else ()
        mine = {code for codes in theirs for code in codes}
        return tuple(code for code in programme.community if code in mine)


ON_PAGE = (Act.SEE_APPROVED, Act.JUDGE, Act.SEE_TREND, Act.SEE_PROGRESS)
"""What the page does for whoever looks at it: it is shown, and linked to, where all of that is allowed."""


def roles_that_link() -> frozenset[Role]:
    """Return the roles whose links to the page are good."""
    return Act.LINK_PAGE.roles.intersection(*(act.roles for act in ON_PAGE))


def require(who: Principal, act: Act) -> None:
    """Raise `NotAllowed`, which names the act, unless `who` may do it."""
    if not who.may(act):
        raise NotAllowed(act.name.lower())


def seen_by(who: Principal, programme: Programme) -> tuple[str, ...]:
    """Codes of the communities of which somebody sees what waits for review, where they are asking."""
    return () if who.approved_only else who.reach(Act.SEE_WAITING, programme)


def needs_authority(role: Role) -> bool:
    """Tell whether a role is one of an authority: something of it reaches its own communities only."""
    return any(act.scopes[role] == "own" for act in Act)


def reports_own(role: str) -> bool:
    """Tell whether a role reports for its own authorities; False for one that there is no more."""
    return role in ROLES and Act.REPORT.scopes[role] == "own"


def manager() -> Role:
    """Return the role of who runs it all: of those that manage people the one that may do most."""
    return max(sorted(Act.MANAGE_PEOPLE.roles), key=lambda role: sum(act.scopes[role] != "–" for act in Act))


def own_reporter() -> Role:
    """Return the role of who reports for an authority: of those that report their own the one that may do least."""
    return min(filter(reports_own, ROLES), key=lambda role: sum(act.scopes[role] != "–" for act in Act))


def audience_of(role: Role) -> Audience | None:
    """Return as whom a role is reminded, by what it may do; None for one that is reminded of nothing."""
    if role in Act.MANAGE_PEOPLE.roles:
        return "admin"
    if role in Act.REVIEW.roles:
        return "reviewer"
    if reports_own(role):
        return "reporter"
    return "lead" if Act.NUDGE.scopes[role] == "own" else None


def needs_department(role: Role) -> bool:
    """Tell whether a role is one of a member department: it notes what that department granted."""
    return Act.RECORD.scopes[role] == "self"


def bodies_of(role: Role, programme: Programme) -> tuple[str, ...]:
    """Return what a person of a role may belong to: member departments by name, else authorities by code."""
    return programme.members if needs_department(role) else tuple(programme.authority)


OPERATOR = Principal(id=0, name="管理员（命令行）", role="admin")
"""The person at the machine's command line."""

ONLOOKER = Principal(id=-1, name="", role="viewer", approved_only=True)
"""Whoever looks at a group or a public page."""
