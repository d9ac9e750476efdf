"""Buttons that ask a question, run a command, or choose a language."""

from __future__ import annotations

from zc_bot.chat.codec import Action, kept_as


@kept_as("ask")
class Ask(Action):
    question: str


@kept_as("open")
class RunCommand(Action):
    command: str


@kept_as("language")
class ChooseLanguage(Action):
    lang: str
