"""What people do on this Telegram: a test, or the chat page, acts for them."""

from __future__ import annotations

import copy

from zc_bot.sandbox.core import Core, without_reply
from zc_bot.sandbox.directory import Group, Json, User
from zc_bot.sandbox.entities import formatted, settled
from zc_bot.sandbox.files import Upload
from zc_bot.sandbox.history import Stored


class People(Core):
    """The people's side; what they do returns the id of the update that tells the bot."""

    def add_user(self, user_id: int, name: str, username: str | None = None, language: str = "zh-hans") -> User:
        """Add a person who has opened the chat with the bot."""
        user = User(user_id, name, username, language)
        self.directory.users[user_id] = user
        return user

    def add_group(self, chat_id: int, title: str, members: set[int]) -> Group:
        """Add a group of people with the bot in it; `chat_id` is negative."""
        group = Group(chat_id, title, {self.directory.user(each).user_id for each in members})
        self.directory.groups[chat_id] = group
        return group

    def say(self, user_id: int, text: str, chat_id: int | None = None, reply_to: int | None = None) -> int:
        """Send a text as a person, to the bot or in a group; return the update's id."""
        plain, entities = settled(text, [])
        content: Json = {"text": plain} | ({"entities": entities} if entities else {})
        return self._arrive(user_id, content, chat_id, reply_to)

    def upload(
        self,
        user_id: int,
        filename: str,
        content: bytes,
        mime: str,
        caption: str = "",
        chat_id: int | None = None,
        as_photo: bool = False,
    ) -> int:
        """Send a file, or a photo, as a person; return the update's id."""
        shown = self.photo(Upload(filename, mime, content)) if as_photo else None
        body = shown or self.document(Upload(filename, mime, content))
        return self._arrive(user_id, body | ({"caption": caption} if caption else {}), chat_id)

    def share_contact(self, user_id: int, contact_user_id: int | None, phone: str, name: str = "") -> int:
        """Share a contact (one's own when the ids agree) with the bot; return the update's id."""
        contact: Json = {"phone_number": phone, "first_name": name or self.directory.user(user_id).name}
        if contact_user_id is not None:
            contact["user_id"] = contact_user_id
        return self._arrive(user_id, {"contact": contact}, None)

    def edit(self, user_id: int, message_id: int, text: str) -> int:
        """Change a text that the person sent before; return the update's id."""
        stored = self._own(user_id, message_id)
        plain, entities = settled(text, [])
        stored.message.pop("entities", None)
        stored.message |= {"text": plain, "edit_date": self.now()}
        if entities:
            stored.message["entities"] = entities
        self.changed("edited", stored)
        return self.updates.add("edited_message", stored.message)

    def press(self, user_id: int, message_id: int, callback_data: str) -> int:
        """Tap an inline button; return the update's id. A message deleted meanwhile arrives as inaccessible."""
        stored = self.history.by_id(message_id)
        chat = self.directory.user(user_id).chat_json()
        gone: Json = {"chat": chat, "message_id": message_id, "date": 0}
        query: Json = {
            "id": self.new_id("tap"),
            "from": self.directory.user(user_id).as_json(),
            "message": stored.message if stored else gone,
            "chat_instance": str((stored.chat_id if stored else user_id) * 7919),
            "data": callback_data,
        }
        self.asked.taps[query["id"]] = user_id
        return self.updates.add("callback_query", query)

    def inline(self, user_id: int, query: str) -> int:
        """Type `@bot query` in some chat; return the update's id. Results: `inline_results`."""
        query_id = self.new_id("query")
        self.asked.queries[query_id] = user_id
        sender = self.directory.user(user_id).as_json()
        asked: Json = {"id": query_id, "from": sender, "query": query, "offset": "", "chat_type": "sender"}
        return self.updates.add("inline_query", asked)

    def inline_results(self, update_id: int) -> list[Json] | None:
        """Return what the bot answered to an inline query, None while it has not."""
        return self.asked.results.get(self.updates.sent(update_id)["inline_query"]["id"])

    def choose(self, user_id: int, query_id: str, result_id: str, chat_id: int) -> int:
        """Send a result of an inline query into a chat; return the update's id."""
        result = next(each for each in self.asked.results[query_id] if each["id"] == result_id)
        typed = result["input_message_content"]
        text, entities = formatted(typed["message_text"], typed.get("parse_mode", ""), typed.get("entities"))
        content: Json = {"text": text, "via_bot": self.bot.as_json()}
        return self._arrive(user_id, content | ({"entities": entities} if entities else {}), chat_id)

    def block(self, user_id: int, blocked: bool = True) -> int:
        """Stop the bot as a person (or let it again); return the update's id."""
        user = self.directory.user(user_id)
        before, user.blocked = user.blocked, blocked
        change: Json = {
            "chat": user.chat_json(),
            "from": user.as_json(),
            "date": self.now(),
            "old_chat_member": self._membership(before),
            "new_chat_member": self._membership(blocked),
        }
        return self.updates.add("my_chat_member", change)

    def redeliver(self, update_id: int, under_new_id: bool = False) -> int:
        """Send an update once more, as it was, or (a tap that a client sent twice) under new ids."""
        if not under_new_id:
            self.updates.again(update_id)
            return update_id
        update = copy.deepcopy(self.updates.sent(update_id))
        kind = next(key for key in update if key != "update_id")
        if kind == "callback_query":
            update[kind]["id"] = self.new_id("tap")
            self.asked.taps[update[kind]["id"]] = update[kind]["from"]["id"]
        return self.updates.add(kind, update[kind])

    def _arrive(self, user_id: int, content: Json, chat_id: int | None, reply_to: int | None = None) -> int:
        """Put a person's message into a chat and tell the bot."""
        user = self.directory.user(user_id)
        chat = self.directory.chat(user_id if chat_id is None else chat_id)
        if reply_to is not None and (replied := self.history.get(chat["id"], reply_to)):
            content = {**content, "reply_to_message": without_reply(replied.message)}
        stored = self.put(user.as_json(), chat, content, by_bot=False)
        self.changed("message", stored)
        return self.updates.add("message", stored.message)

    def _own(self, user_id: int, message_id: int) -> Stored:
        stored = self.history.by_id(message_id)
        if stored is None or stored.message["from"]["id"] != user_id:
            raise KeyError(f"user {user_id} has no message {message_id}")
        return stored

    def _membership(self, blocked: bool) -> Json:
        if blocked:
            return {"user": self.bot.as_json(), "status": "kicked", "until_date": 0}
        return {"user": self.bot.as_json(), "status": "member"}
