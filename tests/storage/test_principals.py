"""Whatever changes rows says for whom: it takes a principal and uses it, but for the bot's own work and strangers.

The code is read: what changes rows itself (a statement, or one in words), and whatever calls that, in whichever
module of storage. What calls it from outside hands on somebody, and the operator only at the command line or a tick.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from zc_bot.errors import NotAllowed
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ROLES, Act, Principal
from zc_bot.storage.store import Session, Store

CODE = Path(__file__).parents[2] / "zc_bot"
STORAGE = CODE / "storage"
WRITES = {"insert", "update", "delete", "upsert", "insert_into"}
IN_WORDS = re.compile(
    r"(?:INSERT|REPLACE) (?:OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM|DROP TABLE|TRUNCATE ", re.IGNORECASE
)
OF_THE_BOT = {
    "alerts", "audit", "dialogues", "held_letters", "inbox", "meta", "outbox", "posted", "sql", "throwaway",
    "unanswered", "undelivered",
}
"""The audit itself, statements, letters, what admins know of troubles, leases, and what is open with somebody: it
goes with their own update."""
AT_A_TICK = {
    "admission.forget", "albums.forget", "broadcasts.note_told", "housekeeping.tidy", "own_reminders.due",
    "own_reminders.put_aside", "own_reminders.put_on", "reachable.come_again", "people.note_menu",
    "requests.mark_told", "requests.settle", "showing.forget_photos", "site.forget", "stand_ins.settle",
    "strangers.forget",
}
BY_TELEGRAM = {"groups.left", "groups.moved", "reachable.mark_unreachable", "people.meet", "strangers.count"}
BEFORE_ADMISSION = {
    "admission.accept", "admission.accept_contact", "admission.expose", "people.admit_by_invitation",
    "people.admit_first",
}
"""By an invitation, a contact or the settings; what comes of it is noted."""
OF_A_DRAFT = {"albums.drop", "albums.put", "showing.drop_draft", "showing.keep_photo", "showing.save_draft"}
WITH_ITS_PERSON = {"own_reminders.drop_all", "requests.drop_all", "stand_ins.cut"}
"""Called by the act that removes somebody, which is in the audit."""
AT_THE_MACHINE = {
    "backup.copying.copy_unchecked", "backup.copying.write_copy", "backup.keeping.keep_copy", "backup.moving.move",
    "backup.postgres.drop_all", "backup.postgres.read_into", "backup.postgres.write_from", "backup.restoring.restore",
    "backup.seal.drop", "backup.seal.put", "backup.serials.begin_letter", "schema.mark",
}
"""A copy is written, or put back by the command line alone, where the audit names the operator; a new database."""
OF_THE_OPERATOR = {"cli", "demo", "rehearsal", "sandbox"}
"""Who does something there is the operator, or made up."""
Function = ast.FunctionDef


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(STORAGE).with_suffix("").parts)


@cache
def functions() -> Mapping[str, Function]:
    """Every function of storage by its module and name, methods by their class too; migrations are apart."""
    found = {}
    for path in sorted(STORAGE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for one in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(one, Function):
                found[f"{module_of(path)}.{one.name}"] = one
    return found


@cache
def statements() -> Mapping[str, set[str]]:
    """Names of each module that stand for a statement that changes rows."""
    found = defaultdict(set)
    for path in STORAGE.rglob("*.py"):
        for one in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(one, ast.Assign) and _names(one.value) & WRITES:
                found[module_of(path)] |= {name for target in one.targets for name in _names(target)}
    return found


@cache
def writing() -> frozenset[str]:
    """Name the functions that change rows, themselves or by whatever they call."""
    write = {name for name, one in functions().items() if _writes(name, one)}
    while more := {name for name, one in functions().items() if name not in write and _called(name, one) & write}:
        write |= more
    return frozenset(write)


def _writes(name: str, one: Function) -> bool:
    module = name.rpartition(".")[0]
    texts = (node.value for node in ast.walk(one) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    said = any(IN_WORDS.search(text) for text in texts if text != ast.get_docstring(one, clean=False))
    return said or bool(_names(one) & (WRITES | statements()[module]))


def _called(name: str, one: Function) -> set[str]:
    """Name what of storage a function calls, but for what the bot notes beside any act."""
    module = name.rpartition(".")[0]
    found = {f"{module}.{other}" for other in _names(one)} | set(_calls(one, imported(module)))
    return {called for called in found if called.partition(".")[0] not in OF_THE_BOT} - {name}


@cache
def imported(module: str) -> Mapping[str, str]:
    return _imports(ast.parse((STORAGE / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")))


def _imports(tree: ast.AST) -> Mapping[str, str]:
    """Say which module or function of storage a name stands for."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("zc_bot.storage"):
            within = (node.module or "").removeprefix("zc_bot.storage").strip(".")
            found |= {one.asname or one.name: f"{within}.{one.name}".strip(".") for one in node.names}
    return found


def _calls(tree: ast.AST, names: Mapping[str, str]) -> Iterator[str]:
    """Name the calls of storage's functions: people.remove."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (called := _called_by(node, names)) is not None:
            yield called


def _called_by(call: ast.Call, names: Mapping[str, str]) -> str | None:
    match call.func:
        case ast.Attribute(value=ast.Name(id=module), attr=function) if module in names:
            return f"{names[module]}.{function}"
        case ast.Name(id=function):
            return names.get(function)
    return None


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def public() -> Iterator[tuple[str, Function]]:
    for name in sorted(writing()):
        module, _, function = name.rpartition(".")
        if not function.startswith("_") and module not in OF_THE_BOT:
            yield name, functions()[name]


def principals(one: Function) -> set[str]:
    """Name the parameters that are a principal."""
    every = (*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs)
    return {given.arg for given in every if given.annotation and ast.unparse(given.annotation) == "Principal"}


def test_whatever_changes_rows_names_its_principal() -> None:
    nameless = {name for name, one in public() if not principals(one)}
    others = AT_A_TICK | BY_TELEGRAM | BEFORE_ADMISSION | OF_A_DRAFT | WITH_ITS_PERSON | AT_THE_MACHINE
    assert nameless == others & set(functions()), "each that names nobody is listed with why, and no other is listed"
    assert others <= set(functions())


def test_and_makes_use_of_it() -> None:
    """A principal that is only taken would be a name without an act: it is required, noted or handed on."""
    for name, one in public():
        used = {node.id for body in one.body for node in ast.walk(body) if isinstance(node, ast.Name)}
        assert principals(one) <= used, name


def test_what_is_done_in_the_chat_is_done_for_whoever_asked() -> None:
    """Outside of storage no act is handed the operator, but at the command line and by what comes by itself."""
    acts = {name for name, one in public() if principals(one)}
    found = set()
    for path in sorted(CODE.rglob("*.py")):
        where = path.relative_to(CODE)
        if where.parts[0] in OF_THE_OPERATOR | {"storage"}:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = _imports(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called_by(node, names) in acts:
                given = {ast.unparse(one) for one in (*node.args, *(one.value for one in node.keywords))}
                if given & {"OPERATOR", "ONLOOKER"}:
                    found.add(where.as_posix())
    assert found == {"chat/admin/lapsing.py"}, "whose time is up is removed by the bot, which the audit says"


def test_it_sees_what_changes_rows() -> None:
    found = {name for name, _ in public()}
    assert len(found) > 60
    assert {"requests.decline", "stand_ins.answer", "people.set_language", "figures.record"} <= found
    assert "backup.restoring.restore" in found


FOR: dict[Act, str] = {
    Act.ALLOW_GROUP: "groups.allow groups.forbid",
    Act.BROADCAST: "broadcasts.begin",
    Act.CHOOSE_LANGUAGE: "people.set_language",
    Act.END_YEAR: "overrides.end",
    Act.GET_DIGEST: "requests.subscribe",
    Act.LINK_PAGE: "site.make_link",
    Act.MANAGE_PEOPLE: "admission.admit_listed admission.invite admission.open_invitations admission.put_on_roster "
    "admission.revoke erasing.erase people.admit people.confirm people.confirm_all people.remove remaining.remaining",
    Act.MOVE_DEADLINE: "days_off.announce overrides.move",
    Act.NUDGE: "reachable.reach",
    Act.RECORD_STAGE: "milestones.record",
    Act.REMIND_ONESELF: "own_reminders.add own_reminders.count own_reminders.drop own_reminders.find "
    "own_reminders.move own_reminders.of reachable.mute reachable.snooze stand_ins.ask",
    Act.REOPEN_YEAR: "overrides.reopen",
    Act.REVIEW: "review.approvals review.approvals_of_others review.approvals_since review.approve review.decided "
    "review.in_review review.reopen review.replaced review.send_back review.version review.waiting",
    Act.REVIEW_SHOWING: "showing.decide",
    Act.SEE_APPROVED: "attachments.of_figures filed.became figures.recorded figures.values requests.ask",
    Act.SEE_AUDIT: "audit.read",
    Act.SEE_HEALTH: (
        "undelivered.doubtful held_letters.let_go undelivered.send_again held_letters.skip undelivered.troubled "
        "unanswered.listed"
    ),
    Act.SWITCH_PAGE: "site.switch",
}
BY_WHOSE = {
    "attachments.bind", "attachments.move_album", "attachments.of_place", "figures.load", "figures.record",
    "ledger.change",
    "ledger.note", "proofs.add", "proofs.drop", "proofs.entry_of", "proofs.find", "requests.decline",
    "showing.tell", "showing.withdraw", "stand_ins.answer", "stand_ins.take_back",
}
"""What is refused for whose it is, and not for the role alone; each is tried beside what it does."""


def _refusing() -> dict[str, Callable[..., Any]]:
    """Find every function of the store that says it refuses."""
    found = {}
    for path in STORAGE.glob("*.py"):
        module = importlib.import_module(f"zc_bot.storage.{path.stem}")
        for name, one in inspect.getmembers(module, inspect.isfunction):
            if one.__module__ == module.__name__ and name[0] != "_" and "`NotAllowed`" in (one.__doc__ or ""):
                found[f"{path.stem}.{name}"] = one
    return found


class Undone(Exception):
    """Takes back whatever was done to try something."""


def test_whatever_says_that_it_refuses_is_tried() -> None:
    named = [name for names in FOR.values() for name in names.split()]
    assert {*named, *BY_WHOSE} == set(_refusing())
    assert len(named) == len(set(named))


@pytest.mark.parametrize("act", FOR)
def test_the_store_itself_refuses_whoever_may_not(
    store: Store, programme: Programme, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions = _refusing()

    def refused(name: str, who: Principal) -> bool:
        given = {"who": who, "programme": programme}
        wanted = [one for one in inspect.signature(functions[name]).parameters.values() if one.default is one.empty]

        def unit(session: Session) -> None:
            values = given | {"session": session}
            functions[name](**{one.name: values.get(one.name) for one in wanted})
            raise Undone

        try:
            store.write(unit)
        except NotAllowed:
            return True
        except Exception:
            return False  # Nothing else was given to it, and so it came to no end.
        raise AssertionError

    for name in FOR[act].split():
        for role in ROLES:
            assert refused(name, Principal(7, "何", role)) is (act.scopes[role] == "–"), (name, role)
            with monkeypatch.context() as table:
                table.setitem(act.scopes, role, "–")
                assert refused(name, Principal(7, "何", role)), (name, role)
