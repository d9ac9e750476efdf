"""An echo bot as aiogram's own documentation writes one; run with the Bot API's address and a token."""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
)

dispatcher = Dispatcher()


@dispatcher.message(CommandStart())
async def start(message: Message) -> None:
    await message.answer("ready")


@dispatcher.message(F.text)
async def text(message: Message) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="好", callback_data="ok")]])
    await message.answer(message.text, reply_markup=markup)


@dispatcher.message(F.document)
async def document(message: Message) -> None:
    await message.answer_document(BufferedInputFile(b"a,1\n", "数据 (1).csv"), caption="收到")


@dispatcher.message(F.photo)
async def photo(message: Message) -> None:
    await message.answer_photo(message.photo[-1].file_id)


@dispatcher.message(F.sticker)
async def sticker(message: Message) -> None:
    await message.answer_sticker(message.sticker.file_id)


@dispatcher.callback_query(F.data == "ok")
async def tapped(query: CallbackQuery) -> None:
    await query.answer("记下了")
    await query.message.edit_text("已确认")


@dispatcher.inline_query()
async def inline(query: InlineQuery) -> None:
    content = InputTextMessageContent(message_text=f"<b>{query.query}</b>", parse_mode="HTML")
    await query.answer([InlineQueryResultArticle(id="1", title="占比", input_message_content=content)])


async def main(address: str, token: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    await dispatcher.start_polling(Bot(token, session=session))


asyncio.run(main(*sys.argv[1:]))
