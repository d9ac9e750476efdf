"""People in words: their roles, what they look after, when they were last seen."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.storage.people import Reach
from zc_bot.texts.catalog import Texts
from zc_bot.texts.reminders import word_deadline


def role_name(role: str, texts: Texts) -> str:
    """Name a role: 填报, 审核."""
    return texts.plain(f"people.role.{role}")


def scope_names(who: Principal, programme: Programme, texts: Texts) -> str:
    """Name the authorities that a person belongs to."""
    names = (programme.authority[code].name(texts.lang) for code in who.authorities if code in programme.authority)
    return texts.plain("remind.comma").join(names)


def person_label(one: Reach, programme: Programme, texts: Texts) -> str:
    """Name a person on a button: 王芳 · 填报 · 崇川区, marked where messages don't arrive."""
    parts = [one.who.name, role_name(one.who.role, texts), scope_names(one.who, programme, texts)]
    shown = " · ".join(part for part in parts if part)
    return texts.plain("people.list.unreachable", person=shown) if one.unreachable else shown


def last_seen(one: Reach, now: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """Say when somebody last wrote."""
    if one.last_seen is None:
        return texts.plain("people.one.never")
    return word_deadline(one.last_seen.astimezone(zone), now.astimezone(zone).date(), texts.lang)
