"""People in words: their roles, what they look after, when they were last seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ROLES, Act, Scope
from zc_bot.storage.reachable import SILENCES, Reach
from zc_bot.storage.remaining import Remaining
from zc_bot.texts.catalog import Texts
from zc_bot.texts.reminders import authority_name, word_deadline


def role_name(role: str, texts: Texts) -> str:
    """Name a role: 填报, 审核."""
    return texts.plain(f"roles.name.{role}")


def who_may(act: Act, texts: Texts, far: Scope | None = None) -> str:
    """Name the roles that may do something, or do it as far as that: 审核、管理员."""
    roles = (role for role in ROLES if role in act.roles and far in {None, act.scopes[role]})
    names = texts.plain("remind.comma").join(role_name(role, texts) for role in roles)
    return names or texts.plain("chat.refused.none")


def word_refusal(act: Act, role: str, texts: Texts) -> Markup:
    """Say to somebody of a role that what they asked for is for others, and for whom."""
    if not act.roles:
        return texts("chat.refused.nobody")
    return texts("chat.refused.others", role=role_name(role, texts), roles=who_may(act, texts))


def scope_names(authorities: Iterable[str], programme: Programme, texts: Texts, today: date) -> str:
    """Name the authorities or departments of a person or an invitation, as they are called today; empty for none."""
    names = [
        authority_name(programme.authority[code], today, texts.lang)
        if code in programme.authority
        else programme.member_called(code, texts.lang)
        for code in authorities
        if code in programme.authority or code in programme.members
    ]
    return texts.plain("remind.comma").join(names)


def person_label(one: Reach, programme: Programme, texts: Texts, today: date) -> str:
    """Name a person on a button: 王芳 · 填报 · 崇川区, marked where messages don't arrive."""
    parts = [one.who.name, role_name(one.who.role, texts), scope_names(one.who.authorities, programme, texts, today)]
    shown = " · ".join(part for part in parts if part)
    return texts.plain("people.list.unreachable", person=shown) if one.silence else shown


def word_silent(everybody: Iterable[Reach], texts: Texts) -> str:
    """Count those whom nothing reaches, by why: 没打开过3人、停用1人; '' where there are none."""
    counts = Counter(one.silence for one in everybody)
    shown = (texts.plain(f"people.silence.{why}", count=counts[why]) for why in SILENCES if counts[why])
    return texts.plain("remind.comma").join(shown)


def word_beside(everybody: Iterable[Reach], texts: Texts) -> str:
    """Count them behind the number of those who are reached: （多半收不到：没打开过9人）; '' where there are none."""
    silent = word_silent(everybody, texts)
    return texts.plain("people.silence.beside", kinds=silent) if silent else ""


def last_seen(one: Reach, now: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """Say when somebody last wrote."""
    if one.last_seen is None:
        return texts.plain("people.one.never")
    return word_deadline(one.last_seen.astimezone(zone), now.astimezone(zone).date(), texts.lang)


MOST_REMAINING = 8


def word_remaining(found: Sequence[Remaining], programme: Programme, texts: Texts) -> list[Markup]:
    """List the texts in which the name of who is forgotten may still stand; nothing where there are none."""
    if not found:
        return []
    shown = [_word_place(one, programme, texts) for one in found[:MOST_REMAINING]]
    if len(found) > MOST_REMAINING:
        shown.append(texts("people.erase.stays_more", count=len(found) - MOST_REMAINING))
    lines = [texts("people.erase.stays_in", count=len(found)), *shown, texts("people.erase.stays_how")]
    return [Markup("\n").join(lines)]


def _word_place(one: Remaining, programme: Programme, texts: Texts) -> Markup:
    if one.place != "figure":
        return texts(f"people.erase.stays_{one.place}", number=one.number)
    community = programme.community[one.community].name(texts.lang)
    metric = programme.metric[one.metric].short(texts.lang)
    return texts("people.erase.stays_figure", community=community, year=one.year, metric=metric)
