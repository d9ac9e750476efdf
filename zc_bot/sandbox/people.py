"""What people do on this Telegram: a test, or the chat page, acts for them."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass

from zc_bot.sandbox.core import Core, without_reply
from zc_bot.sandbox.directory import ANONYMOUS_ADMIN, CHANNEL_BOT, KINDS, Channel, Group, Json, User, thread_of
from zc_bot.sandbox.entities import formatted, settled
from zc_bot.sandbox.files import Upload
from zc_bot.sandbox.history import Stored
from zc_bot.sandbox.names import check_name, check_title, check_username


@dataclass(frozen=True, slots=True)
class Where:
    """Where and as whom somebody writes: a chat (None: the private one), its topic, the message replied to.

    anonymous: as the group itself, as its administrators may; channel: as this channel of theirs.
    """

    chat_id: int | None = None
    topic: int | None = None
    reply_to: int | None = None
    anonymous: bool = False
    channel: int | None = None


PRIVATELY = Where()


class People(Core):
    """The people's side; what they do returns the id of the update that tells the bot."""

    def add_user(
        self, user_id: int, name: str, username: str | None = None, language: str = "zh-hans",
        last_name: str | None = None,
    ) -> User:
        """Add a person who has opened the chat with the bot.

        Raises ValueError for a name or @name that nobody can have on Telegram.
        """
        check_name(name, last_name)
        check_username(username)
        user = User(user_id, name, username, language, last_name=last_name)
        self.directory.users[user_id] = user
        return user

    def add_channel(self, user_id: int, chat_id: int, title: str) -> Channel:
        """Add a channel of a person's; `chat_id` begins with -100. Raises ValueError for a title none can have."""
        check_title(title)
        self.directory.channels[chat_id] = Channel(chat_id, title, user_id)
        return self.directory.channels[chat_id]

    def say(
        self,
        user_id: int,
        text: str,
        chat_id: int | None = None,
        reply_to: int | None = None,
        topic: int | None = None,
        anonymous: bool = False,
        channel: int | None = None,
    ) -> int:
        """Send a text as a person, to the bot or in a group; return the update's id.

        One that is too long goes as several messages, as phones send it; the id is of the last.
        """
        told = 0
        for begin in range(0, max(len(text), 1), TEXT):
            plain, entities = settled(text[begin : begin + TEXT], [])
            content: Json = {"text": plain} | ({"entities": entities} if entities else {})
            told = self.arrive(user_id, content, Where(chat_id, topic, reply_to, anonymous, channel))
        return told

    def upload(
        self,
        user_id: int,
        filename: str,
        content: bytes,
        mime: str,
        caption: str = "",
        chat_id: int | None = None,
        as_photo: bool = False,
        topic: int | None = None,
        anonymous: bool = False,
        channel: int | None = None,
    ) -> int:
        """Send a file, or a photo, as a person; return the update's id."""
        upload = Upload(filename, mime, content)
        body = self.photo(upload) if as_photo else self.document(upload)
        where = Where(chat_id, topic, anonymous=anonymous, channel=channel)
        return self.arrive(user_id, body | captioned(caption), where)

    def share_contact(self, user_id: int, contact_user_id: int | None, phone: str, name: str = "") -> int:
        """Share a contact (one's own when the ids agree) with the bot; return the update's id."""
        contact: Json = {"phone_number": phone, "first_name": name or self.directory.user(user_id).name}
        if contact_user_id is not None:
            contact["user_id"] = contact_user_id
        return self.arrive(user_id, {"contact": contact})

    def edit(self, user_id: int, message_id: int, text: str, chat_id: int | None = None) -> int:
        """Change a text, or the caption of a file, that the person sent before; return the update's id.

        Raises ValueError for what has neither.
        """
        stored = self.own(user_id, message_id, chat_id)
        if "text" in stored.message:
            plain, entities = settled(typed(text, TEXT), [])
            changed: Json = {"text": plain} | ({"entities": entities} if entities else {})
        elif CAPTIONED & stored.message.keys():
            changed = captioned(text)
        else:
            raise ValueError("there is nothing to edit in this message")
        for part in ("text", "entities", "caption", "caption_entities"):
            stored.message.pop(part, None)
        stored.message |= changed | {"edit_date": self.now()}
        self.changed("edited", stored)
        return self.tell_bot("edited_message", stored)

    def press(self, user_id: int, message_id: int, callback_data: str, chat_id: int | None = None) -> int:
        """Tap an inline button; return the update's id. A message deleted meanwhile arrives as inaccessible."""
        chat = self._open(user_id, chat_id)
        stored = self._find(user_id, message_id, chat_id)
        gone: Json = {"chat": chat, "message_id": message_id, "date": 0}
        query: Json = {
            "id": self.new_id("tap"),
            "from": self.directory.user(user_id).as_json(),
            "message": stored.message if stored else gone,
            "chat_instance": str((stored.chat_id if stored else chat["id"]) * 7919),
            "data": callback_data,
        }
        self.asked.taps[query["id"]] = self.ask(user_id)
        return self.updates.add("callback_query", query)

    def inline(self, user_id: int, query: str, offset: str = "", chat_id: int | None = None) -> int:
        """Type `@bot query` in a chat, the one with the bot by default; return the update's id.

        Results: `inline_results`. Raises ValueError where @BotFather was not told of inline queries: no phone asks
        such a bot.
        """
        if not self.bot.inline:
            raise ValueError("inline queries are switched off")
        kind = self._open(user_id, chat_id)["type"]
        query_id = self.new_id("query")
        self.asked.queries[query_id] = self.ask(user_id)
        sender = self.directory.user(user_id).as_json()
        asked: Json = {
            "id": query_id, "from": sender, "query": query[:QUERY], "offset": offset,
            "chat_type": "sender" if kind == "private" else kind,
        }
        return self.updates.add("inline_query", asked)

    def inline_results(self, update_id: int) -> list[Json] | None:
        """Return what the bot answered to an inline query, None while it has not."""
        return self.asked.results.get(self.updates.sent(update_id)["inline_query"]["id"])

    def choose(self, user_id: int, query_id: str, result_id: str, where: Where) -> int:
        """Send a result of an inline query into a chat; return the update's id."""
        result = next(each for each in self.asked.results[query_id] if each["id"] == result_id)
        typed = result["input_message_content"]
        text, entities = formatted(typed["message_text"], typed.get("parse_mode", ""), typed.get("entities"))
        content: Json = {"text": text, "via_bot": self.bot.as_json()}
        body = content | ({"entities": entities} if entities else {})
        return self.arrive(user_id, body, where)

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
            self.asked.taps[update[kind]["id"]] = self.ask(update[kind]["from"]["id"])
        return self.updates.add(kind, update[kind])

    def arrive(self, user_id: int, content: Json, where: Where = PRIVATELY) -> int:
        """Put a person's message into a chat and tell the bot; return the update's id.

        Raises ValueError where no phone would send it: as the group by who is no administrator, as somebody else's
        channel, into a group or topic that is not theirs to write in, or to a bot that was stopped.
        """
        user = self.directory.user(user_id)
        chat = self._open(user_id, where.chat_id)
        if ORDINARY & content.keys():
            self._check_may_write(user, where, [KINDS[part] for part in KINDS if part in content])
        if where.chat_id in (None, user_id):
            user.started = True
        stored = self.put(user.as_json(), chat, self._beside(chat, where) | content, by_bot=False)
        if where.anonymous:
            stored.message |= {"from": ANONYMOUS_ADMIN, "sender_chat": chat}
            stored.author = user_id
        elif where.channel is not None:
            channel = self.directory.channels[where.channel].as_json()
            stored.message |= {"from": CHANNEL_BOT, "sender_chat": channel}
            stored.author = user_id
        self.changed("message", stored)
        return self.tell_bot("message", stored)

    def _open(self, user_id: int, chat_id: int | None) -> Json:
        """Return the chat that a person has open, the private one where none is named.

        Raises ValueError for the private chat of somebody else.
        """
        if chat_id in self.directory.users and chat_id != user_id:
            raise ValueError(f"the chat of {chat_id} is not {user_id}'s")
        return self.directory.chat(user_id if chat_id is None else chat_id)

    def _check_may_write(self, user: User, where: Where, kinds: list[str]) -> None:
        group = self.directory.groups.get(where.chat_id or 0)
        if group is None:
            if user.blocked:
                raise ValueError(f"user {user.user_id} has stopped the bot")
            if where.channel is not None:
                raise ValueError("nobody writes as a channel in private")
            return
        runs = user.user_id in group.admins
        if where.anonymous and not runs:
            raise ValueError(f"user {user.user_id} is no administrator of {group.chat_id}")
        if user.user_id not in group.members:
            raise ValueError(f"user {user.user_id} is not in {group.chat_id}")
        if where.channel is not None:
            self._check_channel(user, group, where.channel)
        if not runs and (kept := [each for each in kinds if group.refuses(each, user.user_id)]):
            raise ValueError(f"user {user.user_id} may not send {kept[0]} to {group.chat_id}")
        if group.forum and where.topic is not None:
            topic = group.topics.get(where.topic)
            if topic is None:
                raise ValueError(f"{group.chat_id} has no topic {where.topic}")
            if topic.closed and not runs:
                raise ValueError(f"topic {where.topic} is closed")

    def _check_channel(self, user: User, group: Group, channel_id: int) -> None:
        channel = self.directory.channels.get(channel_id)
        if channel is None or channel.owner != user.user_id:
            raise ValueError(f"user {user.user_id} has no channel {channel_id}")
        if group.kind != "supergroup":
            raise ValueError(f"nobody writes as a channel in {group.chat_id}, which is no supergroup")

    def runs(self, user_id: int, chat_id: int) -> bool:
        """Tell whether a person is an administrator of a group, who may write as the group."""
        group = self.directory.groups.get(chat_id)
        return group is not None and user_id in group.admins

    def own(self, user_id: int, message_id: int, chat_id: int | None = None) -> Stored:
        """Return a person's own message, written as the group too; raise KeyError where there is none."""
        stored = self._find(user_id, message_id, chat_id)
        if stored is None or user_id not in (stored.message["from"]["id"], stored.author):
            raise KeyError(f"user {user_id} has no message {message_id}")
        return stored

    def _find(self, user_id: int, message_id: int, chat_id: int | None) -> Stored | None:
        """Return a message of a chat that the person sees: the private one before groups where none is named."""
        chats = [chat["id"] for chat in self.directory.chats_of(user_id)] if chat_id is None else [chat_id]
        found = (self.history.get(each, message_id) for each in chats)
        return next((each for each in found if each is not None), None)

    def _beside(self, chat: Json, where: Where) -> Json:
        """Return what a message says of its topic and of the message that it replies to."""
        beside: Json = {}
        if where.topic is not None:
            beside = {"message_thread_id": where.topic, "is_topic_message": True}
        # A message in a topic replies to the one that made the topic, unless it replies to another.
        replied = where.topic if where.reply_to is None else where.reply_to
        if replied is not None and (stored := self.history.get(chat["id"], replied)):
            beside["reply_to_message"] = without_reply(stored.message)
            if (group := self.directory.groups.get(chat["id"])) is not None:
                beside = thread_of(group, stored.message) | beside
        return beside

    def tell_bot(self, kind: str, stored: Stored) -> int:
        """Tell the bot of a message, unless it is in a group that the bot is not in or in which it is not meant."""
        group = self.directory.groups.get(stored.chat_id)
        if group is not None and not self._reaches(group, stored.message):
            return self.updates.skip()
        return self.updates.add(kind, stored.message)

    def _reaches(self, group: Group, message: Json) -> bool:
        """Tell whether a message in a group reaches the bot, by its membership and privacy mode."""
        if group.bot not in ("member", "administrator"):
            return False
        if not self.bot.private or group.bot == "administrator" or not ORDINARY & message.keys():
            return True
        replied = message.get("reply_to_message", {}).get("from", {}).get("id")
        return (
            self._commanded(str(message.get("text") or message.get("caption") or ""))
            or self._mentioned(message)
            or replied == self.bot.user_id
            or message.get("via_bot", {}).get("id") == self.bot.user_id
        )

    def _mentioned(self, message: Json) -> bool:
        """Tell whether a message names this bot, as Telegram finds names: not as a part of another one."""
        units = str(message.get("text") or message.get("caption") or "").encode("utf-16-le", "surrogatepass")
        entities = message.get("entities") or message.get("caption_entities") or ()
        if any(each["type"] == "text_mention" and each["user"]["id"] == self.bot.user_id for each in entities):
            return True
        names = (
            units[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le", "replace")
            for each in entities
            if each["type"] == "mention"
        )
        return f"@{self.bot.username}".lower() in (name.lower() for name in names)

    def _commanded(self, text: str) -> bool:
        """Tell whether a text is a command of this bot's, or of no bot by name."""
        command = COMMAND.match(text)
        return command is not None and (command[1] or self.bot.username).lower() == self.bot.username.lower()

    def _membership(self, blocked: bool) -> Json:
        if blocked:
            return {"user": self.bot.as_json(), "status": "kicked", "until_date": 0}
        return {"user": self.bot.as_json(), "status": "member"}


TEXT, CAPTION, QUERY = 4096, 1024, 256
"""What a person can type into one message: characters, however many units of UTF-16 each takes."""
CAPTIONED = frozenset({"photo", "document", "voice", "video", "audio"})
COMMAND = re.compile(r"/[A-Za-z0-9_]+(?:@([A-Za-z0-9_]+))?")
ORDINARY = frozenset(
    {"text", "photo", "document", "sticker", "voice", "location", "contact", "dice", "poll", "video", "audio"}
)
"""What people send; whatever has none of it is a service message, which every bot of a group gets."""


def typed(text: str, most: int) -> str:
    """Return what was typed; raise ValueError where no phone would send so much at once."""
    if len(text) > most:
        raise ValueError(f"{len(text)} characters are more than the {most} of one message")
    return text


def captioned(caption: str) -> Json:
    """Return a caption as a part of a message, with what is found in it."""
    plain, entities = settled(typed(caption, CAPTION), [])
    if not plain:
        return {}
    return {"caption": plain} | ({"caption_entities": entities} if entities else {})
