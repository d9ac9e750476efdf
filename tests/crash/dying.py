"""An update that ends the process that handles it, as a fault in a library's C code would."""

from __future__ import annotations

import os
import signal
from typing import Any

from zc_bot.chat import work

POISON = "an update that nobody survives"
_perform = work.perform


def perform(session: Any, conversation: Any, incoming: Any, now: Any) -> Any:
    """Do an update, or die of it."""
    if incoming.text == POISON:
        os.kill(os.getpid(), signal.SIGKILL)
    return _perform(session, conversation, incoming, now)
