"""What comes in from Telegram: raw updates as they are, and as they might be."""

from __future__ import annotations

from typing import Any

import pytest

from zc_bot.chat.incoming import Incoming
from zc_bot.sandbox.entities import found_entities
from zc_bot.storage.admission import token_hash
from zc_bot.tg.incoming import read_update, without_secrets

ME, NAME = 5, "zc_bot"
FORUM = {"id": -1007, "type": "supergroup", "title": "x"}
WANG: dict[str, Any] = {"id": 11, "is_bot": False, "first_name": "芳", "last_name": "王", "language_code": "zh-hans"}


def message(**fields: Any) -> dict[str, Any]:
    chat = {"id": 11, "type": "private"}
    return {"update_id": 1, "message": {"message_id": 7, "date": 0, "from": WANG, "chat": chat} | fields}


def typed(text: str) -> dict[str, Any]:
    """A text with what Telegram finds in it."""
    return {"text": text, "entities": found_entities(text)}


def read(raw: dict[str, Any]) -> Incoming:
    found = read_update(raw, ME, NAME)
    assert found is not None
    return found


def test_a_text_says_who_where_and_what() -> None:
    found = read(message(text=" 通创高新占比 "))
    assert (found.kind, found.person, found.chat, found.name, found.lang) == ("text", 11, 11, "芳 王", "zh")
    assert (found.text, found.message, found.private, found.addressed) == ("通创高新占比", 7, True, True)


def test_what_is_null_is_as_if_it_were_absent() -> None:
    null = dict.fromkeys(("text", "sender_chat", "reply_to_message", "migrate_to_chat_id", "photo", "caption"))
    user = WANG | {"last_name": None, "language_code": None}
    file = {"file_id": "F", "file_name": None, "file_size": None}
    found = read(message(**null | {"from": user, "document": file}))
    assert (found.kind, found.name, found.lang, found.moved_to) == ("document", "芳", "zh", 0)
    assert (found.file, found.file_name, found.file_size) == ("F", "", 0)
    assert read_update(message(**{"from": None, "text": "a"}), ME, NAME) is None
    assert read_update({"update_id": 1, "message": None, "callback_query": None}, ME, NAME) is None
    assert not read(message(chat={"id": -1, "type": "group"}, text="a", reply_to_message=None)).addressed


def test_who_is_nobody_to_answer_is_passed_over() -> None:
    for fields in (
        {"from": WANG | {"is_bot": True}},
        {"sender_chat": {"id": -100, "type": "channel"}},
        {"sender_chat": {"id": -100, "type": "channel"}, "chat": FORUM, "is_automatic_forward": True},
        {"chat": {"id": -100, "type": "channel"}},
    ):
        assert read_update(message(**typed(f"@{NAME} a"), **fields), ME, NAME) is None
    assert read_update({"update_id": 1, "channel_post": {"message_id": 1}}, ME, NAME) is None
    assert read_update({"update_id": 1, "callback_query": {"id": "1", "from": WANG}}, ME, NAME) is None


def test_a_tap_on_a_message_that_is_gone_is_still_a_tap() -> None:
    gone = {"message_id": 9, "date": 0, "chat": {"id": 11, "type": "private"}}
    found = read({"update_id": 1, "callback_query": {"id": "q", "from": WANG, "message": gone, "data": "t:0"}})
    assert (found.kind, found.data, found.ref, found.message) == ("tap", "t:0", "q", 9)


def test_in_a_group_only_what_is_meant_for_the_bot_is_addressed() -> None:
    group = {"id": -1, "type": "supergroup"}
    by_name = {"type": "text_mention", "offset": 2, "length": 2, "user": {"id": ME}}
    for fields, addressed in (
        (typed("@zc_bot 通创达标吗"), True),
        (typed("通创达标吗"), False),
        (typed("/check@zc_bot 通创"), True),
        (typed("／check@zc_bot 通创"), True),
        (typed("／check 通创"), True),
        (typed("／check@other_bot 通创"), False),
        (typed("/check@another_bot 通创 @zc_bot"), False),
        (typed("/check＠another_bot 通创"), False),
        (typed("/home/zc_bot 通创"), False),
        ({"text": "/check 通创", "entities": [{"type": "code", "offset": 0, "length": 6}]}, False),
        ({"text": "@zc_bot 通创", "entities": [{"type": "code", "offset": 0, "length": 7}]}, False),
        ({"text": "问问助手 通创", "entities": [by_name]}, True),
        ({"text": "问问助手 通创", "entities": [by_name | {"user": WANG}]}, False),
        ({"text": "达标吗", "reply_to_message": {"message_id": 3, "from": {"id": ME}}}, True),
        ({"text": "达标吗", "reply_to_message": {"message_id": 3, "from": WANG}}, False),
    ):
        assert read(message(chat=group, **fields)).addressed is addressed, fields


@pytest.mark.parametrize("text", [
    "😀👨‍👩‍👧@zc_bot 通创", "@ZC_Bot通 😀 @zc_bot 通创", "看 https://t.me/zc_bot?start=Token-9 @zc_bot 通创",
    "看 /check@zc_bot 通创",
])
@pytest.mark.parametrize("beside", [{}, {"photo": [{"file_id": "F"}]}], ids=["a text", "a caption"])
def test_a_mention_is_taken_out_where_telegram_says_that_it_stands(text: str, beside: dict[str, Any]) -> None:
    names = {"text": "caption", "entities": "caption_entities"} if beside else {}
    said = {names.get(name, name): value for name, value in typed(text).items()}
    found = read(without_secrets(message(chat={"id": -1, "type": "group"}, **said, **beside), "key"))
    assert found.addressed
    assert found.text.split()[-1] == "通创"
    assert "@zc_bot" not in found.text


def test_kinds() -> None:
    photo = [{"file_id": "small"}, {"file_id": "large", "file_size": 9}]
    for fields, kind in (
        ({"photo": photo, "caption": "a"}, "photo"),
        ({"contact": {"phone_number": "1"}}, "contact"),
        ({"sticker": {}}, "other"),
        ({"migrate_to_chat_id": -5}, "migrated"),
    ):
        assert read(message(**fields)).kind == kind
    assert read(message(photo=photo)).file == "large"
    edited = message(text="a")
    edited["edited_message"] = edited.pop("message")
    assert read(edited).kind == "edited"


def test_no_token_and_no_phone_is_put_away_wherever_it_stands() -> None:
    secret, phone = "Secret-Token_0123456789", "13800001234"
    update = {
        "update_id": 1,
        "message": {
            "text": f" /START {secret}", "caption": f"/start@zc_bot {secret}", "contact": {"phone_number": phone},
            "reply_to_message": {"text": f"/start {secret}", "contact": {"phone_number": phone}},
        },
        "callback_query": {"message": {"text": f"/start {secret}"}},
    }
    kept = str(without_secrets(update, "key"))
    assert secret not in kept
    assert phone not in kept
    assert token_hash(secret) in kept


@pytest.mark.parametrize(
    ("beside", "counts"),
    [
        ({}, True), ({"via_bot": {"id": 77, "is_bot": True, "first_name": "x"}}, False),
        ({"forward_origin": {"type": "user", "date": 0, "sender_user": WANG}}, False),
    ],
    ids=["their own", "through a bot", "forwarded"],
)
def test_a_contact_counts_only_where_somebody_shares_it_themselves(beside: dict[str, Any], counts: bool) -> None:
    own = message(contact={"phone_number": "13800001234", "user_id": 11}, **beside)
    assert bool(read(without_secrets(own, "key")).contact) is counts
    others = message(contact={"phone_number": "13800001234", "user_id": 12}, **beside)
    assert read(without_secrets(others, "key")).contact == ""


SECRET = "Secret-Token_0123456789"
FORMS = (
    "/start {}", " /START {}", "/start@zc_bot {}", "/start@ {}", "/start@x-y {}", "/start@@ {}", "／start {}",
    "/start\n{}",
)


@pytest.mark.parametrize("form", FORMS)
def test_a_token_is_hidden_in_whatever_form_it_comes_and_its_hash_is_none(form: str) -> None:
    came = without_secrets(message(text=form.format(SECRET)), "key")
    assert SECRET not in str(came)
    assert read(came).invitation == token_hash(SECRET)
    replayed = without_secrets(message(text=form.format(token_hash(SECRET))), "key")
    assert read(replayed).invitation == token_hash(token_hash(SECRET))


def test_nobody_can_send_the_hash_itself() -> None:
    assert read(without_secrets(message(text="/start", zc_invitation=token_hash(SECRET)), "key")).invitation == ""
    assert SECRET not in str(without_secrets(message(text=f"看这个 https://t.me/zc_bot?start={SECRET}"), "key"))


TOKEN = "aB3-x_Yz" * 4


@pytest.mark.parametrize(
    "form",
    [
        "{}", "start {}", "/start{}", "/start={}", "start={}", "邀请码 {}", "邀请码{}", "邀请码：{}。",
        "\u200b/start {}",
        "https://t.me/zc_bot?start={}", "t.me/zc_bot?start%3D{}", "t.me/zc_bot?startgroup={}", "?startapp={}",
        "tg://resolve?domain=zc_bot&start={}", "我的邀请链接打不开：{} 怎么办", "\u200b{}\u200b",
    ],
)
def test_whatever_has_a_tokens_form_is_hashed_and_lets_in_as_its_link_does(form: str) -> None:
    came = without_secrets(message(text=form.format(TOKEN)), "key")
    assert TOKEN not in str(came)
    assert read(came).invitation == token_hash(TOKEN)
    wide = "".join(chr(ord(one) + 0xFEE0) for one in TOKEN)
    split = f"{TOKEN[:9]}\u200b{TOKEN[9:]}"
    for written in (wide, split):
        kept = without_secrets(message(text=form.format(written)), "key")
        assert written not in str(kept)
        assert TOKEN not in str(kept)


def test_a_token_is_hidden_in_links_quotes_and_captions_too() -> None:
    link = f"https://t.me/zc_bot?start={TOKEN}"
    update = message(
        text="点这里", entities=[{"type": "text_link", "offset": 0, "length": 3, "url": link}],
        quote={"text": f"邀请码 {TOKEN}", "position": 0}, link_preview_options={"url": link},
        reply_to_message={"message_id": 6, "caption": link, "caption_entities": [{"type": "text_link", "url": link}]},
    )
    assert TOKEN not in str(without_secrets(update, "key"))


def test_a_token_is_hidden_wherever_an_update_may_hold_it_and_ids_of_telegram_stay() -> None:
    file = {"file_id": TOKEN, "file_unique_id": TOKEN, "file_name": "Screenshot_20261129-101112_WeChat.jpg"}
    update = message(
        document=dict(file), venue={"title": TOKEN, "address": f"路 {TOKEN}"},
        web_app_data={"data": TOKEN, "button_text": TOKEN}, sender_tag=[TOKEN],
        poll={"id": TOKEN, "question": f"{TOKEN}？", "options": [{"text": TOKEN}]},
        forward_origin={"type": "hidden_user", "sender_user_name": TOKEN},
    )
    came = without_secrets(update, "key")["message"]
    assert (came.pop("document"), came["poll"].pop("id")) == (file, TOKEN)
    assert TOKEN not in str(came)


@pytest.mark.parametrize(
    "text",
    [
        "通创 2019 从业人员 3200人", "-" * 40, "_" * 33, "a" * 32, "9" * 36, "d41d8cd98f00b204e9800998ecf8427e",
        "https://example.com/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upmsXYZ", "/report 通创 2019",
    ],
)
def test_what_has_no_tokens_form_stays_as_it_was_typed(text: str) -> None:
    came = without_secrets(message(text=text), "key")
    assert came["message"]["text"] == text
    assert read(came).invitation == ""
