"""Methods that answer taps and inline queries."""

from __future__ import annotations

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.limits import check_toast
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram, Toast

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def answer_callback_query(telegram: Telegram, params: Params) -> bool:
    """Answer a tap, with or without words; each tap can be answered once."""
    text = params.text("text")
    check_toast(text)
    user_id = telegram.asked.taps.pop(params.text("callback_query_id"), None)
    if user_id is None:
        raise bad_request(TOO_OLD)
    telegram.show_toast(Toast(user_id, text, params.flag("show_alert")))
    return True


async def answer_inline_query(telegram: Telegram, params: Params) -> bool:
    """Answer an inline query with at most 50 results."""
    results = params.structure("results")
    if not isinstance(results, list) or len(results) > 50:
        raise bad_request("can't parse inline query results JSON object")
    query_id = params.text("inline_query_id")
    user_id = telegram.asked.queries.pop(query_id, None)
    if user_id is None:
        raise bad_request(TOO_OLD)
    telegram.asked.results[query_id] = results
    telegram.feed.tell("inline", user_id=user_id, query_id=query_id, results=results)
    telegram.signal.fire()
    return True


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
