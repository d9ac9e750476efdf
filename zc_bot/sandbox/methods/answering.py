"""Methods that answer taps and inline queries."""

from __future__ import annotations

from zc_bot.sandbox.core import Asking
from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.inline_results import check_inline_button, check_inline_results
from zc_bot.sandbox.limits import check_toast
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram, Toast

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NEXT_OFFSET = 64
TAP_LIVES, QUERY_LIVES = 60.0, 30.0
"""Seconds within which an answer is taken. Telegram does not tell its own; a bot should need one."""


async def answer_callback_query(telegram: Telegram, params: Params) -> bool:
    """Answer a tap, with or without words; each tap can be answered once, and not for long."""
    text = params.text("text")
    check_toast(text)
    if (url := params.text("url")) and not url.startswith(("https://t.me/", "tg://")):
        raise bad_request("URL_INVALID")
    asking = _taken(telegram, telegram.asked.taps, params.text("callback_query_id"), TAP_LIVES)
    telegram.show_toast(Toast(asking.user_id, text, params.flag("show_alert")))
    return True


async def answer_inline_query(telegram: Telegram, params: Params) -> bool:
    """Answer an inline query with at most 50 results, each of which could be sent."""
    results = params.structure("results") or []
    check_inline_results(results)
    check_inline_button(params.structure("button"))
    if len(params.text("next_offset").encode()) > NEXT_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    query_id = params.text("inline_query_id")
    asking = _taken(telegram, telegram.asked.queries, query_id, QUERY_LIVES)
    telegram.asked.results[query_id] = results
    telegram.feed.tell("inline", user_id=asking.user_id, query_id=query_id, results=results)
    telegram.signal.fire()
    return True


def _taken(telegram: Telegram, waiting: dict[str, Asking], asked: str, lives: float) -> Asking:
    """Return who waits for an answer, who then does so no more; raise ApiError where nobody does, or for too long."""
    asking = waiting.pop(asked, None)
    if asking is None or telegram.clock.monotonic() - asking.since > lives:
        raise bad_request(TOO_OLD)
    return asking


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
