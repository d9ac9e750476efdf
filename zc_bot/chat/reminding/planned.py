"""/remind plan: who would be reminded next, and of what, as far as is known now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from markupsafe import Markup

from zc_bot.chat.reminding import nudges
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import OPERATOR, Act, Principal, require
from zc_bot.reminders.facts import Facts, Nudge
from zc_bot.reminders.plan import plan
from zc_bot.storage import posted, reachable
from zc_bot.storage.reachable import Reach
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import word_day
from zc_bot.texts.people import role_name, word_beside
from zc_bot.texts.reminders import authority_name, word_moment, word_stage
from zc_bot.values import dataclass

AHEAD = 45
"""So many days are looked through."""
SHOWN = 25
WORDS = frozenset({"plan", "计划", "安排", "预告"})


def show(turn: Turn) -> Response:
    """Show the next moment at which reminders go out, with everybody whom it would reach."""
    found = _next(turn)
    if found is None:
        return Response((Reply(turn.texts("oversee.plan.none", days=AHEAD)),))
    at, due = found
    when = word_moment(at, turn.today, turn.texts.lang)
    reach = {one.who.id: one for one in reachable.reach(turn.session, turn.who)}
    everybody = [reach[nudge.person] for nudge in due]
    count, beside = sum(one.is_reached for one in everybody), word_beside(everybody, turn.texts)
    head = turn.texts("oversee.plan.head", when=when, count=count, beside=beside)
    lines = [head, *_lines(turn, at, due[:SHOWN], reach)]
    if len(due) > SHOWN:
        lines.append(turn.texts("oversee.plan.more", count=len(due) - SHOWN))
    return Response((Reply(join([*lines, turn.texts("oversee.plan.foot")])),))


def mine(turn: Turn) -> Response:
    """Say when the year's reminders come to oneself next, and of what. Raises `NotAllowed`."""
    require(turn.who, Act.REMIND_ONESELF)
    found, texts = _next(turn, turn.who.id), turn.texts
    if found is None:
        return Response((Reply(texts("oversee.plan.none", days=AHEAD)),))
    at, (due, *_) = found
    return Response((Reply(texts(
        "oversee.plan.mine", when=word_moment(at, turn.today, texts.lang), year=due.year,
        stage=word_stage(_stage_of(due, at), texts), count=sum(len(gap.metrics) for gap in due.missing),
    )),))


@dataclass(frozen=True, slots=True)
class _Gone:
    """A letter that reminded somebody of a year on a day; stage: `nudge` for one that was sent by hand."""

    day: date
    person: int
    year: int
    stage: str


def _gone(turn: Turn) -> Iterator[_Gone]:
    """Give all that reminded anybody."""
    facts = nudges.facts_at(turn.session, turn.rules, turn.now)
    for one in (*facts.sent, *facts.promised):
        yield _Gone(one.day, one.key.person, one.key.year, "later" if one.key.is_promised else one.key.stage)
    for letter in posted.nudges(turn.session):
        _, _, year, person, *_ = letter.key.split(":")
        yield _Gone(letter.made_at.astimezone(turn.rules.zone).date(), int(person), int(year), "nudge")


def sent(turn: Turn, on: date | None = None) -> Response:
    """Say who was reminded on a day, or else on the last on which anybody was, by hand too."""
    every, texts = list(_gone(turn)), turn.texts
    reach = {one.who.id: one for one in reachable.reach(turn.session, turn.who)}
    day = max((one.day for one in every), default=turn.today) if on is None else on
    keys = [one for one in every if one.day == day and one.person in reach]
    if not keys:
        none = "none" if on is None else "none_on"
        return Response((Reply(texts(f"oversee.plan.sent.{none}", day=word_day(day, texts))),))
    everybody = [reach[person] for person in dict.fromkeys(key.person for key in keys)]
    count, beside = sum(one.is_reached for one in everybody), word_beside(everybody, texts)
    head = texts("oversee.plan.sent.head", day=word_day(day, texts), count=count, beside=beside)
    lines = [
        texts(f"oversee.plan.sent.{'line' if reach[key.person].is_reached else 'unsure'}",
              name=reach[key.person].who.name, scope=_scope(turn, reach[key.person].who), year=key.year,
              stage=texts.plain("oversee.told.by_hand") if key.stage == "nudge" else word_stage(key.stage, texts))
        for key in keys[:SHOWN]
    ]
    more = [texts("oversee.plan.more", count=len(keys) - SHOWN)] if len(keys) > SHOWN else []
    return Response((Reply(join([head, *lines, *more])),))


def _scope(turn: Turn, who: Principal) -> str:
    own = [authority_name(turn.programme.authority[code], turn.today, turn.texts.lang) for code in who.authorities]
    return turn.texts.plain("remind.comma").join(own) or role_name(who.role, turn.texts)


def facts_until(turn: Turn, through: datetime) -> Facts:
    """Return what decides who is nudged from now on, with what the years lack that open by `through`."""
    facts = nudges.facts_at(turn.session, turn.rules, turn.now, through)
    return nudges.at_another(turn.session, turn.rules, facts, turn.now)


def _next(turn: Turn, whose: int | None = None) -> tuple[datetime, Sequence[Nudge]] | None:
    """Find the first moment at which anybody, or one, is reminded: now, a morning, or when somebody put it off to."""
    moments = _moments(turn)
    through = nudges.facts_at(turn.session, turn.rules, turn.now, moments[-1])
    for at in moments:
        facts = nudges.at_another(turn.session, turn.rules, through, at)
        promised = nudges.promised_at(turn.session, turn.rules, facts, at)
        due = [one for one in nudges.with_promised(plan(at, facts), promised) if whose is None or one.person == whose]
        if due:
            return at, due
    return None


def _moments(turn: Turn) -> list[datetime]:
    local, morning = turn.now.astimezone(turn.rules.zone), turn.programme.reporting.send_from
    days = (local.date() + timedelta(days=ahead) for ahead in range(AHEAD + 1))
    mornings = {max(local, datetime.combine(day, morning, turn.rules.zone)) for day in days}
    until = (one.snoozed_until for one in reachable.reach(turn.session, OPERATOR))
    put_off = {at.astimezone(turn.rules.zone) for at in until if at is not None and at > turn.now}
    return sorted(mornings | put_off)


def _lines(turn: Turn, at: datetime, due: Sequence[Nudge], reach: Mapping[int, Reach]) -> list[Markup]:
    lines = []
    for nudge in due:
        one = reach[nudge.person]
        key = "line" if one.is_reached else "unsure"
        lines.append(turn.texts(
            f"oversee.plan.{key}", name=one.who.name, scope=_scope(turn, one.who), year=nudge.year,
            stage=word_stage(_stage_of(nudge, at), turn.texts),
            count=sum(len(gap.metrics) for gap in nudge.missing),
        ))
    return lines


def _stage_of(nudge: Nudge, at: datetime) -> str:
    """Name the stage by the days there really are then: one put off by days off, or repeated, is a later one."""
    if nudge.key.is_promised:
        return "later"
    if not nudge.stage.startswith("D"):
        return nudge.stage
    days = (at.date() - nudge.deadline.astimezone(at.tzinfo).date()).days
    return f"D{days:+d}" if days else "D0"
