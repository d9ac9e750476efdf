"""An album is one: what a caption says of it holds for the photos before it, too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_showing import ADMIN, REPORTER, VIEWER, picture
from zc_bot.chat.incoming import Incoming, Pictured
from zc_bot.storage import albums, attachments, dialogues, housekeeping, outbox, people, posted
from zc_bot.storage.attachments import File
from zc_bot.storage.outbox import Letter


def album(chats: Chats, chat: Chat, *captions: str, name: str = "a9") -> list[str]:
    """Send an album as the bot takes it: each photo is fetched for what the conversation has a use for."""
    said = []
    for at, caption in enumerate(captions):
        sent = Incoming(1, "photo", chat.person, chat.person, text=caption, album=name, file=f"{name} {at}")
        read = chats.store.read
        use = read(lambda s, one=sent: chats.conversation.use_of_file(s, one, chats.now))
        earlier = read(lambda s, one=sent, to=use: chats.conversation.earlier(s, one, to, chats.now)) if use else ()
        fetched: dict[str, object] = {}
        if use == "photo":
            fetched = picture(earlier=tuple(replace(one, **picture()) for one in earlier))  # type: ignore[arg-type]
        elif use == "attachment":
            fetched = {"attached": File(f"{at}.jpg", f"{at:064x}", 1000)}
        said.append(chat.sends("photo", text=caption, album=name, file=sent.file, **fetched))
    return said


def photos_told(chats: Chats, chat: Chat) -> str:
    """Answer what is asked for after the photos; returns the line that counts them."""
    for label in ("不填", "不填", "今天"):
        chat.taps(label)
    chat.says("主体结构已经封顶")
    return next(line for line in chat.taps("没有点名").split("\n") if line.startswith("照片："))


@pytest.mark.parametrize(
    "captions",
    [("正面", "", "报进度 通创"), ("正面", "报进度 通创", ""), ("", "正面", "/progress 通创")],
)
def test_an_album_is_taken_whole_on_whichever_of_its_photos_the_words_stand(
    chats: Chats, captions: tuple[str, ...]
) -> None:
    chat = chats.of(REPORTER)
    album(chats, chat, *captions)
    assert photos_told(chats, chat) == "照片：3张（正面）"
    assert chats.store.read(lambda s: albums.waiting(s, REPORTER, "a9", chats.now)) == ()


def test_photos_of_an_album_that_went_with_a_report_leave_it_where_a_later_ones_caption_says_that_they_are_shown(
    chats: Chats,
) -> None:
    chat, programme = chats.of(REPORTER), chats.conversation.rules.programme
    chat.says("通创 2019 高新产值 45.6亿")
    chat.taps("确认")
    taken, _, told = album(chats, chat, "", "", "报进度 通创")
    assert "已附到编号 000001" in taken
    assert "收到照片（通创社区）" in told
    who = chats.store.read(lambda s: people.find(s, REPORTER))
    assert who is not None
    assert chats.store.read(lambda s: attachments.of_person(s, who, programme, [1])) == ()
    assert "王芳　撤附件" in chats.of(ADMIN).says("/audit 王芳")
    assert photos_told(chats, chat) == "照片：3张"


def test_photos_that_went_with_an_open_report_leave_it_too(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("通创 2019 高新产值 45.6亿")
    taken, told = album(chats, chat, "", "报进度 通创")
    assert "已收下1个附件" in taken
    assert "收到照片（通创社区）" in told
    assert chats.store.read(lambda s: dialogues.load_draft(s, REPORTER)).state.count("sha256") == 0  # type: ignore[union-attr]


def test_what_was_said_of_an_albums_earlier_photos_is_replaced(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    album(chats, chat, "")
    (said,) = chat.last
    key = posted.album_key(REPORTER, "a9", said.album, 1)
    letter = Letter(REPORTER, REPORTER, "reply", {"text": str(said.text)}, key)
    (held,) = chats.store.write(lambda s: outbox.post_claimed(s, [letter], chats.now))
    arrived = outbox.Settlement(held.id, "sent", message_id=77)
    chats.store.write(lambda s: outbox.settle(s, [arrived], chats.now))
    album(chats, chat, "报进度 通创")
    assert [one.edit for one in chat.last] == [77]


def test_an_albums_photos_are_noted_for_an_hour_and_only_of_who_may_tell(chats: Chats) -> None:
    for person in (REPORTER, VIEWER):
        album(chats, chats.of(person), "正面", name=f"of {person}")

    def noted(person: int) -> int:
        return len(chats.store.read(lambda s: albums.waiting(s, person, f"of {person}", chats.now)))

    assert (noted(REPORTER), noted(VIEWER)) == (1, 0)
    chats.now += timedelta(hours=2)
    assert noted(REPORTER) == 0
    assert chats.store.write(lambda s: housekeeping.tidy(s, chats.now)) >= 1


def test_one_photo_of_an_album_that_cannot_be_taken_is_named_and_the_others_are(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    album(chats, chat, "")
    bad = Incoming(2, "photo", REPORTER, REPORTER, album="a9", file="x", pictured=Pictured(error="too_large"))
    said = chat.sends("photo", text="报进度 通创", **picture(album="a9", earlier=(bad,)))
    assert "20 MB" in said
    assert photos_told(chats, chat) == "照片：1张"


@pytest.mark.parametrize(("beyond", "fault"), [(2, "多的没有收"), (0, "这张没有收")])
def test_an_album_is_not_said_to_be_taken_whole_where_it_is_not(chats: Chats, beyond: int, fault: str) -> None:
    chat = chats.of(REPORTER)
    captions = [""] * (10 + beyond) if beyond else ["正面", "找小李 138 1234 5678"]
    said = "\n".join(album(chats, chat, *captions, "报进度 通创"))
    assert fault in said
    assert "都会收" not in said
    assert "这组收下几张，核对时看" in said
    assert photos_told(chats, chat).startswith("照片：10张" if beyond else "照片：2张")
