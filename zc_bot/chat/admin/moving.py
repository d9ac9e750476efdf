"""Telling somebody that a command gave them another role or district, and what of theirs ended with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from markupsafe import Markup

from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Notice
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import dialogues, outbox, people, showing
from zc_bot.storage.session import Session
from zc_bot.submission.draft import from_json
from zc_bot.texts.catalog import Texts, join, texts_for
from zc_bot.texts.people import role_name, scope_names


@contextmanager
def telling_moved(session: Session, programme: Programme, now: datetime) -> Iterator[None]:
    """Tell whoever has another role or other authorities meanwhile, and of the draft that ended with the old ones."""
    before = {one.id: one for one in people.admitted(session, OPERATOR)}
    drafts = dialogues.drafts(session)
    told = {number for number in before if showing.load_draft(session, number, now) is not None}
    yield
    for one in people.admitted(session, OPERATOR):
        was = before.get(one.id)
        if was is None or (was.role, was.authorities) == (one.role, one.authorities):
            continue
        texts = texts_for(one.lang)
        lines = [_word_role(one, programme, texts, now)]
        if (draft := drafts.get(one.id)) is not None:
            lines.append(texts("people.moved.draft", about=_about(draft.state, programme, texts)))
        if one.id in told:
            lines.append(texts("people.moved.progress"))
        outbox.post(session, [letter_of(session, Notice(one.id, join(lines)), now)], now)


def _word_role(who: Principal, programme: Programme, texts: Texts, now: datetime) -> Markup:
    names = scope_names(who.authorities, programme, texts, now.date())
    scope = texts.plain("people.scope", names=names) if names else ""
    return texts("people.moved.role", role=role_name(who.role, texts), scope=scope)


def _about(state: str, programme: Programme, texts: Texts) -> str:
    """Name the community and the year of a draft, as far as it has them: （通创社区 · 2019年）."""
    with suppress(ValueError, KeyError, TypeError):
        draft = from_json(state)
        if draft.community in programme.community and draft.year is not None:
            name = programme.community[draft.community].name(texts.lang)
            return texts.plain("people.moved.about", community=name, year=draft.year)
    return ""
