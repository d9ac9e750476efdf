"""Serials that no restore gives out twice: each restore draws letters of its own, QXRT000001 after 000123.

Letters are a million numbers: what was given out after the copy was made, and is lost, has others. They are drawn by
lot above all that are known, since a copy may be put back where nothing is known of what was given out elsewhere:
after a machine was lost with its copies, or on two at once. Two such draws are the same once in 400,000 times.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from zc_bot.storage.disk import put_in_place
from zc_bot.storage.engine import sqlite_path
from zc_bot.storage.session import Session
from zc_bot.storage.sqlite import driver
from zc_bot.storage.tables import LETTER

COUNTER = "restores"
"""The file that says which letters are in use, beside the copies: it outlives the database."""
SHORTEST, SPREAD = 26 + 26**2 + 26**3, 400_000
"""The first that are drawn are four letters, and so many are drawn from."""


def draw(known: int) -> int:
    """Draw letters above those that are known."""
    return max(known, SHORTEST) + 1 + secrets.randbelow(SPREAD)


def letter_in(engine: Engine) -> int:
    """Return which letters a database gives out, 0 for none yet; 0 too for one that is not there or can't be read."""
    path = sqlite_path(engine)
    try:
        if path is not None:
            return _last_of_file(path) // LETTER
        with engine.connect() as connection:
            found = connection.exec_driver_sql("SELECT last_value FROM submission_id_seq").scalar()
            return int(found or 0) // LETTER
    except (SQLAlchemyError, driver.Error):
        return 0


def _last_of_file(path: Path) -> int:
    """Read the last serial and leave the file and its journals as they are."""
    connection = driver.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'submission'").fetchone()
        return int(row[0]) if row else 0
    finally:
        connection.close()


def begin_letter(session: Session, letter: int) -> None:
    """Have a copy's next serial be the first under some letters."""
    last = (letter * LETTER,)
    done = session.connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = 'submission'", last)
    if not done.rowcount:
        session.connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('submission', ?)", last)


def counted(folder: Path) -> int:
    """Return the letters that the last restore drew, as far as the folder knows."""
    try:
        return int((folder / COUNTER).read_text())
    except (OSError, ValueError):
        return 0


def count(folder: Path, letter: int) -> None:
    """Keep which letters were drawn, on disk before anything is given out under it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f".{COUNTER}.partial"
    fresh.write_text(f"{letter}\n")
    put_in_place(fresh, folder / COUNTER)
