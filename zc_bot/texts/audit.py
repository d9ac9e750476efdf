"""The audit in words: who did what to what, by the names that people know, not the codes that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from markupsafe import Markup

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ROLES
from zc_bot.storage.audit import Line
from zc_bot.texts.catalog import Texts
from zc_bot.texts.dialogue.review import word_moment
from zc_bot.texts.numbers import shorten
from zc_bot.texts.people import role_name, scope_names
from zc_bot.texts.reminders import authority_name

LONGEST = 80
_OF_A_YEAR = {"year.end", "year.reopen", "days_off"}
_OF_A_PERSON = {
    "people.remove", "people.lapsed", "people.erase", "people.ask_erase", "people.ask_remove", "people.agree",
    "people.agree_admin", "people.agree_erase", "people.agree_remove", "people.refuse",
    "people.ask_make", "people.agree_make", "people.refuse_make", "people.by_roster",
    "remind.hand_over", "remind.take_over", "remind.leave_over", "remind.end_over", "remind.snooze",
    "people.language", "app.open", "digest.subscribe", "digest.end",
}
_OF_SO_MANY = {"people.confirm", "people.roster", "people.ask_admin"}
_NUMBERED = ("entry", "showing", "invitation", "figures", "line")
"""What has a number of its own behind the word."""


def word_act(one: Line, programme: Programme, names: Mapping[int, str], texts: Texts, zone: ZoneInfo) -> Markup:
    """Word one line; `names`: of everybody who was ever admitted, by id."""
    what = shorten(what_of(one, programme, names, texts), LONGEST)
    at = word_moment(one.at, texts, zone)
    return texts("audit.line", at=at, name=actor_of(one, texts), action=action_of(one, texts), what=what)


def actor_of(one: Line, texts: Texts) -> str:
    """Name who did it."""
    return one.name or texts.plain("audit.operator")


def action_of(one: Line, texts: Texts) -> str:
    """Name what was done; of a kind unknown here as it was noted."""
    key = f"audit.action.{one.action}"
    return texts.plain(key) if texts.has(key) else one.action


def what_of(one: Line, programme: Programme, names: Mapping[int, str], texts: Texts) -> str:
    """Name what was done to; a line of a kind unknown here shows its subject as it was noted."""
    subject = one.subject
    if one.detail.get("figures"):
        return _figures(one, programme, texts)
    if one.detail.get("role") in ROLES:
        return _admitted(one, programme, texts)
    if subject.startswith("submission "):
        return texts.plain("audit.submission", serial=subject.removeprefix("submission ").zfill(6))
    kind, _, number = subject.partition(" ")
    if kind in _NUMBERED and number:
        return texts.plain(f"audit.numbered.{kind}", number=number)
    if one.action == "letter.again":
        return texts.plain("audit.numbered.letter", number=subject)
    if one.action == "deadline.move":
        to = str(one.detail.get("to", ""))
        return texts.plain("audit.moved_back" if to == "usual" else "audit.moved", year=subject, to=to)
    return _of_its_act(one, programme, names, texts)


def _of_its_act(one: Line, programme: Programme, names: Mapping[int, str], texts: Texts) -> str:
    """Name what was done to, by the act."""
    year, subject = one.detail.get("year"), one.subject
    if one.action in _OF_A_YEAR:
        return texts.plain("audit.year", year=subject)
    if one.action == "stage.record" and subject in programme.community:
        kind = texts.plain(f"ask.stage.{one.detail.get('kind')}")
        return f"{programme.community[subject].name(texts.lang)} {kind} {one.detail.get('day')}"
    if one.action in _OF_SO_MANY:
        return texts.plain("audit.people", count=subject.partition(" ")[0])
    if one.action in _OF_A_PERSON and subject.isdigit():
        return names.get(int(subject), subject)
    if one.action == "remind.nudge" and subject in programme.authority:
        name = authority_name(programme.authority[subject], one.at.date(), texts.lang)
        return texts.plain("audit.of_year", year=year, what=name)
    if one.action in {"remind.seen", "remind.mute"}:
        return texts.plain("audit.unmuted") if year is None else texts.plain("audit.year", year=year)
    if one.action == "read":
        key = f"audit.read.{subject}"
        what = texts.plain(key) if texts.has(key) else subject
        count = one.detail.get("count")
        return what if count is None else texts.plain("audit.read_out", what=what, count=count)
    if one.action == "broadcast":
        return str(one.detail.get("text", subject))
    return _of_its_subject(one, programme, texts)


def _of_its_subject(one: Line, programme: Programme, texts: Texts) -> str:
    """Name what was done to, by what was noted: a community, an act that was denied, a kind of record."""
    subject = one.subject
    if subject in programme.community:
        return programme.community[subject].name(texts.lang)
    kind = {"denied": "audit.tried", "ledger": "ledger.kind"}.get(one.action.partition(".")[0], "audit.subject")
    found = texts.plain(f"{kind}.{subject}") if texts.has(f"{kind}.{subject}") else subject
    whose = programme.community.get(str(one.detail.get("about", ""))) if kind == "ledger.kind" else None
    return found if whose is None else f"{found} {whose.name(texts.lang)}"


def _figures(one: Line, programme: Programme, texts: Texts) -> str:
    figures = one.detail["figures"]
    community, metric, year = figures[0][:3]
    if community not in programme.community or metric not in programme.metric:
        return one.subject
    first = texts.plain(
        "audit.figure", community=programme.community[community].name(texts.lang), year=year,
        metric=programme.metric[metric].short(texts.lang),
    )
    return first if len(figures) == 1 else texts.plain("audit.figures", first=first, count=len(figures))


def _admitted(one: Line, programme: Programme, texts: Texts) -> str:
    """Name who was admitted or invited, as what and for whom."""
    codes = one.detail.get("authorities") or []
    codes = codes.split(",") if isinstance(codes, str) else codes
    names = scope_names(codes, programme, texts, one.at.date())
    role = role_name(one.detail["role"], texts)
    return " ".join(part for part in (one.detail.get("name"), role, names) if part)
