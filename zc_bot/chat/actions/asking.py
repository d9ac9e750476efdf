"""Buttons that ask a question, run a command, or choose a language."""

from __future__ import annotations

from zc_bot.chat.codec import Action, stored_as


@stored_as("ask")
class Ask(Action):
    question: str


@stored_as("open")
class RunCommand(Action):
    command: str


@stored_as("language")
class ChooseLanguage(Action):
    lang: str
