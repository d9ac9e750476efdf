"""What can't be taken back is confirmed by typing a word: a button is tapped by a slip of the thumb."""

from __future__ import annotations

from zc_bot.chat.codec import Action, encode
from zc_bot.chat.turn import Turn
from zc_bot.storage import dialogues
from zc_bot.texts.catalog import LANGS, texts_for


def await_word(turn: Turn, prompt: Action) -> None:
    """Let the person's next text go to what takes `prompt`."""
    dialogues.save_prompt(turn.session, turn.who.id, *encode(prompt), turn.now)


def is_typed(turn: Turn, key: str) -> bool:
    """Tell whether the word was typed; whatever it is, it is not asked for twice."""
    dialogues.drop_prompt(turn.session, turn.who.id)
    return is_word(turn.incoming.text, key)


def is_word(text: str, key: str) -> bool:
    """Tell whether a text is the word of a message, in either language."""
    said = text.strip(" 。.!！“”\"'").lower()
    return said in {texts_for(lang).plain(key).lower() for lang in LANGS}
