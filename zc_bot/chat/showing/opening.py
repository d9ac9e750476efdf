"""The button that opens the Mini App, beneath the answers that lead to what it shows."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.chat.replies import Response
from zc_bot.chat.turn import Turn

COMMANDS = {"start": "app.button", "report": "app.button_form", "status": "app.button"}
"""Which answers bear it, and what it says there."""


def with_app(turn: Turn, command: str, response: Response) -> Response:
    """Put the button beneath the first message of an answer, in private chats."""
    label, address = COMMANDS.get(command), turn.rules.site.app
    if label is None or address is None or not turn.incoming.private or not response.replies:
        return response
    first, *rest = response.replies
    where = f"{address}?lang=en" if turn.texts.lang == "en" else address
    return replace(response, replies=(replace(first, web_app=(turn.texts.plain(label), where)), *rest))
