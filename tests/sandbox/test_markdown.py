"""Markdown of both versions is read, and refused, as Telegram does."""

from __future__ import annotations

import pytest
from telegram import Bot
from telegram.error import BadRequest

from .conftest import ANNA


@pytest.mark.parametrize(
    ("mode", "source", "text", "entities"),
    [
        ("MarkdownV2", r"*62\.5%* 😀 _达标_", "62.5% 😀 达标", [("bold", 0, 5), ("italic", 9, 2)]),
        ("MarkdownV2", "*粗 _又斜_*", "粗 又斜", [("bold", 0, 4), ("italic", 2, 2)]),
        ("MarkdownV2", "__线__ ~删~", "线 删", [("underline", 0, 1), ("strikethrough", 2, 1)]),
        ("MarkdownV2", "||藏||", "藏", [("spoiler", 0, 1)]),
        ("MarkdownV2", "`a*b` ```py\nx=1```", "a*b x=1", [("code", 0, 3), ("pre", 4, 3)]),
        ("MarkdownV2", "[看](https://example.org/a)", "看", [("text_link", 0, 1)]),
        ("MarkdownV2", "![👍](tg://emoji?id=5368324170671202286)", "👍", [("custom_emoji", 0, 2)]),
        ("MarkdownV2", ">一\n>二\n三", "一\n二\n三", [("blockquote", 0, 3)]),
        ("Markdown", "*粗* _斜_ 1.5-2 a\\_b", "粗 斜 1.5-2 a_b", [("bold", 0, 1), ("italic", 2, 1)]),
    ],
)
async def test_markdown_becomes_text_and_entities(
    bot: Bot, mode: str, source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    sent = await bot.send_message(ANNA, source, parse_mode=mode)
    assert sent.text == text
    assert [(each.type, each.offset, each.length) for each in sent.entities] == entities


@pytest.mark.parametrize(
    ("mode", "source", "reason"),
    [
        ("MarkdownV2", "62.5%", r"Character '\.' is reserved and must be escaped"),
        ("MarkdownV2", "通*粗", "find end of Bold entity at byte offset 3"),
        ("Markdown", "a_b", "find end of the entity starting at byte offset 1"),
        ("Markdown", "`x", "find end of the entity starting at byte offset 0"),
        ("Wiki", "x", "unsupported parse_mode"),
    ],
)
async def test_unreadable_markdown_is_refused(bot: Bot, mode: str, source: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_message(ANNA, source, parse_mode=mode)
