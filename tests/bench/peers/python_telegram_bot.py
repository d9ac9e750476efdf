"""python-telegram-bot as its own examples use it: an echo, or a form in a ConversationHandler. Syncs nothing."""

from __future__ import annotations

import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    filters,
)

QUESTIONS = ("Which community?", "Which year?", "Which figure?", "How much?")
CONFIRM = len(QUESTIONS)
BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Submit", callback_data="submit")]])
TEXT = filters.TEXT & ~filters.COMMAND


async def echo(update: Update, _: Any) -> None:
    await update.message.reply_text(update.message.text)


async def begin(update: Update, context: Any) -> int:
    context.user_data["answers"] = []
    await update.message.reply_text(QUESTIONS[0])
    return 0


async def take(update: Update, context: Any) -> int:
    answers = context.user_data["answers"]
    answers.append(update.message.text)
    if len(answers) < CONFIRM:
        await update.message.reply_text(QUESTIONS[len(answers)])
    else:
        await update.message.reply_text("Right? " + " ".join(answers), reply_markup=BUTTONS)
    return len(answers)


async def submit(update: Update, context: Any) -> int:
    await update.callback_query.answer()
    await update.callback_query.edit_message_text("Submitted " + " ".join(context.user_data["answers"]))
    return ConversationHandler.END


def form() -> ConversationHandler[Any]:
    states: dict[object, Any] = {step: [MessageHandler(TEXT, take)] for step in range(CONFIRM)}
    states[CONFIRM] = [CallbackQueryHandler(submit)]
    start = CommandHandler("form", begin)
    return ConversationHandler(entry_points=[start], states=states, fallbacks=[start], allow_reentry=True)


def main(address: str, token: str, what: str) -> None:
    building = ApplicationBuilder().token(token).base_url(f"{address}/bot").concurrent_updates(True)
    app: Application[Any, Any, Any, Any, Any, Any] = building.build()
    app.add_handler(MessageHandler(TEXT, echo) if what == "echo" else form())
    app.run_polling(allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    main(*sys.argv[1:])
