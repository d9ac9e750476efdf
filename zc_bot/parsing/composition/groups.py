"""Communities put together and held against others put together, all the rest, or the whole city: a row each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zc_bot.parsing.composition.topics import measures, viewed
from zc_bot.parsing.composition.values import OF_ONE_AUTHORITY, Topic
from zc_bot.parsing.query import Places, Query
from zc_bot.policy.programme import Programme

Groups = tuple[tuple[str, ...], ...]
CITY, REST = ("city",), ("rest",)
"""A group that only a programme can name: all communities, and all but those of the other group."""
_MOVING = frozenset({"change", "gain", "average_growth"})


def batches(one: Topic, other: Topic) -> Groups | None:
    """2017年启动的五家和2018年启动的八家: two groups, of which each is put together."""
    plain = one.slots == other.slots == {"places"} and min(len(one.named), len(other.named)) > OF_ONE_AUTHORITY
    return (one.named, other.named) if plain and not {*one.named} & {*other.named} else None


def several(_: Any, topic: Topic) -> Topic | None:
    """跟海门、启东两家: against those, put together."""
    return topic if len(topic.named) > 1 and topic.slots <= {"places", "fold"} and topic.fold in {"", "sum"} else None


def several_ahead(topic: Topic, _: Any) -> Topic | None:
    """是启东、海门两家的几倍."""
    return several(None, topic)


def held_together(one: Topic, other: Topic) -> Groups | None:
    """海安、如皋加起来，跟海门、启东: of which figure stands elsewhere; one of them must say that they are added."""
    plain = one.slots <= {"places", "fold"} and len(one.named) > 1 and "sum" in {one.fold, other.fold}
    against = other.named or REST
    return (one.named, against) if plain and not {*one.named} & {*against} else None


def sums(one: Topic, other: Topic) -> Query | None:
    """海安、如皋总产值加起来，跟海门、启东: each added by itself."""
    places = Topic(places=one.places, fold=one.fold)
    found = held_together(places, other) if one.fold in {"", "sum"} else None
    return None if found is None else of_groups(found, replace(one, places=None, fold="sum"))


def of_groups(groups: Groups, topic: Topic) -> Query | None:
    """首批和第二批总产值各自合计: the sum, the mean or the move of each group, a row each."""
    moving = topic.view in _MOVING
    plain = topic.slots <= {"metrics", "years", "fold", "view", "since"} and (moving or topic.view == "value")
    folds = {"", "sum"} if moving else {"", "sum", "mean", "median"}
    if not plain or topic.fold not in folds or len(topic.metrics) != 1 or not topic.metrics[0] or topic.ever:
        return None
    found = measures(topic)
    if found is None or len(found[1]) > 1:
        return None
    together = Places(tuple(code for group in groups for code in group))
    return Query("figures", found[0], together, found[1], fold=topic.fold or "sum", groups=groups)


def still_of_groups(query: Query, _: Any) -> Query | None:
    """…哪边多, …差多少: the rows and what is between them say it."""
    return query if query.groups else None


def beside_city(topic: Topic, _: Any) -> Query | None:
    """江海24年产值增幅跟全市比: its move, and that of all together."""
    moving = topic.view in _MOVING and topic.named
    return of_groups((topic.named, CITY), replace(topic, places=None, asked=False)) if moving else None


def moved_beside_city(topic: Topic, _: Any) -> Query | None:
    """能达就业增长比全市快多少."""
    found = viewed(topic, "change")
    return None if found is None else beside_city(found, None)


def beside_city_of(topic: Topic, of: Topic) -> Query | None:
    """Did Jianghai beat the city on output growth: of what stands behind."""
    merged = topic.merged(of)
    return None if merged is None else beside_city(merged, None)


def and_the_city(topic: Topic, city: Topic) -> Query | None:
    """启东就业平均每年增长多少，全市同期呢: of one, and then of all together."""
    if city.slots != {"whole"} or not topic.named or not (topic.asked or city.asked):
        return None
    plain = replace(topic, places=None, asked=False)
    return of_groups((topic.named, CITY), plain) if topic.fold in {"", "sum"} else None


def named(query: Query, programme: Programme) -> Query | None:
    """Name the communities of each group; None where nobody would be left for one."""
    everybody = tuple(programme.community)
    of_others = {code for group in query.groups if group not in {CITY, REST} for code in group}
    rest = tuple(code for code in everybody if code not in of_others)
    found = tuple(everybody if group == CITY else rest if group == REST else group for group in query.groups)
    if not all(found):
        return None
    codes = tuple(dict.fromkeys(code for group in found for code in group))
    return replace(query, groups=found, places=replace(query.places, codes=codes))
