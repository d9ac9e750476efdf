"""What goes wrong between Telegram and the bot when somebody on the page wants it to: in the chat they have open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from zc_bot.sandbox.directory import KINDS, Group, Json, Membership
from zc_bot.sandbox.faults import WRITING, Kind
from zc_bot.sandbox.state import Telegram

Happening = Callable[[Telegram, int, Group], object]
"""What a person (by id) has happen in a group."""

EVERYWHERE: tuple[Kind, ...] = ("429", "chat_not_found", "unreadable_html", "500", "reset_before", "reset_after")
PRIVATE: tuple[Kind, ...] = ("blocked", "deactivated", "never_started", *EVERYWHERE)
GROUP: tuple[Kind, ...] = ("kicked", "left", "no_rights", "group_deleted", *EVERYWHERE)
TOPICS: tuple[Kind, ...] = ("topic_closed", "no_topic")
ORDINARY: tuple[Kind, ...] = ("migrated",)
RETRY_AFTER = 10
ALL_KINDS = tuple(dict.fromkeys(KINDS.values()))
UPGRADED = -1_002_000_000_000
"""From here the ids of the supergroups go down that ordinary groups are made."""


def errors_of(telegram: Telegram, chat: Json) -> tuple[Kind, ...]:
    """Return the errors that Telegram may answer with the next time the bot writes into a chat."""
    if chat["type"] == "private":
        return PRIVATE
    return (*GROUP, *(TOPICS if chat.get("is_forum") else ()), *(ORDINARY if chat["type"] == "group" else ()))


def happenings_of(telegram: Telegram, user_id: int, chat: Json) -> list[str]:
    """Return what a person may have happen in a chat as it is now: in groups only who runs them."""
    group = telegram.directory.groups.get(chat["id"])
    if group is None:
        return ["start" if telegram.directory.user(user_id).blocked else "stop"]
    if not telegram.runs(user_id, group.chat_id):
        return []
    if group.bot not in ("member", "administrator"):
        return ["take_in"]
    muted = telegram.bot.user_id in group.muted
    ways = ["put_out", "fill_minute"]
    ways += ["unmute" if muted else "mute"] if group.kind == "supergroup" else ["upgrade"]
    if group.topics:
        ways.append("reopen_topics" if all(each.closed for each in group.topics.values()) else "close_topics")
    return ways


def fail(telegram: Telegram, user_id: int, chat_id: int, asked: Mapping[str, Any]) -> None:
    """Have the bot's next message into a chat answered with an error; `none` takes back what was asked for.

    Raises ValueError for what can't happen there.
    """
    chat, kind = telegram.directory.seen(user_id, chat_id), str(asked["kind"])
    if kind == "none":
        telegram.faults.clear_chat(chat["id"])
        return
    if kind not in errors_of(telegram, chat):
        raise ValueError(f"no {kind} can come of {chat['id']}")
    moved_to = _next_supergroup(telegram) if kind == "migrated" else 0
    telegram.fail_next(
        WRITING, _KINDS[kind], retry_after=RETRY_AFTER, chat_id=chat["id"], moved_to=moved_to
    )


def happen(telegram: Telegram, user_id: int, chat_id: int, asked: Mapping[str, Any]) -> None:
    """Have something happen to the bot in a chat; raises ValueError for what can't, or not by this person."""
    chat, name = telegram.directory.seen(user_id, chat_id), str(asked["what"])
    if name not in happenings_of(telegram, user_id, chat):
        raise ValueError(f"{user_id} can't have {name} happen in {chat['id']}")
    if chat["type"] == "private":
        telegram.block(user_id, name == "stop")
        return
    HAPPENINGS[name](telegram, user_id, telegram.directory.groups[chat["id"]])


def _put(membership: Membership) -> Happening:
    return lambda telegram, user, group: telegram.place_bot(user, group.chat_id, membership)


def _mute(*kinds: str) -> Happening:
    return lambda telegram, user, group: telegram.restrict(user, group.chat_id, telegram.bot.user_id, *kinds)


def _close(closed: bool) -> Happening:
    def change(telegram: Telegram, user_id: int, group: Group) -> None:
        for each in group.topics.values():
            if each.closed != closed:
                telegram.close_topic(user_id, group.chat_id, each.thread_id, closed)

    return change


def _fill(telegram: Telegram, user_id: int, group: Group) -> None:
    telegram.rates.fill(group.chat_id)


def _upgrade(telegram: Telegram, user_id: int, group: Group) -> None:
    telegram.upgrade(user_id, group.chat_id, _next_supergroup(telegram))


def _next_supergroup(telegram: Telegram) -> int:
    return UPGRADED - len(telegram.directory.groups)


HAPPENINGS: Mapping[str, Happening] = {
    "put_out": _put("kicked"),
    "take_in": _put("member"),
    "mute": _mute(*ALL_KINDS),
    "unmute": _mute(),
    "fill_minute": _fill,
    "close_topics": _close(True),
    "reopen_topics": _close(False),
    "upgrade": _upgrade,
}
_KINDS: Mapping[str, Kind] = {each: each for each in get_args(Kind)}
