"""How it stands with reporting instead of a colleague, asked in words: 周涛答应代填了吗, 谁在替我填."""

from __future__ import annotations

import re

from zc_bot.chat.actions import AcceptCover, DeclineCover
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import Act, require
from zc_bot.storage import people, stand_ins
from zc_bot.texts.catalog import join
from zc_bot.texts.reminders import word_moment


def asked_for(turn: Turn, text: str) -> Response | None:
    """Say whom one asked, who reports instead and whom one is asked by oneself; None for anything else."""
    is_asked = asks(text) or _is_said(text, "order.state_of")
    if not (is_asked and _is_said(text, "order.cover") and _is_said(text, "order.cover_state")):
        return None
    require(turn.who, Act.REMIND_ONESELF)
    texts, names, me = turn.texts, people.names(turn.session, turn.who), turn.who.id
    lines, rows = [], []
    for one in stand_ins.open_ones(turn.session):
        if (one.until <= turn.now and not one.is_cut) or me not in {one.asker, one.colleague}:
            continue
        until = word_moment(one.until.astimezone(turn.rules.zone), turn.today, texts.lang)
        name = names.get(one.colleague if one.asker == me else one.asker, "")
        other = people.find(turn.session, one.colleague if one.asker == me else one.asker)
        if one.is_cut or other is None or not other.reports_own:  # Told of in the morning.
            if one.asker == me:
                lines.append(texts("oversee.cover.cannot", name=name, year=one.year))
            continue
        key = f"{'mine' if one.asker == me else 'theirs'}_{one.state}"
        lines.append(texts(f"oversee.cover.{key}", name=name, year=one.year, until=until))
        if key == "theirs_asked":
            yes = Button(texts.plain("oversee.button.accept_of", name=name, year=one.year), AcceptCover(one.id))
            rows.append((yes, Button(texts.plain("oversee.button.decline"), DeclineCover(one.id))))
    return Response((Reply(join(lines) if lines else texts("oversee.cover.none"), tuple(rows)),))


def _is_said(text: str, sense: str) -> bool:
    return re.search(alternatives(sense), text, re.IGNORECASE) is not None
