"""Telegram on this machine: a Bot API that an unchanged bot talks to, and a chat page to play each role."""
