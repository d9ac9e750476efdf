"""An echo bot as pyTelegramBotAPI's own documentation writes one; run with the Bot API's address and a token."""

import sys

import telebot
from telebot import apihelper, types

address, token = sys.argv[1:]
apihelper.API_URL = address + "/bot{0}/{1}"
apihelper.FILE_URL = address + "/file/bot{0}/{1}"
bot = telebot.TeleBot(token, threaded=False)


@bot.message_handler(commands=["start"])
def start(message):
    bot.send_message(message.chat.id, "ready")


@bot.message_handler(content_types=["text"])
def text(message):
    markup = types.InlineKeyboardMarkup()
    markup.add(types.InlineKeyboardButton("好", callback_data="ok"))
    bot.send_message(message.chat.id, message.text, reply_markup=markup)


@bot.message_handler(content_types=["document"])
def document(message):
    bot.send_document(message.chat.id, b"a,1\n", visible_file_name="数据 (1).csv", caption="收到")


@bot.message_handler(content_types=["photo"])
def photo(message):
    bot.send_photo(message.chat.id, message.photo[-1].file_id)


@bot.message_handler(content_types=["sticker"])
def sticker(message):
    bot.send_sticker(message.chat.id, message.sticker.file_id)


@bot.callback_query_handler(func=lambda call: call.data == "ok")
def tapped(call):
    bot.answer_callback_query(call.id, "记下了")
    bot.edit_message_text("已确认", call.message.chat.id, call.message.message_id)


@bot.inline_handler(lambda query: True)
def inline(query):
    content = types.InputTextMessageContent(f"<b>{query.query}</b>", parse_mode="HTML")
    bot.answer_inline_query(query.id, [types.InlineQueryResultArticle("1", "占比", content)])


bot.infinity_polling(timeout=5, long_polling_timeout=5)
