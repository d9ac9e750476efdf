"""Groups: who is in them, their topics, and what happens to the bot there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

from zc_bot.sandbox.directory import Group, Json, Membership, Topic
from zc_bot.sandbox.names import check_kinds, check_title, check_username
from zc_bot.sandbox.people import Where
from zc_bot.sandbox.sent import Sent

INSIDE: Collection[Membership] = ("member", "administrator")
ICON_COLOR = 7322096
RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_pin_messages", "can_manage_topics",
)
MEMBER_RIGHTS = (
    "send_messages", "send_audios", "send_documents", "send_photos", "send_videos", "send_video_notes",
    "send_voice_notes", "send_polls", "send_other_messages", "add_web_page_previews", "react_to_messages",
    "invite_users",
)
KEPT_BY = {
    "send_messages": "text", "send_photos": "photos", "send_documents": "documents",
    "send_other_messages": "stickers", "send_voice_notes": "voice",
}
"""The kind of message that a right is about."""


class Groups(Sent):
    """What people do in and to groups."""

    def add_group(
        self,
        chat_id: int,
        title: str,
        members: set[int],
        forum: bool = False,
        username: str | None = None,
        admins: Collection[int] = (),
        owner: int | None = None,
    ) -> Group:
        """Add a group of people with the bot in it; `chat_id` is negative, a supergroup's begins with -100.

        admins: the members who may write as the group itself; owner: the one who made it. Raises ValueError for a
        title or a @name that no group can have.
        """
        check_title(title)
        check_username(username)
        inside = {self.directory.user(each).user_id for each in members}
        run = {*admins, *(() if owner is None else (owner,))}
        group = Group(chat_id, title, inside, username, forum=forum, admins=run, owner=owner)
        self.directory.groups[chat_id] = group
        return group

    def open_topic(self, user_id: int, chat_id: int, name: str) -> Topic:
        """Make a topic in a forum; raise ValueError for a name that none can have."""
        check_title(name)
        sender = self.directory.user(user_id).as_json()
        return self.add_topic(sender, self.directory.groups[chat_id], name)

    def add_topic(self, sender: Json, group: Group, name: str, by_bot: bool = False) -> Topic:
        """Make a topic by the message that says so, whose id it has."""
        created = {"forum_topic_created": {"name": name, "icon_color": ICON_COLOR}}
        made = self.put(sender, group.as_json(), created, by_bot)
        made.message |= {"message_thread_id": made.message_id, "is_topic_message": True}
        group.topics[made.message_id] = Topic(made.message_id, name)
        self.changed("message", made)
        if not by_bot:
            self.tell_bot("message", made)
        return group.topics[made.message_id]

    def topics_of(self, chat_id: int) -> list[Json]:
        """Return a forum's topics as the page shows them; General, which has no id, left out."""
        group = self.directory.groups.get(chat_id)
        return [asdict(each) for each in group.topics.values()] if group else []

    def close_topic(self, user_id: int, chat_id: int, thread_id: int, closed: bool = True) -> int:
        """Close a topic, so that only administrators write there, or open it again; return the update's id."""
        self.directory.groups[chat_id].topics[thread_id].closed = closed
        event = "forum_topic_closed" if closed else "forum_topic_reopened"
        return self.arrive(user_id, {event: {}}, Where(chat_id, thread_id))

    def delete_topic(self, chat_id: int, thread_id: int) -> None:
        """Delete a topic with its messages; Telegram tells no bot of it."""
        del self.directory.groups[chat_id].topics[thread_id]
        for stored in self.history.of_chat(chat_id):
            if stored.message.get("message_thread_id") == thread_id:
                self.remove(stored)

    def place_bot(self, user_id: int, chat_id: int, membership: Membership, deletes: bool = False) -> int:
        """Add the bot to a group, make it an administrator, put it out; return the id of the update that says so.

        deletes: whether as an administrator it may delete what others wrote.
        """
        sender = self.directory.user(user_id).as_json()
        return self._place(sender, self.directory.groups[chat_id], membership, deletes)

    def leave(self, group: Group) -> int:
        """Have the bot leave a group; it is told of that too."""
        return self._place(self.bot.as_json(), group, "left", deletes=False)

    def join(self, user_id: int, chat_id: int) -> int:
        """Have a person come into a group; the group says so."""
        self._tell_of_member(user_id, chat_id, joins=True)
        return self.arrive(user_id, {"new_chat_members": [self.directory.user(user_id).as_json()]}, Where(chat_id))

    def part(self, user_id: int, chat_id: int) -> int:
        """Have a person leave a group; the group says so."""
        told = self.arrive(user_id, {"left_chat_member": self.directory.user(user_id).as_json()}, Where(chat_id))
        self._tell_of_member(user_id, chat_id, joins=False)
        return told

    def react(self, user_id: int, chat_id: int, message_id: int, emoji: str) -> int | None:
        """React to a message; an administrator that asked for it is told, others are not."""
        group = self.directory.groups[chat_id]
        if group.bot != "administrator":
            return None
        change = {
            "chat": group.as_json(), "message_id": message_id, "user": self.directory.user(user_id).as_json(),
            "date": self.now(), "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": emoji}],
        }
        return self.updates.add("message_reaction", change)

    def _tell_of_member(self, user_id: int, chat_id: int, joins: bool) -> None:
        """Let somebody in or out; the bot is told where it is an administrator and asked for it."""
        group = self.directory.groups[chat_id]
        old = self.person_member(user_id, group, chat_id)
        (group.members.add if joins else group.members.discard)(user_id)
        if group.bot == "administrator":
            new, who = self.person_member(user_id, group, chat_id), self.directory.user(user_id).as_json()
            change = {"chat": group.as_json(), "from": who, "date": self.now()}
            self.updates.add("chat_member", change | {"old_chat_member": old, "new_chat_member": new})

    def rename(self, user_id: int, chat_id: int, title: str) -> int:
        """Give a group another title; the group says so. Raises ValueError for one that no group can have."""
        check_title(title)
        self.directory.groups[chat_id].title = title
        return self.arrive(user_id, {"new_chat_title": title}, Where(chat_id))

    def _place(self, sender: Json, group: Group, membership: Membership, deletes: bool) -> int:
        old, was_in = self.bot_member(group), group.bot in INSIDE
        group.bot, group.bot_deletes = membership, deletes
        change: Json = {
            "chat": group.as_json(),
            "from": sender,
            "date": self.now(),
            "old_chat_member": old,
            "new_chat_member": self.bot_member(group),
        }
        told = self.updates.add("my_chat_member", change)
        if was_in != (membership in INSIDE):
            self._say_so(sender, group, was_in)
        return told

    def _say_so(self, sender: Json, group: Group, left: bool) -> None:
        """Have a group say that the bot came or went. A bot that is out of a supergroup reads no more of it."""
        bot = self.bot.as_json()
        content: Json = {"left_chat_member": bot} if left else {"new_chat_members": [bot]}
        stored = self.put(sender, group.as_json(), content, by_bot=sender["id"] == bot["id"])
        self.changed("message", stored)
        if not left or group.kind == "group":
            self.updates.add("message", stored.message)

    def kick(self, user_id: int, chat_id: int) -> int:
        """Put the bot out of a group."""
        return self.place_bot(user_id, chat_id, "kicked")

    def forbid(self, chat_id: int, *kinds: str) -> None:
        """Let members of a group, the bot among them, not send some kinds: values of `KINDS`."""
        check_kinds(kinds)
        self.directory.groups[chat_id].forbidden = set(kinds)

    def restrict(self, user_id: int, chat_id: int, whom: int, *kinds: str) -> int | None:
        """Keep a member of a supergroup from sending some kinds, values of `KINDS`; from nothing lifts it.

        Returns the id of the update that says so, None where the bot is not told. Raises ValueError for what no phone
        offers: an ordinary group, or an administrator.
        """
        check_kinds(kinds)
        group = self.directory.groups[chat_id]
        is_bot = whom == self.bot.user_id
        if group.kind != "supergroup" or whom in group.admins or (is_bot and group.bot == "administrator"):
            raise ValueError(f"{whom} can't be restricted in {chat_id}")
        old = self._member(whom, group)
        group.muted[whom] = frozenset(kinds)
        change: Json = {
            "chat": group.as_json(), "from": self.directory.user(user_id).as_json(), "date": self.now(),
            "old_chat_member": old, "new_chat_member": self._member(whom, group),
        }
        if is_bot:
            return self.updates.add("my_chat_member", change)
        return self.updates.add("chat_member", change) if group.bot == "administrator" else None

    def _member(self, whom: int, group: Group) -> Json:
        if whom == self.bot.user_id:
            return self.bot_member(group)
        return self.person_member(whom, group, group.chat_id)

    def upgrade(self, user_id: int, chat_id: int, new_id: int) -> int:
        """Make a group a supergroup under another id; return the id of the update that says so in the old one."""
        old, sender = self.directory.groups[chat_id], self.directory.user(user_id).as_json()
        new = self._successor(old, new_id)
        told = self.arrive(user_id, {"migrate_to_chat_id": new_id}, Where(chat_id))
        self.arrive(user_id, {"migrate_from_chat_id": chat_id}, Where(new_id))
        out, member = member_of(self.bot.as_json(), "left"), self.bot_member(new)
        for group, before, after in ((new, out, member), (old, member, out)):
            change = {"chat": group.as_json(), "from": sender, "date": self.now()}
            self.updates.add("my_chat_member", change | {"old_chat_member": before, "new_chat_member": after})
        old.moved_to = new_id
        return told

    def upgrade_unheard(self, chat_id: int, new_id: int) -> None:
        """Make a group a supergroup under another id while the bot hears nothing of it but by the call that fails."""
        old = self.directory.groups.get(chat_id)
        if old is None or new_id in self.directory.groups:
            return
        self._successor(old, new_id)
        old.moved_to = new_id
        self.feed.tell("chat", chat_id=chat_id)

    def _successor(self, old: Group, new_id: int) -> Group:
        new = self.add_group(new_id, old.title, old.members, admins=old.admins, owner=old.owner)
        new.bot = old.bot
        return new

    def bot_member(self, group: Group | None) -> Json:
        """Return Telegram's ChatMember of the bot; None stands for a private chat."""
        if group is None:
            return member_of(self.bot.as_json(), "member")
        bot = self.bot.as_json()
        return restricted(bot, group.bot, group) or member_of(bot, group.bot, group.bot_deletes)

    def person_member(self, user_id: int, group: Group | None, chat_id: int) -> Json:
        """Return Telegram's ChatMember of a person."""
        user = self.directory.user(user_id).as_json()
        if group is not None and user_id == group.owner:
            return {"user": user, "status": "creator", "is_anonymous": False}
        if group is not None and user_id in group.admins:
            return member_of(user, "administrator", deletes=True)
        inside = user_id in group.members if group else user_id == chat_id
        membership: Membership = "member" if inside else "left"
        return (group and restricted(user, membership, group)) or member_of(user, membership)


def restricted(user: Json, membership: Membership, group: Group) -> Json | None:
    """Return Telegram's ChatMember of somebody who may not send everything, who stays so when gone; else None."""
    kept = group.muted.get(user["id"])
    if not kept or membership not in ("member", "left"):
        return None
    rights = {f"can_{right}": KEPT_BY.get(right) not in kept for right in MEMBER_RIGHTS}
    return {
        "user": user, "status": "restricted", "is_member": membership == "member", "until_date": 0, **rights,
        **dict.fromkeys(("can_change_info", "can_pin_messages", "can_manage_topics", "can_edit_tag"), False),
    }


def member_of(user: Json, membership: Membership, deletes: bool = False) -> Json:
    """Return Telegram's ChatMember of anybody."""
    member: Json = {"user": user, "status": membership}
    if membership == "kicked":
        return member | {"until_date": 0}
    if membership == "administrator":
        # Any right implies the one to manage.
        rights = dict.fromkeys(RIGHTS, False) | dict.fromkeys(("can_delete_messages", "can_manage_chat"), deletes)
        return member | rights | {"can_be_edited": False, "is_anonymous": False}
    return member
