"""Being lighter: the bot begins anew without docstrings, which nothing that runs has a use for.

They are 8 MB of its memory, most of them SQLAlchemy's and python-telegram-bot's; to begin anew takes as long as to
read them. With them go assertions, which here only tell the type checker what is known, and where in its line each
instruction stands: 1 MB, by which a traceback underlines.

`python -m zc_bot.lighter` compiles all that may run so, as installing does, into a folder of the virtual environment:
what came with the machine's own Python, too, whose folders are not the bot's to write to.
"""

from __future__ import annotations

import os
import sys
from importlib.util import cache_from_source, find_spec
from pathlib import Path

PACKAGE = Path(__file__).parent
KEPT = Path(sys.prefix, "light")
ASKED = "PYTHONOPTIMIZE"
"""Whoever sets it has decided; so it is known, too, that Python began anew."""
LIBRARY = "sqlalchemy"
"""What takes longest to compile."""
IMPORTED = (
    "zc_bot.cli.running", "zc_bot.cli.upkeep", "zc_bot.app", "zc_bot.pageserver", "zc_bot.sheets.workbook",
    "zc_bot.photos.shrink", "aiohttp_socks", "alembic.command", "encodings.utf_16_le", "fontTools.subset",
    "holidays.countries.china", "icalendar", "jinja2", "opencc", "openpyxl", "python_calamine",
    "rapidfuzz.distance", "resvg_py", "segno", "sqlalchemy.dialects.postgresql.psycopg", "tomllib", "typst",
    "xlsxwriter",
)
"""What the bot imports sooner or later, and so all that this imports in turn."""


def begin_anew() -> None:
    """Have Python run the same command without docstrings, where everything was compiled so when it was installed.

    Where it was not, compiling it at the start would take longer than the start.
    """
    if ASKED in os.environ or sys.flags.ignore_environment or not is_kept():
        return
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | _light())  # noqa: S606


def is_kept() -> bool:
    """Tell whether the libraries and the bot are kept compiled so."""
    library = find_spec(LIBRARY)
    return library is not None and library.origin is not None and all(map(_kept, (library.origin, __file__)))


def _kept(source: str) -> bool:
    name = Path(cache_from_source(source, optimization=2)).name
    return KEPT.joinpath(*Path(source).parent.parts[1:], name).exists()


def compile_libraries() -> None:
    """Compile the libraries, by having them imported; what is missing here is compiled when it is first used."""
    import subprocess

    told = _light() | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(PACKAGE.parent)}
    program = f"from zc_bot.tg import leave_out_httpx as leave; leave(); import {', '.join(IMPORTED)}"
    subprocess.run([sys.executable, "-c", program], env=os.environ | told, check=True)  # noqa: S603


def compile_bot() -> None:
    """Compile the bot itself; this comes last, since by it `begin_anew` sees that all is there."""
    import subprocess

    compiling = [sys.executable, "-m", "compileall", "-qq", "-j0", "-o2", str(PACKAGE)]
    subprocess.run(compiling, env=os.environ | _light(), check=False)  # noqa: S603


def _light() -> dict[str, str]:
    """Give the settings by which Python, and whatever it starts, is light."""
    return {ASKED: "2", "PYTHONNODEBUGRANGES": "1", "PYTHONPYCACHEPREFIX": str(KEPT)}


if __name__ == "__main__":
    compile_libraries()
    compile_bot()
