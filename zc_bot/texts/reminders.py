"""Nudges in words, for the chat and for `remind plan --json`: counted from the moment they are worded."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from markupsafe import Markup

from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Authority
from zc_bot.reminders.deadlines import zone_of
from zc_bot.reminders.facts import DraftHeld, Gap, Nudge, WaitingEntries
from zc_bot.texts.catalog import Lang, Texts, join, texts_for
from zc_bot.values import dataclass

NAMED_METRICS = 3
NAMED_COMMUNITIES = 20
MANY = 3
"""More communities of which none reported anything are counted, not named."""
NAMED_SILENT = 6
DIGESTS = ("reviewer", "admin")


@dataclass(frozen=True, slots=True)
class Wording:
    """A reminder as shown; its button opens the dialogue at `community` and `metric`, the first gap."""

    text: Markup
    button: str
    community: str
    metric: str


def word_nudge(nudge: Nudge, programme: Programme, now: datetime, lang: Lang) -> Wording:
    """Say what is missing and how long is left at `now` (aware); a stage that was late says the truth."""
    texts, local = texts_for(lang), now.astimezone(zone_of(programme))
    lines = [_head(nudge, local, texts), _deadline(nudge, local, texts)]
    lines += _gap_lines(nudge, programme, local.date(), texts)
    if nudge.unattended:
        names = (authority_name(programme.authority[code], local.date(), lang) for code in nudge.unattended)
        lines.append(texts("remind.unattended", authorities=_listed(names, texts)))
    lines += _silent_lines(nudge, programme, local.date(), texts)
    lines += _older_lines(nudge, texts)
    lines += _waiting_lines(nudge, programme, local, texts)
    if nudge.draft is not None:
        lines.append(word_draft(nudge.draft, programme, texts))
    elif nudge.continues_draft:
        lines.append(texts("remind.draft"))
    first = nudge.missing[0]
    return Wording(join(lines), _button(nudge, programme, texts), first.community, first.metrics[0])


def plan_json(
    nudges: Iterable[Nudge], programme: Programme, now: datetime, lang: Lang = "zh"
) -> list[dict[str, Any]]:
    """Return the list that `remind plan --json` prints; `text` is plain, without HTML."""
    return [
        {
            "person": nudge.person,
            "audience": nudge.audience,
            "stage": nudge.stage,
            "year": nudge.year,
            "deadline": nudge.deadline.isoformat(),
            "missing": [{"community": gap.community, "metrics": list(gap.metrics)} for gap in nudge.missing],
            "text": _without_html(word_nudge(nudge, programme, now, lang).text),
        }
        for nudge in nudges
    ]


def word_deadline(deadline: datetime, today: date, lang: Lang) -> str:
    """Write a deadline with its weekday, and with its year where that is not today's."""
    return _word_date("remind.date", deadline, today, lang)


def word_weekday(day: date, today: date, lang: Lang) -> str:
    """Write a day with its weekday, and with its year where that is not today's."""
    return _word_date("remind.day", datetime.combine(day, time(), UTC), today, lang)


def word_moment(moment: datetime, today: date, lang: Lang) -> str:
    """Write what somebody set, weekday and date first: 周六 3月7日 09:00; with its year where that is not today's."""
    return _word_date("remind.moment", moment, today, lang)


def _word_date(key: str, moment: datetime, today: date, lang: Lang) -> str:
    texts = texts_for(lang)
    return texts.plain(
        key if moment.year == today.year else f"{key}_with_year",
        year=moment.year,
        month=texts.plain(f"remind.month.{moment.month}"),
        day=moment.day,
        weekday=texts.plain(f"remind.weekday.{moment.weekday()}"),
        time=f"{moment:%H:%M}",
    )


def word_time_left(deadline: datetime, now: datetime, lang: Lang) -> str:
    """Say how many calendar days are left or overdue; both moments in the programme's zone."""
    texts, days = texts_for(lang), (deadline.date() - now.date()).days
    clock = f"{deadline:%H:%M}"
    if days == 0:
        return texts.plain("remind.when.today" if now < deadline else "remind.when.passed_today", time=clock)
    if days == 1:
        return texts.plain("remind.when.tomorrow")
    return texts.plain("remind.when.before" if days > 0 else "remind.when.overdue", days=abs(days))


def word_coming(year: int, deadline: datetime, provisional: bool, now: datetime, texts: Texts) -> Markup:
    """Say when the figures after those asked about are due; both moments in the programme's zone."""
    key = "ask.deadline.coming_provisional" if provisional else "ask.deadline.coming"
    return texts(key, deadline=word_deadline(deadline, now.date(), texts.lang), year=year)


def word_stage(code: str, texts: Texts) -> str:
    """Name a stage of a year's reminders as people say it: 截止前7天, 截止当天, 逾期14天, 约好再提醒."""
    if code in {"open", "D0", "later"}:
        return texts.plain(f"remind.stage.{code.lower()}")
    if not code.startswith(("D-", "D+")):
        return code
    return texts.plain("remind.stage.before" if code[1] == "-" else "remind.stage.after", days=code[2:])


def word_due(deadline: datetime, now: datetime, lang: Lang) -> Markup:
    """Say when figures are due, and how long that is off; both moments in the programme's zone."""
    left = word_time_left(deadline, now, lang)
    return texts_for(lang)("remind.deadline.due", deadline=word_deadline(deadline, now.date(), lang), left=left)


def _head(nudge: Nudge, now: datetime, texts: Texts) -> Markup:
    key = {"lead": "lead", "reviewer": "digest", "admin": "digest"}.get(nudge.audience, "own")
    if key == "own" and nudge.stage == "open" and now < nudge.deadline:
        key = "open"
    return texts(
        f"remind.head.{key}",
        year=nudge.year,
        count=sum(len(gap.metrics) for gap in nudge.missing),
        complete=nudge.complete,
        expected=nudge.expected,
        when=word_time_left(nudge.deadline, now, texts.lang),
    )


def _deadline(nudge: Nudge, now: datetime, texts: Texts) -> Markup:
    key = "remind.deadline.ahead" if now < nudge.deadline else "remind.deadline.past"
    return texts(key, deadline=word_deadline(nudge.deadline, now.date(), texts.lang))


def _gap_lines(nudge: Nudge, programme: Programme, today: date, texts: Texts) -> list[Markup]:
    named = nudge.missing[:NAMED_COMMUNITIES]
    empty = [gap for gap in named if len(gap.metrics) == len(programme.metrics)]
    together = empty if len(empty) > 1 else []
    if nudge.expected > MANY and len(empty) == len(nudge.missing) == nudge.expected:
        return [texts("remind.gap.every", count=len(programme.metrics), expected=nudge.expected)]
    lines = [_gap(gap, nudge, programme, today, texts) for gap in named if gap not in together]
    if together:
        names = _listed((programme.community[gap.community].name(texts.lang) for gap in together), texts)
        lines.append(texts("remind.gap.all", count=len(programme.metrics), communities=names))
    if rest := len(nudge.missing) - len(named):
        lines.append(texts("remind.others", count=rest))
    return lines


def _gap(gap: Gap, nudge: Nudge, programme: Programme, today: date, texts: Texts) -> Markup:
    community = programme.community[gap.community]
    named = gap.metrics if len(gap.metrics) == NAMED_METRICS + 1 else gap.metrics[:NAMED_METRICS]
    extent = "_all" if len(gap.metrics) == len(programme.metrics) else "_more" if named != gap.metrics else ""
    return texts(
        f"remind.gap.{'digest' if nudge.audience in DIGESTS else 'own'}{extent}",
        community=community.name(texts.lang),
        authority=authority_name(programme.authority[community.authority], today, texts.lang),
        count=len(gap.metrics),
        metrics=_listed((programme.metric[code].short(texts.lang) for code in named), texts),
    )


def _silent_lines(nudge: Nudge, programme: Programme, today: date, texts: Texts) -> list[Markup]:
    """Say who should be reminded and can't be reached, and why."""
    whose = "lead" if nudge.audience == "lead" else "overseer"
    return [
        texts(
            f"remind.silent.{whose}", name=one.name,
            why=texts.plain(f"remind.why.{one.why}"),
            authorities=_listed((authority_name(programme.authority[code], today, texts.lang)
                                 for code in one.authorities), texts),
        )
        for one in nudge.silent[:NAMED_SILENT]
    ]


def _older_lines(nudge: Nudge, texts: Texts) -> list[Markup]:
    """Say in one line what older years still miss."""
    if not nudge.older:
        return []
    key = "digest" if nudge.audience in DIGESTS else "own"
    years = (texts.plain(f"remind.older.{key}_year", year=one.year, count=one.figures, places=len(one.communities))
             for one in nudge.older)
    return [texts(f"remind.older.{key}", years=_listed(years, texts))]


def _waiting_lines(nudge: Nudge, programme: Programme, now: datetime, texts: Texts) -> list[Markup]:
    """Say what waits for review and for how long, the longest first."""
    shown = sorted(nudge.waiting, key=lambda one: one.since)[:NAMED_SILENT]
    lines = [
        texts("remind.waiting", community=programme.community[one.community].name(texts.lang), year=one.year,
              count=one.figures, age=word_age(one.since.astimezone(now.tzinfo), now, texts))
        for one in shown
    ]
    if rest := len(nudge.waiting) - len(shown):
        lines.append(texts("remind.waiting_more", count=rest))
    return [*lines, *waiting_entries(nudge.entries, now, texts)]


def waiting_entries(entries: Iterable[WaitingEntries], now: datetime, texts: Texts) -> list[Markup]:
    """Say what besides figures waits for review, a line a kind; `now` in the programme's zone."""
    ages = [word_age(one.since.astimezone(now.tzinfo), now, texts) for one in entries]
    return [
        texts(f"remind.waiting_{one.kind}", count=one.count, age=age) for one, age in zip(entries, ages, strict=True)
    ]


def word_age(since: datetime, now: datetime, texts: Texts) -> str:
    """Say for how long something has waited for review: 待审3天; both moments in the programme's zone."""
    days = (now.date() - since.date()).days
    return texts.plain("remind.age.days" if days else "remind.age.today", days=days)


def word_draft(draft: DraftHeld, programme: Programme, texts: Texts) -> Markup:
    """Say what a draft holds that was not handed in."""
    shorts = [programme.metric[code].short(texts.lang) for code in draft.metrics if code in programme.metric]
    return texts("remind.draft_holds", community=programme.community[draft.community].name(texts.lang),
                 year=draft.year, count=len(draft.metrics), metrics=_listed(shorts[:NAMED_METRICS], texts),
                 more=texts.plain("remind.more") if len(shorts) > NAMED_METRICS else "")


def _button(nudge: Nudge, programme: Programme, texts: Texts) -> str:
    if nudge.audience != "reporter":
        return texts.plain("remind.button.oversee")
    if nudge.continues_draft or nudge.draft is not None:
        return texts.plain("remind.button.resume")
    metric = programme.metric[nudge.missing[0].metrics[0]]
    return texts.plain("remind.button.begin", metric=metric.short(texts.lang))


def authority_name(authority: Authority, today: date, lang: Lang) -> str:
    """Return the authority's name of the day; one that was merged keeps its own, which its figures go by."""
    names = [item for item in authority.renames if item.since <= today and item.merged_into is None]
    return (max(names, key=lambda item: item.since).name if names else authority.name)(lang)


def _listed(names: Iterable[str], texts: Texts) -> str:
    return texts.plain("remind.comma").join(names)


def _without_html(text: Markup) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))
