"""What people send beside texts and files: albums, forwards, stickers, voice, places, service messages."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.sandbox.core import file_json, without_reply
from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.files import Upload
from zc_bot.sandbox.people import PRIVATELY, People, Where, captioned

FORWARDED = (
    "text", "entities", "photo", "document", "caption", "caption_entities", "contact", "sticker", "voice", "location",
)
OGG, WEBP = "audio/ogg", "image/webp"


class Sent(People):
    """People's less usual messages; each returns the id of the update that tells the bot."""

    def album(
        self, user_id: int, files: Sequence[Upload], captions: Sequence[str] = (), where: Where = PRIVATELY
    ) -> list[int]:
        """Send pictures, or else files, as one album; return the updates' ids, one a message.

        captions: of the first, the second …; most clients put one under the first or under the last.
        """
        together = {"media_group_id": self.new_id("album")} if len(files) > 1 else {}
        pictures = all(each.mime in ("image/png", "image/jpeg") for each in files)
        said = [*captions, *[""] * len(files)]
        return [
            self.arrive(
                user_id,
                together | (self.photo(each) if pictures else self.document(each)) | captioned(caption),
                where,
            )
            for each, caption in zip(files, said, strict=False)
        ]

    def forward(
        self,
        user_id: int,
        message: Json,
        where: Where = PRIVATELY,
        hidden: bool = False,
    ) -> int:
        """Forward a message (as the Bot API shows it); `hidden`: of somebody whose account is not to be linked."""
        content = {key: message[key] for key in FORWARDED if key in message}
        return self.arrive(user_id, {"forward_origin": origin_of(message, hidden)} | content, where)

    def sticker(self, user_id: int, emoji: str = "👍", where: Where = PRIVATELY) -> int:
        """Send a sticker."""
        stored = self.files.keep("stickers", Upload("sticker.webp", WEBP, b"RIFF"))
        shape: Json = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.arrive(user_id, {"sticker": file_json(stored) | shape | {"emoji": emoji}}, where)

    def voice(self, user_id: int, seconds: int = 3, where: Where = PRIVATELY) -> int:
        """Send a voice message."""
        stored = self.files.keep("voice", Upload("voice.oga", OGG, b"OggS"))
        return self.arrive(
            user_id, {"voice": file_json(stored) | {"duration": seconds, "mime_type": OGG}}, where
        )

    def location(
        self, user_id: int, latitude: float, longitude: float, live: int = 0, where: Where = PRIVATELY
    ) -> int:
        """Send a place; `live`: for how many seconds it follows the person."""
        place: Json = {"latitude": latitude, "longitude": longitude}
        return self.arrive(user_id, {"location": place | ({"live_period": live} if live else {})}, where)

    def move(self, user_id: int, message_id: int, latitude: float, longitude: float) -> int:
        """Move a live location, as a phone does by itself every few seconds."""
        stored = self.own(user_id, message_id)
        stored.message["location"] |= {"latitude": latitude, "longitude": longitude}
        stored.message["edit_date"] = self.now()
        self.changed("edited", stored)
        return self.tell_bot("edited_message", stored)

    def press_inline(self, user_id: int, callback_data: str) -> int:
        """Tap a button of an inline message, which the bot knows by an id of its own only."""
        inline = self.new_id("inline")
        self.inline_messages.add(inline)
        query: Json = {
            "id": self.new_id("tap"),
            "from": self.directory.user(user_id).as_json(),
            "inline_message_id": inline,
            "chat_instance": "1",
            "data": callback_data,
        }
        self.asked.taps[query["id"]] = self.ask(user_id)
        return self.updates.add("callback_query", query)

    def pin(self, user_id: int, message_id: int, where: Where = PRIVATELY) -> int:
        """Pin a message; the chat says so in a message of its own."""
        chat_id = user_id if where.chat_id is None else where.chat_id
        stored = self.history.get(chat_id, message_id)
        if stored is None:
            raise KeyError(f"chat {chat_id} has no message {message_id}")
        return self.arrive(user_id, {"pinned_message": without_reply(stored.message)}, where)

    def set_timer(self, user_id: int, seconds: int, where: Where = PRIVATELY) -> int:
        """Have the chat's messages delete themselves; the chat says so."""
        timer = {"message_auto_delete_time": seconds}
        return self.arrive(user_id, {"message_auto_delete_timer_changed": timer}, where)

    def set_background(self, user_id: int, where: Where = PRIVATELY) -> int:
        """Give the chat another background; the chat says so."""
        return self.arrive(
            user_id, {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🏠"}}}, where
        )


def origin_of(message: Json, hidden: bool) -> Json:
    """Return whose a forwarded message was, in the first place."""
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    when = {"date": message["date"]}
    if hidden:
        return {"type": "hidden_user", "sender_user_name": message["from"]["first_name"]} | when
    if "sender_chat" in message:
        return {"type": "chat", "sender_chat": message["sender_chat"]} | when
    return {"type": "user", "sender_user": message["from"]} | when
