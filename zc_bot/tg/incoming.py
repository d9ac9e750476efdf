"""A Telegram update → `Incoming`, and what of it may be put away.

Read from its JSON: python-telegram-bot makes an object of every part, which took a tenth of an update's time, for the
dozen values that are needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from zc_bot.chat.incoming import Incoming, Kind
from zc_bot.policy.hidden import names_nothing, safe_file_name, visible
from zc_bot.policy.languages import Lang, language_of
from zc_bot.storage.admission import TOKEN_LENGTH, contact_hash, token_hash
from zc_bot.tg.addressing import addressed, said

Raw = Mapping[str, Any]
_START = re.compile(r"^\s*[/／]start\S*\s+(\S+).*", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"([?&]start(?:group|app)?(?:=|%3D))([\w-]+)", re.IGNORECASE)
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_UNSEEN = re.compile(f"[{_HIDDEN}]")
_MAYBE = re.compile(rf"[A-Za-z0-9_\-\uff01-\uff5e{_HIDDEN}]{{{TOKEN_LENGTH}}}")
_RUN = re.compile(rf"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{{{TOKEN_LENGTH},{TOKEN_LENGTH + 11}}}(?![A-Za-z0-9_-])")
"""What may be a token, with start, startgroup or the 3D of a link written before it."""
_BEFORE_TOKEN = re.compile(r"(?:startgroup|startapp|start|3d)[=_-]?", re.IGNORECASE)
SAID = frozenset({
    "text", "contact", "document", "photo", "sticker", "voice", "audio", "video", "video_note", "animation",
    "location", "venue", "poll", "dice", "story", "game", "checklist", "paid_media", "live_photo", "rich_message",
})
"""What people send; whatever has none of it tells of the chat itself."""
LONGEST_NAME = 64
OUTSIDE = frozenset({"left", "kicked"})
GROUPS = frozenset({"group", "supergroup"})
INVITATION = "zc_invitation"
"""The field of a message that is put away which holds a hashed token; nothing that is typed can stand there."""


def sender_of(update: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return (chat, person) of a raw update, None where it has none."""
    for value in update.values():
        if not isinstance(value, dict):
            continue
        person = value.get("from")
        message = value.get("message") if "data" in value else value
        chat = message.get("chat") if isinstance(message, dict) else None
        person_id = person.get("id") if isinstance(person, dict) else None
        chat_id = chat.get("id") if isinstance(chat, dict) else None
        return (chat_id if isinstance(chat_id, int) else person_id), person_id
    return None, None


def without_secrets(update: dict[str, Any], phone_key: str = "") -> dict[str, Any]:
    """Put hashes in place of an invitation's token and of a shared phone, before anything is put away."""
    for value in update.values():
        if isinstance(value, dict):
            _hide(value, phone_key)
            _mask(value)
    return update


def _tokens(text: str) -> list[tuple[int, int, str]]:
    """Find what has an invitation's form, by length and letters, in any width and with hidden characters within.

    Returns (start, end, token), the places in the text as it was typed.
    """
    if _MAYBE.search(text) is None:
        return []
    at, plain = list[int](), ""
    for place, one in enumerate(text):
        for seen in "" if _UNSEEN.match(one) else unicodedata.normalize("NFKC", one):
            at.append(place)
            plain += seen
    runs = ((run, _token(run[0])) for run in _RUN.finditer(plain))
    return [(at[run.start()], at[run.end() - 1] + 1, token) for run, token in runs if token is not None]


def _token(run: str) -> str | None:
    before = _BEFORE_TOKEN.match(run)
    rest = run[before.end() :] if before is not None and len(run) - before.end() >= TOKEN_LENGTH else run
    found = rest[:TOKEN_LENGTH]
    # Of random ones one in ten million lacks small letters or capitals; rules and digests do.
    return found if found.lower() != found and found.upper() != found else None


def _masked(text: str) -> str:
    for start, end, _ in reversed(_tokens(text)):
        text = text[:start] + _dots(text[start:end]) + text[end:]
    return text


def _mask(value: Any) -> None:
    """Mask tokens in whatever an update holds, but for Telegram's ids and names of files (Screenshot_20261129-…)."""
    if isinstance(value, dict):
        for name, one in value.items():
            if isinstance(one, str):
                if not name.endswith("id") and name not in {INVITATION, "file_name"}:
                    value[name] = _masked(one)
            else:
                _mask(one)
    elif isinstance(value, list):
        value[:] = [_masked(one) if isinstance(one, str) else one for one in value]
        for one in value:
            _mask(one)


def _hide(message: dict[str, Any], phone_key: str) -> None:
    """Hide the secrets of a message, and of those that it answers, pins or belongs to."""
    message.pop(INVITATION, None)
    for name in ("text", "caption", "query"):
        if not isinstance(message.get(name), str):
            continue
        if (found := _START.match(message[name])) is not None:
            message[name], message[INVITATION] = "/start", token_hash(found[1])
        elif tokens := _tokens(message[name]):
            message[INVITATION] = token_hash(tokens[0][2])
            message[name] = _masked(message[name])
        message[name] = _LINK.sub(_dotted, message[name])
    if isinstance(contact := message.get("contact"), dict):
        phone = str(contact.get("phone_number") or "")
        message["contact"] = {"hash": contact_hash(phone, phone_key), "user_id": contact.get("user_id")}
    for name in ("message", "reply_to_message", "pinned_message", "external_reply"):
        if isinstance(message.get(name), dict):
            _hide(message[name], phone_key)


def _dotted(link: re.Match[str]) -> str:
    """Hide a link's token at its length: where Telegram says that something stands after it, it still stands."""
    return link[1] + _dots(link[2])


def _dots(hidden: str) -> str:
    return "•" * (len(hidden.encode("utf-16-le", "surrogatepass")) // 2)


def read_update(raw: Raw, bot_id: int, username: str) -> Incoming | None:
    """Read a raw update; None for one that the bot has nothing to do with (channels, other bots, its own words).

    Raises `KeyError`, `TypeError` or `AttributeError` for one that is not formed as Telegram's are.
    """
    raw = _present(raw)
    update_id = raw["update_id"]
    if (query := raw.get("callback_query")) is not None:
        return _tap(update_id, query)
    if (query := raw.get("inline_query")) is not None:
        user = query["from"]
        return Incoming(
            update_id, "inline", user["id"], user["id"], _full_name(user), _lang(user), text=query["query"],
            ref=query["id"],
        )
    if (change := raw.get("my_chat_member")) is not None:
        return _membership(update_id, change)
    edited = raw.get("edited_message")
    message = edited or raw.get("message")
    if message is None or "from" not in message or message.get("via_bot", {}).get("id") == bot_id:
        return None
    if not _says_something(message, edited is not None):
        return None
    if message["from"]["is_bot"] or "sender_chat" in message:
        return _anonymous(update_id, message, bot_id, username) if message is not edited else None
    return _message(update_id, message, "edited" if edited else None, bot_id, username)


def _says_something(message: Raw, edited: bool) -> bool:
    """Tell whether a person says something: not where a chat tells of a pin or a timer, nor a moving location."""
    if edited:
        return "text" in message or "caption" in message
    return "migrate_to_chat_id" in message or not SAID.isdisjoint(message)


def _membership(update_id: int, change: Raw) -> Incoming | None:
    """Read that the bot was put into a chat or out of it; None where it only got other rights."""
    chat, user = change["chat"], change["from"]
    before, now = (_is_in(change[name]) for name in ("old_chat_member", "new_chat_member"))
    if before == now or chat["type"] == "channel":
        return None
    return Incoming(
        update_id, "let_in" if now else "put_out", chat["id"], user["id"], _full_name(user), _lang(user),
        chat["type"] == "private",
    )


def _is_in(member: Raw) -> bool:
    """Tell whether the bot is in a chat; one that was restricted there stays so when it is put out."""
    return member["status"] not in OUTSIDE and bool(member.get("is_member", True))


def _anonymous(update_id: int, message: Raw, bot_id: int, username: str) -> Incoming | None:
    """Read what somebody asks of the bot as the group itself or as a channel; None for others who are no person.

    A channel's posts that Telegram itself passes on into its group are nobody's question.
    """
    chat, speaker = message["chat"], message.get("sender_chat", {})
    if chat["type"] not in GROUPS or message.get("is_automatic_forward"):
        return None
    as_group = speaker.get("id") == chat["id"]
    if not as_group and speaker.get("type") != "channel":
        return None
    is_meant, _ = addressed(message, bot_id, username)
    if not is_meant:
        return None
    kind: Kind = "anonymous" if as_group else "as_channel"
    album = str(message.get("media_group_id", ""))
    return Incoming(update_id, kind, chat["id"], 0, private=False, topic=_topic(message), album=album)


def _present(value: Any) -> Any:
    """Drop what is null: it is as if it were absent."""
    if isinstance(value, dict):
        return {key: _present(item) for key, item in value.items() if item is not None}
    return [_present(item) for item in value] if isinstance(value, list) else value


def _tap(update_id: int, query: Raw) -> Incoming | None:
    message = query.get("message")
    if message is None:
        return None
    chat, user = message["chat"], query["from"]
    return Incoming(
        update_id, "tap", chat["id"], user["id"], _full_name(user), _lang(user), chat["type"] == "private",
        data=query.get("data", ""), ref=query["id"], message=message["message_id"], topic=_topic(message),
    )


def _message(update_id: int, message: Raw, kind: Kind | None, bot_id: int, username: str) -> Incoming | None:
    user, chat = message["from"], message["chat"]
    if chat["type"] == "channel":
        return None
    private = chat["type"] == "private"
    is_meant, text = (True, said(message)) if private else addressed(message, bot_id, username)
    document, photo = message.get("document"), message.get("photo")
    # In a group nothing is done with a file; what is written under it is said like anything else.
    file = (document or (photo[-1] if photo else {})) if private else {}
    name = safe_file_name(document.get("file_name", "")) if document else ""
    if not private and "caption" in message:
        kind = kind or "text"
    return Incoming(
        update_id, kind or _kind(message), chat["id"], user["id"], _full_name(user), _lang(user), private, is_meant,
        text=text.strip(), message=message["message_id"], file=file.get("file_id", ""),
        file_name=name, file_size=file.get("file_size", 0),
        moved_to=message.get("migrate_to_chat_id", 0), contact=_own_contact(message, user["id"]),
        invitation=message.get(INVITATION, ""), topic=_topic(message),
        author=_author(message, user["id"]), via="via_bot" in message,
        sent_at=int(message.get("edit_date") or message.get("date") or 0),
        album=str(message.get("media_group_id", "")),
    )


def _topic(message: Raw) -> int:
    """Return the topic that a message is in; a thread of replies in an ordinary group is none."""
    return int(message.get("message_thread_id", 0)) if message.get("is_topic_message") else 0


def _author(message: Raw, sender: int) -> str:
    """Return whose words a message is where the sender only passes them on, '' where they are their own."""
    if (bot := message.get("via_bot")) is not None:
        return f"@{bot.get('username', '')}"
    origin = message.get("forward_origin")
    if origin is None or origin.get("sender_user", {}).get("id") == sender:
        return ""
    chat = origin.get("sender_chat") or origin.get("chat") or {}
    user = origin.get("sender_user")
    name = visible(_full_name(user) if user else str(origin.get("sender_user_name") or chat.get("title") or ""))
    return "?" if names_nothing(name) else name[:LONGEST_NAME]


def _own_contact(message: Raw, sender: int) -> str:
    """Return the hash of a contact that is the sender's own, shared by themselves and not forwarded, else ''."""
    contact = message.get("contact", {})
    if "forward_origin" in message or "via_bot" in message or contact.get("user_id") != sender:
        return ""
    return str(contact.get("hash", ""))


def _kind(message: Raw) -> Kind:
    if message.get("migrate_to_chat_id"):
        return "migrated"
    if "text" in message:
        return "text"
    if "contact" in message:
        return "contact"
    if "document" in message:
        return "document"
    return "photo" if message.get("photo") else "other"


def _full_name(user: Raw) -> str:
    return f"{user['first_name']} {user.get('last_name', '')}".strip()


def _lang(user: Raw) -> Lang:
    return language_of(user.get("language_code"))
