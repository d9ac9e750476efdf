"""The parts of messages that several methods share: texts, keyboards, what is replied to, files."""

from __future__ import annotations

from typing import Any

from zc_bot.sandbox.core import document_of, file_json, photo_of, without_reply
from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.elsewhere import document_at, is_address, picture_at
from zc_bot.sandbox.entities import formatted
from zc_bot.sandbox.errors import ApiError, bad_request
from zc_bot.sandbox.files import PHOTO_LIMIT, PHOTOS, UPLOAD_LIMIT, StoredFile, Upload
from zc_bot.sandbox.keyboards import check_markup
from zc_bot.sandbox.limits import check_caption, check_text
from zc_bot.sandbox.markup import Entity
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.pictures import SERVER, check_shape
from zc_bot.sandbox.state import Telegram

TYPES = {
    "photos": "Photo", "documents": "Document", "stickers": "Sticker", "voice": "VoiceNote",
    "videos": "Video", "audios": "Audio",
}
PERSISTENT = ("keyboard", "force_reply")


def text_content(params: Params) -> Json:
    """Return the text part of a message."""
    options = params.structure("link_preview_options")
    if params.is_null("link_preview_options") or not isinstance(options or {}, dict):
        raise bad_request("object expected as link preview options")
    if not params.text("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(params.text("text"), params.text("parse_mode"), params.structure("entities"))
    check_text(text)
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_content(params: Params) -> Json:
    """Return the caption part of a message, empty without one."""
    return caption_of(params.text("caption"), params.text("parse_mode"), params.structure("caption_entities"))


def caption_of(source: str, parse_mode: str, given: list[Entity] | None) -> Json:
    """Return a caption with its entities, empty where there is no text."""
    caption, entities = formatted(source, parse_mode, given)
    check_caption(caption)
    if not caption:
        return {}
    return {"caption": caption} | ({"caption_entities": entities} if entities else {})


def inline_keyboard(params: Params, chat: Json) -> Json | None:
    """Return the inline keyboard sent along, None without one (or with an empty one)."""
    markup = _markup(params)
    check_markup(markup, chat["type"] == "private")
    if not isinstance(markup, dict) or "inline_keyboard" not in markup or markup.get("keyboard"):
        return None
    rows = [row for row in markup["inline_keyboard"] if row]
    return {"inline_keyboard": rows} if rows else None


def _markup(params: Params) -> Any:
    if params.is_null("reply_markup"):
        raise bad_request("object expected as reply markup")
    return params.structure("reply_markup", "reply keyboard markup")


def is_below_the_chat(params: Params) -> bool:
    """Tell whether the markup sent along is for below the chat, not for under the message."""
    markup = _markup(params)
    return isinstance(markup, dict) and any(markup.get(key) for key in (*PERSISTENT, "remove_keyboard"))


def put_up_keyboard(telegram: Telegram, chat: Json, params: Params) -> None:
    """Show or remove the chat's reply keyboard; it is never part of the returned message."""
    markup = _markup(params)
    if not isinstance(markup, dict):
        return
    if any(markup.get(key) for key in PERSISTENT):
        telegram.keyboards[chat["id"]] = markup
    elif markup.get("remove_keyboard"):
        telegram.keyboards.pop(chat["id"], None)
    else:
        return
    telegram.feed.tell("keyboard", chat_id=chat["id"], keyboard=telegram.keyboards.get(chat["id"]))


def quoted(telegram: Telegram, chat: Json, params: Params) -> Json:
    """Return the message that is replied to, as a part of the new one."""
    if params.is_null("reply_parameters"):
        raise bad_request("object expected as reply parameters")
    reply = params.structure("reply_parameters")
    if reply is None and params.integer("reply_to_message_id", 0):
        # The old way to say it, which is still read.
        reply = {"message_id": params.integer("reply_to_message_id"),
                 "allow_sending_without_reply": params.flag("allow_sending_without_reply")}
    if reply is None or reply == {}:
        return {}
    if not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    message_id = reply.get("message_id")
    if not isinstance(message_id, int | str) or not str(message_id).removeprefix("-").isdecimal():
        raise bad_request('can\'t parse reply parameters: Can\'t find field "message_id"')
    stored = telegram.history.get(chat["id"], int(message_id))
    if stored is None:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": without_reply(stored.message)}


def photo_content(telegram: Telegram, reference: str, upload: Upload | None) -> Json:
    """Return a picture, uploaded, known by its id or at an address."""
    if upload is not None:
        _check_size(upload, PHOTO_LIMIT)
        check_shape(upload.content)
        return telegram.photo(upload, SERVER)
    if is_address(reference):
        return telegram.photo(picture_at(reference))
    return photo_of(telegram.files.photo(_known(telegram, reference, PHOTOS).file_id))


def document_content(telegram: Telegram, reference: str, upload: Upload | None) -> Json:
    """Return a file, uploaded, known by its id or at an address."""
    if upload is not None:
        _check_size(upload, UPLOAD_LIMIT)
        return telegram.document(upload)
    if is_address(reference):
        return telegram.document(document_at(reference))
    return document_of(_known(telegram, reference, "documents"))


def media_content(telegram: Telegram, params: Params, item: Any) -> Json:
    """Return an InputMedia as the part of a message that shows it, with its caption."""
    if not isinstance(item, dict):
        raise bad_request("can't parse media JSON object")
    if not isinstance(item.get("media"), str):
        raise bad_request('can\'t parse InputMedia: Can\'t find field "media"')
    reference = item["media"]
    content_of = {
        "photo": photo_content, "document": document_content, "video": _video, "audio": _audio,
    }.get(str(item.get("type")))
    if content_of is None:
        raise bad_request("unsupported media type")
    content = content_of(telegram, reference, params.attached(reference))
    return content | caption_of(
        item.get("caption") or "", item.get("parse_mode") or "", item.get("caption_entities")
    )


def _video(telegram: Telegram, reference: str, upload: Upload | None) -> Json:
    stored = known_file(telegram, "videos", reference, upload)
    shape = {"width": 0, "height": 0, "duration": 0, "mime_type": stored.upload.mime}
    return {"video": file_json(stored) | shape}


def _audio(telegram: Telegram, reference: str, upload: Upload | None) -> Json:
    stored = known_file(telegram, "audios", reference, upload)
    return {"audio": file_json(stored) | {"duration": 0, "mime_type": stored.upload.mime}}


def _known(telegram: Telegram, reference: str, folder: str) -> StoredFile:
    """Return a file by its id, as what it was sent as: none can be sent as something else."""
    stored = telegram.files.get(reference)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.folder != folder:
        raise bad_request(f"can't use file of type {TYPES[stored.folder]} as {TYPES[folder]}")
    return stored


def known_file(telegram: Telegram, folder: str, reference: str, upload: Upload | None) -> StoredFile:
    """Return a file of another kind, uploaded or known by its id."""
    if upload is not None:
        _check_size(upload, UPLOAD_LIMIT)
        return telegram.files.keep(folder, upload)
    return _known(telegram, reference, folder)


def _check_size(upload: Upload, limit: int) -> None:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > limit:
        raise ApiError(413, "Request Entity Too Large")
