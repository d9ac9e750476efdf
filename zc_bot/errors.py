"""The tree of errors.

ZcError
├── SettingsError     a setting is wrong; exit status 2
├── WrongUsage        an option has a value that none of its kind can have; exit status 2
├── Refusal           somebody's input can't be taken; says what was wrong and what to do
├── StoreError        the database can't be used
│   ├── StoreAway     it can't be used just now: locked, full, shut down
│   ├── NoDatabase    there is none where one is expected
│   ├── WrongSchema   it is newer than this program
│   ├── DemoDatabase  a live bot was given the sandbox's database
│   └── AlreadyRunning  another process holds it
└── NotAllowed        outside the person's role or authority; shown as if it did not exist
"""

from __future__ import annotations

from collections.abc import Iterable


class ZcError(Exception):
    """The root; `lines` are what a person may be told."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


class SettingsError(ZcError):
    pass


class WrongUsage(ZcError):
    pass


class Refusal(ZcError):
    @classmethod
    def of(cls, faults: Iterable[str]) -> Refusal:
        return cls(*faults)


class StoreError(ZcError):
    pass


class StoreAway(StoreError):
    pass


class NoDatabase(StoreError):
    pass


class WrongSchema(StoreError):
    pass


class DemoDatabase(StoreError):
    pass


class AlreadyRunning(StoreError):
    pass


class NotAllowed(ZcError):
    pass
