"""The tables. They do not validate: values are checked before they come here, and by CHECK constraints.

Append-only by trigger as well: observation, submission, audit, ledger, showing.
"""

from __future__ import annotations

from zc_bot.storage.tables.admitted import (
    AllowedGroup,
    Invitation,
    OwnReminder,
    Person,
    RosterEntry,
    StandIn,
    Stranger,
    Subscription,
)
from zc_bot.storage.tables.audit import Audit, AuditText
from zc_bot.storage.tables.letters import Broadcast, Inbox, Outbox
from zc_bot.storage.tables.recorded import (
    AlbumPhoto,
    LedgerRow,
    PageLink,
    Photo,
    ShowingDraft,
    ShowingRow,
    WebSession,
)
from zc_bot.storage.tables.reported import LETTER, Attachment, FigureRequest, Observation, Proof, Standing, Submission
from zc_bot.storage.tables.table import Meta, Table
from zc_bot.storage.tables.talk import Context, Draft, Keyboard, Prompt, Unanswered
from zc_bot.storage.tables.year import ClosedYear, DaysOff, Override

__all__ = [
    "LETTER",
    "AlbumPhoto",
    "AllowedGroup",
    "Attachment",
    "Audit",
    "AuditText",
    "Broadcast",
    "ClosedYear",
    "Context",
    "DaysOff",
    "Draft",
    "FigureRequest",
    "Inbox",
    "Invitation",
    "Keyboard",
    "LedgerRow",
    "Meta",
    "Observation",
    "Outbox",
    "Override",
    "OwnReminder",
    "PageLink",
    "Person",
    "Photo",
    "Prompt",
    "Proof",
    "RosterEntry",
    "ShowingDraft",
    "ShowingRow",
    "StandIn",
    "Standing",
    "Stranger",
    "Submission",
    "Subscription",
    "Table",
    "Unanswered",
    "WebSession",
]
