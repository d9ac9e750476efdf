"""The Bot API's methods by lower-case name: each takes the Telegram and the call's parameters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from zc_bot.sandbox.methods import answering, chats, editing, receiving, sending, settings
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram

Method = Callable[[Telegram, Params], Awaitable[Any]]

NAMED: dict[str, Method] = {
    **answering.METHODS,
    **chats.METHODS,
    **editing.METHODS,
    **receiving.METHODS,
    **sending.METHODS,
    **settings.METHODS,
}
METHODS: dict[str, tuple[str, Method]] = {name.lower(): (name, method) for name, method in NAMED.items()}
