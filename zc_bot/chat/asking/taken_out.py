"""Who took figures or papers along, from the audit; who may not see it is told who may. No file is made."""

from __future__ import annotations

from zc_bot.chat.admin import auditing
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.reading_out import asks_who_took
from zc_bot.policy.roles import Act
from zc_bot.texts.people import who_may


def spoken(turn: Turn, text: str) -> Response | None:
    """Show the last that was taken along; None for what asks anything else."""
    if not asks_who_took(text):
        return None
    if not turn.who.may(Act.SEE_AUDIT):
        return Response((Reply(turn.texts("audit.taken_hidden", roles=who_may(Act.SEE_AUDIT, turn.texts))),))
    return auditing.taken_along(turn)
