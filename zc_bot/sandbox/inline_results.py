"""What Telegram refuses of the results of an inline query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from zc_bot.sandbox.entities import formatted
from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.keyboards import check_markup
from zc_bot.sandbox.limits import check_caption, check_text

RESULTS, RESULT_ID = 50, 64
NO_RESULT = "can't parse inline query result: "
NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (("title",),),
    "audio": (("audio_url", "audio_file_id"),),
    "contact": (("phone_number",), ("first_name",)),
    "document": (("title",), ("document_url", "document_file_id")),
    "game": (("game_short_name",),),
    "gif": (("gif_url", "gif_file_id"),),
    "location": (("latitude",), ("longitude",), ("title",)),
    "mpeg4_gif": (("mpeg4_url", "mpeg4_file_id"),),
    "photo": (("photo_url", "photo_file_id"), ("photo_file_id", "thumbnail_url")),
    "sticker": (("sticker_file_id",),),
    "venue": (("latitude",), ("longitude",), ("title",), ("address",)),
    "video": (("title",), ("video_url", "video_file_id"), ("video_file_id", "mime_type")),
    "voice": (("title",), ("voice_url", "voice_file_id")),
}
"""The fields that each type of result must have: of every group at least one."""
CONTENT = ({"message_text"}, {"latitude", "longitude"}, {"phone_number", "first_name"}, {"title", "payload"})
"""What makes content a text, a place or venue, a contact, an invoice."""


def check_inline_results(results: Any) -> None:
    """Refuse results by their number, shape, ids and titles, and where what they say could not be sent."""
    if not isinstance(results, list):
        raise bad_request("expected an Array of inline query results")
    if len(results) > RESULTS:
        raise bad_request("too many inline query results specified")
    for each in results:
        _check_result(each)
    ids = [each["id"] for each in results]
    if not all(1 <= len(each.encode()) <= RESULT_ID for each in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if any(each["type"] == "article" and not str(each["title"]).strip() for each in results):
        raise bad_request("ARTICLE_TITLE_EMPTY")


def check_inline_button(button: Any) -> None:
    """Refuse a button above the results that leads nowhere, or by no proper parameter."""
    if button is None:
        return
    about = "can't parse inline query results button: "
    if not isinstance(button, dict):
        raise bad_request(f"{about}InlineQueryResultsButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{about}Can\'t find field "text"')
    if "start_parameter" in button:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(button["start_parameter"])):
            raise bad_request("START_PARAM_INVALID")
    elif "web_app" not in button:
        raise bad_request(f"{about}InlineQueryResultsButton must have exactly one optional field")


def _check_result(result: Any) -> None:
    """Refuse what is no result, or has not what its type needs."""
    if not isinstance(result, dict):
        raise bad_request(f"{NO_RESULT}Inline query result must be an object")
    for name in ("type", "id"):
        if not isinstance(result.get(name), str):
            raise bad_request(f'{NO_RESULT}Can\'t find field "{name}"')
    kind = result["type"]
    _check_content(result)
    if kind not in NEEDED:
        raise bad_request(f'{NO_RESULT}type "{kind}" is unsupported for the inline query result')
    for names in NEEDED[kind]:
        if not any(name in result for name in names):
            raise bad_request(f'{NO_RESULT}Can\'t find field "{names[-1]}"')


def _check_content(result: Mapping[str, Any]) -> None:
    """Refuse a result whose message could not be sent; an article must have one."""
    check_markup(result.get("reply_markup"), private=False)
    if result.get("caption"):
        caption, _ = formatted(
            str(result["caption"]), str(result.get("parse_mode") or ""), result.get("caption_entities")
        )
        check_caption(caption)
    content = result.get("input_message_content")
    if content is None:
        if result["type"] == "article":
            raise bad_request(f'{NO_RESULT}Can\'t find field "message_text"')
        return
    if not isinstance(content, dict):
        raise bad_request(f'{NO_RESULT}Field "input_message_content" must be of type Object')
    if not any(needed <= content.keys() for needed in CONTENT):
        raise bad_request(f"{NO_RESULT}Input message content is not specified")
    if "message_text" in content:
        text, _ = formatted(
            str(content["message_text"]), str(content.get("parse_mode") or ""), content.get("entities")
        )
        check_text(text)
