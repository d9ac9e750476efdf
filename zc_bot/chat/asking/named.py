"""Commands said in words: 审核队列 is /review, 切换到英文 is /language en; they do what the command does there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from zc_bot.chat.asking import orders
from zc_bot.chat.overseeing.minutes import begins_meeting, read_minutes
from zc_bot.chat.overseeing.record_line import KINDS, Line, read_line, says_until_when
from zc_bot.chat.overseeing.stage import names_one, told
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import alternatives, phrases
from zc_bot.parsing.normalize import folded_in_place, normalize
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import find_quantities
from zc_bot.parsing.speech import asks, is_put_as_question
from zc_bot.policy.roles import Act
from zc_bot.texts.people import who_may

COMMANDS: Mapping[str, str] = {
    "review": "review", "mine": "mine", "record": "record", "people": "people", "invite": "people invite",
    "audit": "audit", "health": "health", "broadcast": "broadcast", "to_zh": "language zh", "to_en": "language en",
    "language": "language",
}
"""What is typed for each sense of `[run]` of `data/language`."""
AS_FILE: Mapping[str, str] = {"audit": "audit export"}
"""What is typed for those of which a file can be handed over."""
OF_FIGURES = frozenset({"review", "mine"})
"""What is asked about figures in these words too, so that whoever may not do it may well be answered."""
LONGEST = 40
LONGEST_TOLD = 120


def as_command(turn: Turn) -> Turn | None:
    """Return the turn with the command that its text names; None where it names none that the sender may use.

    Who may not is told nothing of it, and that it was tried is noted. In a group a later deadline, too, is what
    /deadline says of it there; in private it is an order of its own.
    """
    text = folded_in_place(turn.incoming.text).strip(" 。.!！?？~～,，")
    line = "" if turn.incoming.author else _line(text) or _noted(turn)
    if not line and not turn.incoming.private and orders.puts_off(turn, text):
        line = f"deadline {text}"
    if not line:
        return None
    command = line.partition(" ")[0]
    act = turn.features.by_command[command].act
    if turn.who.may(act) or turn.sender.may(act):
        return replace(turn, incoming=replace(turn.incoming, text=f"/{line}"))
    if command not in OF_FIGURES:
        turn.deny(f"/{command}")
    return None


def not_noted(turn: Turn) -> Response | None:
    """Say who may note what a text tells to be noted, to whoever may not; None for any other text."""
    if turn.incoming.author or turn.who.may(Act.RECORD) or turn.sender.may(Act.RECORD) or not _noted(turn):
        return None
    return Response((Reply(turn.texts("ledger.not_for_you", roles=who_may(Act.RECORD, turn.texts))),))


def _noted(turn: Turn) -> str:
    return turn.session.once(
        ("to be noted", turn.who, turn.incoming.text, turn.now), ("context",), lambda: _note(turn)
    )


def _note(turn: Turn) -> str:
    """Read what is to be noted (记录事项：…, the minutes of a meeting) as /record; '' where nothing is.

    Its kind stands first. What may be a community's figure as well (扶持政策) is taken only where all is said.
    """
    said = turn.incoming.text.strip()
    verb = _NOTING.match(said)
    body = said[verb.end() :].lstrip(" :：,，") if verb else said
    lexicon, today = turn.rules.lexicon, turn.today
    if (verb is not None or not _asks(said)) and (minutes := read_minutes(body, lexicon, today)) is not None:
        if not minutes.fault or turn.who.scope(Act.RECORD) == "all":
            return f"record {body}"  # What it lacks is said there.
    elif verb is not None and begins_meeting(body) and turn.who.scope(Act.RECORD) == "all":
        return f"record {body}"
    if verb is None and (after := _NOTED_AFTER.search(said)) is not None and not _asks(said[: after.start()]):
        body = said[: after.start()]
    elif verb is None:
        return _as_told(turn, said)
    found = read_line(body, lexicon, today)
    if found.noted is None and (whole := _with_its_kind(body, turn)):
        return f"record {whole}"
    if not any(re.match(alternatives(f"record.{kind}"), body, re.IGNORECASE) for kind in KINDS):
        return _of_a_place(body, found, turn)
    return f"record {body}" if found.noted is not None or found.kind != "policy" else ""


def _of_a_place(body: str, found: Line, turn: Turn) -> str:
    """Read what is to be noted with whose it is first: 登记 通创 启动 2025年3月1日, 登记崇川区3月1日印发实施方案.

    A stage lacks no more than its day, which is asked for; a target is no figure, nor is support that names none, and
    what they lack is said there.
    """
    lexicon = turn.rules.lexicon
    if found.noted is not None and found.kind != "decision":
        return f"record {body}"
    if found.kind is None and (stage := told(body, lexicon, turn.today)) is not None:
        return f"record {stage}"
    kinds = {entry.kind for token in lexicon.search(normalize(body)) for entry in token.entries}
    measured = bool(kinds & {"metric", "derived"})
    if kinds & {"community", "authority"} and found.kind == ("target" if measured else "support"):
        return f"record {body}"
    # 建成面积30万平方米 is a figure.
    sized = any(one.unit is not None for _, one in find_quantities(normalize(body)))
    places = kinds & {"community", "authority"} and not measured and not sized
    return f"record {body}" if found.kind is None and places and names_one(body) else ""


def _with_its_kind(body: str, turn: Turn) -> str:
    """Say what is to be noted with the kind that it does not name, where all of that kind is said; '' else.

    Who gave whom how much on which day is support; what a body named does until a day is a decision.
    """
    lexicon, today = turn.rules.lexicon, turn.today
    grant, task = (phrases(f"record.{kind}")[at] for kind, at in (("support", 0), ("decision", -1)))
    given = read_line(f"{grant} {body}", lexicon, today).noted
    measured = any(entry.kind in {"metric", "derived"}
                   for token in lexicon.search(normalize(body)) for entry in token.entries)
    if given is not None and given.community and (given.who or not measured):
        return f"{grant} {body}"
    if not says_until_when(body, today):
        return ""
    wanted = read_line(f"{task} {body}", lexicon, today).noted
    return f"{task} {body}" if wanted is not None and (wanted.who or wanted.authority) else ""


def _asks(said: str) -> bool:
    """Tell whether a text asks; a word in one of several lines that are listed asks nothing."""
    return is_put_as_question(said) if "\n" in said else asks(said)


def _as_told(turn: Turn, said: str) -> str:
    """Read what is told and asks nothing as /record, where all is said that is to be noted; '' else.

    市科技局给通创拨了200万元补助，2026年5月20日; nothing is kept before it was previewed.
    """
    if asks(said) or len(said) > LONGEST_TOLD or "\n" in said:
        return ""
    decided = _DECIDED.match(said)
    if decided is not None:
        return f"record {phrases('record.decision')[-1]} {said[decided.end() :].lstrip(' :：,，')}"
    if not turn.who.may(Act.RECORD):
        return ""  # What was granted is told to whoever asks; only an order is refused.
    found = read_line(said, turn.rules.lexicon, turn.today)
    if _HEADED.match(said) is not None and found.noted is not None:
        return f"record {said}"
    begins = re.match(alternatives("record.decision"), said, re.IGNORECASE) is not None
    if begins and (task := found.noted) is not None and task.due and (task.who or task.authority):
        return f"record {said}"
    if found.kind is None and _GRANTED.search(said) is not None and (whole := _with_its_kind(said, turn)):
        return f"record {whole}"
    if found.kind is None and (stage := told(said, turn.rules.lexicon, turn.today)) is not None:
        return f"record {stage}"
    if found.kind is None or found.noted is None:
        return ""
    verbs = alternatives(f"record.told_{found.kind}")
    if re.search(f"(?:{verbs})(?!的|过|事项)", said, re.IGNORECASE) is None:
        return ""  # 议定的事项, 议定事项办结情况 ask for what was.
    return f"record {said if found.kind == 'target' else re.sub(f'(?:{verbs})了?|[给向]', ' ', said)}"


def _noting() -> str:
    look = alternatives("run.look")
    return rf"(?:(?:{look})\s*){{0,3}}(?:{alternatives('run.note')})[\s:：]*(?:an? |the )?"


_NOTING = compile_later(_noting, re.IGNORECASE)


def _noted_after() -> str:
    look, note = alternatives("run.look"), alternatives("run.note")
    return rf"[\s,，。;；]+(?:(?:{look})\s*){{0,3}}(?:{note})[来吧啊了\s。.!！]*$"


_NOTED_AFTER = compile_later(_noted_after, re.IGNORECASE)
"""The order to note it behind what is to be noted: …，记下来."""
_HEADED = compile_later(
    lambda: "(?:" + "|".join(alternatives(f"record.{kind}") for kind in KINDS) + r")\s*[:：]", re.IGNORECASE
)
"""The kind before a colon, as in a list of what is to be kept."""
_GRANTED = compile_later(lambda: f"(?:{alternatives('record.told_support')})(?!的|过)", re.IGNORECASE)


def _decided() -> str:
    met = "|".join(alternatives(f"record.{one}") for one in ("meeting", "met", "any_meeting", "only_met"))
    around, after, decided = (alternatives(f"record.{one}") for one in ("told_with", "told_after", "decided"))
    composed = rf"(?:(?:{around})\s*)*(?:{met})\s*(?:(?:{after})\s*)*(?:{decided})了?"
    return rf"(?:{composed}|{alternatives('record.told_decision')})(?!的|过|事项|了)"


_DECIDED = compile_later(_decided, re.IGNORECASE)
"""That a meeting decided: 联席会议要求, 今天例会上议定, our meeting agreed."""


def _line(text: str) -> str:
    found = _PATTERN.fullmatch(text) if 0 < len(text) <= LONGEST else None
    if found is None:
        return "record" if len(text) <= LONGEST and _WAITING.fullmatch(text) is not None else ""
    sense = next(sense for sense in COMMANDS if found[sense] is not None)
    return (AS_FILE if found["take"] or found["away"] else COMMANDS).get(sense, COMMANDS[sense])


def _pattern() -> str:
    senses = "|".join(f"(?P<{sense}>{alternatives(f'run.{sense}')})" for sense in COMMANDS if sense in OF_FIGURES)
    # 导出审计记录 is a file, 导出人员名单 is shown, which comes as none; 导出我报的数据 is a sheet of figures.
    others = "|".join(
        f"(?P<{sense}>{alternatives(f'run.{sense}')})" for sense in COMMANDS if sense not in OF_FIGURES
    )
    look, end, take, away = (alternatives(f"run.{one}") for one in ("look", "end", "take", "away"))
    handed = rf"(?P<away>(?:\s*(?:{away})(?!看)){{1,3}})"
    meant = rf"{senses}|(?:(?P<take>{take})\s*(?:(?:{look})\s*)*)?(?:{others}){handed}?"
    return rf"(?:(?:{look})\s*){{0,3}}(?:{meant})(?:[\s,，]*(?:{end})){{0,2}}"


def _waiting() -> str:
    """Match what asks which entries wait for review, in whichever order: 待审登记, 登记的哪些还没审."""
    entry, waits, around = (f"(?:{alternatives(f'run.{one}')})" for one in ("entry", "unreviewed", "around"))
    return rf"(?:{around}\s*)*(?:{entry}\s*(?:{around}\s*)*{waits}|{waits}\s*(?:{around}\s*)*{entry})(?:\s*{around})*"


_PATTERN = compile_later(_pattern, re.IGNORECASE)
_WAITING = compile_later(_waiting, re.IGNORECASE)
