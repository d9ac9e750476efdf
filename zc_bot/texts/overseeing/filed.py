"""What became of figures that were handed in, in words: the number, the name or the reason first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup

from zc_bot.parsing.filed import Filed
from zc_bot.policy.roles import Act
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.next import rows_of_two
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.words import Words
from zc_bot.texts.overseeing.filed_counts import LISTED, PEOPLE, Counting
from zc_bot.texts.overseeing.filed_names import Found, next_of
from zc_bot.texts.people import who_may


def word_filed(asked: Filed, found: Found, words: Words) -> Rendered:
    """Answer in the words of what was asked; what nobody may see singly is counted."""
    wording = _Wording(asked, found, words)
    lines = [*wording.lines()]
    if len(found.known) > len(found.seen):
        lines.append(words.texts("filed.hidden", roles=who_may(Act.SEE_WAITING, words.texts, "all")))
    message = Message(lines[:1], lines[1:], [*found.readings])
    return Rendered(fit(message, words.texts), rows_of_two(next_of(asked, words)))


class _Wording(Counting):
    """The lines of one answer."""

    def lines(self) -> Iterator[Markup]:
        if not self.known:
            yield self.texts(f"filed.none.{self.asked.state}", of=self.of())
            return
        yield from _LINES.get(self.asked.asks, _Wording.counted)(self)

    def at_an_end(self) -> Iterator[Markup]:
        """Tell of the first or of the last."""
        if not self.seen:
            yield from self.counted()
            return
        one = self.seen[0 if self.asked.asks == "oldest" else -1]
        version, what = one.version, self.figure(one.version)
        if self.asked.state == "waiting":
            yield self.texts("filed.oldest_waiting", age=self.age(version.recorded_at), what=what)
            yield self.texts("filed.reported_at", person=version.reporter_name, time=self.moment(version.reported_at))
        else:
            yield self.texts("filed.first", time=self.moment(version.recorded_at), what=what)
            yield self.deed(one)
        if len(self.known) > 1 and not self.asked.days:
            yield self.texts("filed.more", count=len(self.known))

    def why(self) -> Iterator[Markup]:
        """Say why the last was sent back, then the others."""
        if self.asked.state != "returned" or not self.seen:
            yield from self.counted()
            return
        last, *others = self.seen[::-1]
        yield self.texts("filed.why", reason=self.reason(last.version), what=self.figure(last.version))
        yield self.deed(last)
        yield self.texts("filed.unsettled" if last.stands else "filed.settled")
        yield from map(self.returned, others[: LISTED - 3])

    def who(self) -> Iterator[Markup]:
        """Name who did it, and how much each."""
        if not self.seen:
            yield from self.counted()
            return
        if self.asked.state == "waiting":
            names = self.words.listed(dict.fromkeys(one.version.reporter_name for one in self.seen), PEOPLE)
            yield self.texts("filed.who_waiting", people=names, count=len(self.known), of=self.of())
            return
        counts = Counter(one.version.actor_name for one in self.seen)
        names = self.words.listed((name for name, _ in counts.most_common()), PEOPLE)
        what = self.texts.plain(f"filed.share_of.{self.asked.state}", of=self.what_of())
        yield self.texts("filed.who", people=names, what=what, count=len(self.seen))
        for name, count in counts.most_common(LISTED):
            last = max(one.version.recorded_at for one in self.seen if one.version.actor_name == name)
            yield self.texts("filed.row_person", name=name, count=count, time=self.moment(last))
        if self.asked.state == "returned":
            yield from map(self.returned, self.seen[::-1][:PEOPLE])

    def when(self) -> Iterator[Markup]:
        """Say on which days."""
        if self.asked.state == "waiting" or not self.seen:
            yield from self.at_an_end()
            return
        last = self.seen[-1]
        if self.asked.state == "returned":
            yield self.texts("filed.when_returned", time=self.day(last.version.recorded_at), what=self.what_of())
            yield self.deed(last)
            return
        days = [self.day(one.version.recorded_at) for one in self.seen]
        key = "filed.when" if days[0] == days[-1] else "filed.when_between"
        yield self.texts(
            key, time=days[-1], first=days[0], last=days[-1], what=self.what_of(), count=len(self.seen)
        )
        yield self.deed(last)


_LINES: Mapping[str, Callable[[_Wording], Iterator[Markup]]] = {
    "oldest": _Wording.at_an_end,
    "latest": _Wording.at_an_end,
    "why": _Wording.why,
    "who": _Wording.who,
    "when": _Wording.when,
    "share": _Wording.share,
}
