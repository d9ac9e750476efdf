"""`programme`: a new city's folder, and every fault in one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from zc_bot.errors import Refusal
from zc_bot.policy.load import ProgrammeError, load_programme
from zc_bot.settings import load_settings

programme_app = typer.Typer(help="A city's programme: its folder of data.", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="The programme's folder.")]


@programme_app.command("check")
def check(folder: Folder) -> None:
    """Name every fault in a programme's folder, a line each."""
    try:
        programme = load_programme(folder)
    except ProgrammeError as error:
        raise Refusal.of(error.faults) from None
    print(f"{programme.id}: {len(programme.communities)} communities, {len(programme.metrics)} metrics, no fault")


@programme_app.command("new")
def new(folder: Folder) -> None:
    """Begin a new city's folder with the programme in use, to be changed file by file."""
    if folder.exists():
        raise Refusal(f"{folder} is there already; name a folder that is not")
    shutil.copytree(load_settings().programme, folder)
    print(f"{folder}: change its files, then `python bot.py programme check {folder}`")
