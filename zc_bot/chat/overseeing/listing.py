"""What was built and what is worth telling, asked for in words: only what was approved."""

from __future__ import annotations

from zc_bot.chat.overseeing.view import View
from zc_bot.evaluation.showing import approved
from zc_bot.storage import showing
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.showing import word_list


def listing(view: View) -> Rendered:
    """List the approved entries of the communities asked about, of one kind or of all, the newest first."""
    kind = view.meaning.topic
    found = approved(showing.load(view.session, view.onlooker))
    wanted = [one for one in found if one.told.community in view.places and kind in {"", one.told.kind}]
    single = len(view.places) == 1
    whose = view.words.community(view.places[0] if single else None if view.of_all else view.places[0])
    return Rendered(word_list(wanted, view.words, whose, kind))
