"""How many figures became so: counted by place, person, metric or authority, as a share, or on two sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from markupsafe import Markup

from zc_bot.storage.filed import Became
from zc_bot.storage.observations import Version
from zc_bot.texts.overseeing.filed_names import Naming
from zc_bot.texts.overseeing.punctuality import percent

LISTED, PEOPLE, _NAMED = 9, 3, 30


class Counting(Naming):
    """The lines of an answer that counts."""

    def counted(self) -> Iterator[Markup]:
        """Count them, and say where they are."""
        if self.is_of_now():
            yield from self.sent_back()
            return
        yield self.texts(f"filed.{self.asked.state}", count=len(self.known), of=self.of())
        if self.asked.state == "reported":
            yield self.what_became()
        if self.asked.mine and self.asked.others:
            yield from self.two_sides()
        elif self.asked.by:
            yield from self.rows()
        elif self.asked.state == "returned" and self.seen:
            yield from map(self.returned, self.seen[::-1][:LISTED])
        else:
            yield from self.by_place()

    def what_became(self) -> Markup:
        """Say how many of those that were handed in are approved, wait and were sent back."""
        counts = Counter(one.version.status for one in self.known)
        parts = (
            self.texts.plain(f"filed.became.{state}", count=counts[state])
            for state in ("approved", "submitted", "returned") if counts[state]
        )
        return self.texts("filed.rest", parts=self.texts.plain("ask.comma").join(parts))

    def is_of_now(self) -> bool:
        """Tell whether it is asked what is sent back now, not who sent what back when."""
        asked = self.asked
        decided = asked.person and self.found.reviews
        return asked.state == "returned" and not (decided or asked.days or asked.mine or asked.others or asked.by)

    def sent_back(self) -> Iterator[Markup]:
        """Count what was not reported anew, and name it; then what was."""
        still = [one for one in self.known if one.stands]
        before = len(self.known) - len(still)
        if still:
            yield self.texts("filed.still_back", count=len(still), of=self.of())
            yield from map(self.returned, [one for one in self.seen if one.stands][::-1][:LISTED])
            if before:
                yield self.texts("filed.back_before", count=before)
            return
        yield self.texts("filed.all_anew", count=before, of=self.of())
        yield from map(self.returned, self.seen[::-1][:PEOPLE])

    def share(self) -> Iterator[Markup]:
        """Say what part of all that is due they are."""
        due = self.found.due
        counts = Counter(community for community, _, _ in {_key(one.version) for one in self.known})
        if not due:
            yield from self.counted()
            return
        what = self.texts.plain(f"filed.share_of.{self.asked.state}", of=self.what_of())
        yield self.texts("filed.share", what=what, **self.part(counts.total(), sum(due.values())))
        if self.asked.by not in {"community", "authority"}:
            return
        rows: dict[str, list[str]] = {}
        for code in due:
            owner = self.words.programme.community[code].authority
            name = self.words.authority(owner) if self.asked.by == "authority" else self.words.community(code)
            rows.setdefault(name, []).append(code)
        for name, codes in rows.items():
            part = self.part(sum(counts[code] for code in codes), sum(due[code] for code in codes))
            yield self.texts("filed.row_share", name=name, **part)

    def part(self, count: int, due: int) -> dict[str, str | int]:
        """Return so many of so many, and what part they are."""
        return {"share": percent(Fraction(count, due), self.words), "count": count, "due": due}

    def two_sides(self) -> Iterator[Markup]:
        """Say of each row how many are the asker's own, and how many are others'."""
        rows: dict[str, list[Became]] = {}
        for one in self.known:
            rows.setdefault(self.row_of(one, self.asked.by) if self.asked.by else self.what_of(), []).append(one)
        for name, some in rows.items():
            mine = sum(self.is_mine(one) for one in some)
            yield self.texts("filed.row_two", name=name, mine=mine, others=len(some) - mine)

    def is_mine(self, one: Became) -> bool:
        return (one.actor if self.found.reviews else one.version.reporter) == self.found.me

    def rows(self) -> Iterator[Markup]:
        by = self.asked.by
        of = self.seen if by in {"person", "metric"} else self.known
        counts = Counter(self.row_of(one, by) for one in of)
        for name, count in counts.most_common():
            yield self.texts("filed.row", name=name, count=count)

    def row_of(self, one: Became, by: str) -> str:
        version = one.version
        if by == "authority":
            return self.words.authority(self.words.programme.community[version.community].authority)
        if by == "person":
            return version.actor_name if self.asked.state == "approved" else version.reporter_name
        return self.words.metric(version.metric) if by == "metric" else self.place(version)

    def by_place(self) -> Iterator[Markup]:
        """Name the figures of a single community and year, or count those of each."""
        places: dict[tuple[str, int], list[Became]] = {}
        for one in self.known:
            places.setdefault((one.version.community, one.version.year), []).append(one)
        seen = dict.fromkeys((one.version.community, one.version.year) for one in self.seen)
        for key, some in places.items():
            version = some[0].version
            if self.asked.state != "waiting" or key not in seen:
                yield self.texts("filed.row", name=self.place(version), count=len(some))
                continue
            people = dict.fromkeys(
                one.version.reporter_name for one in self.seen if (one.version.community, one.version.year) == key
            )
            yield self.texts(
                "filed.row_waiting", name=self.place(version), count=len(some),
                people=self.words.listed(people, PEOPLE), age=self.age(version.recorded_at),
            )
        if len(seen) <= PEOPLE and self.asked.asks == "which":
            for key in seen:
                codes = [
                    one.version.metric for one in self.seen if (one.version.community, one.version.year) == key
                ]
                names = self.words.listed(dict.fromkeys(map(self.words.metric, codes)), _NAMED)
                lead = "" if len(seen) == 1 else f"{self.place_of(*key)}："
                yield self.texts("filed.metrics", names=f"{lead}{names}")


def _key(version: Version) -> tuple[str, str, int]:
    return version.community, version.metric, version.year
