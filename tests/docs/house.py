"""The picture of the chat: its arrows are what the code imports. `python -m tests.docs.house` draws them anew."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "house.svg"
NOW = 780
"""Where the half begins that shows the chat as it is."""
Arrow = tuple[str, str]
_BOX = re.compile(
    r'<rect x="(?P<x>\d+)" y="(?P<y>\d+)" width="(?P<width>\d+)" height="(?P<height>\d+)"[^>]*/>\n'
    r"<text [^>]*>(?P<name>\w+)</text>"
)
_ARROW = re.compile(r'<path d="M(\d+),(\d+) C[^"]* (\d+),(\d+)"[^>]*/>\n')


def imported() -> Counter[Arrow]:
    """Count by how many of its modules a room of the chat, or a module beside them, imports another.

    What is imported for its types alone is none.
    """
    chat, found = ROOT / "zc_bot" / "chat", Counter[Arrow]()
    for path in chat.rglob("*.py"):
        own = path.relative_to(chat).parts[0].removesuffix(".py")
        said = re.sub(r"\nif TYPE_CHECKING:\n(?:(?: .*)?\n)+", "\n", path.read_text(encoding="utf-8"))
        names = set(re.findall(r"^\s*from zc_bot\.chat\.(\w+)", said, re.MULTILINE))
        for listed in re.findall(r"^\s*from zc_bot\.chat import (?:\(([^)]*)\)|(.*))", said, re.MULTILINE):
            names |= {one.split()[0] for one in "".join(listed).split(",") if one.strip()}
        found.update((own, name) for name in names - {own})
    return found


def drawn(picture: str) -> set[Arrow]:
    """Read which arrows the half that shows the chat as it is holds, by where they begin and end."""
    boxes = _boxes(picture)

    def at(x: int, y: int) -> str:
        return next(
            name for name, (left, top, right, bottom) in boxes.items()
            if left <= x <= right and top - 3 <= y <= bottom
        )

    arrows = ([int(one) for one in found] for found in _ARROW.findall(picture))
    return {(at(x, y), at(to_x, to_y)) for x, y, to_x, to_y in arrows if x > NOW}


def drawn_anew(picture: str) -> str:
    """Put the arrows that the code has in place of those that were drawn; boxes stay where they are."""
    boxes, lines = _boxes(picture), []
    for (one, other), count in sorted(imported().items()):
        (left, _, right, y), (to_left, to_y, to_right, _) = boxes[one], boxes[other]
        x, to_x, middle = (left + right) // 2, (to_left + to_right) // 2, (y + to_y - 2) // 2
        look = '#3b6ea8" opacity="0.85"' if _is_room(one) and _is_room(other) else '#b3c0cc" opacity="0.6"'
        lines.append(
            f'<path d="M{x},{y} C{x},{middle} {to_x},{middle} {to_x},{to_y - 2}" fill="none" stroke="{look}'
            f' stroke-width="{min(1 + count / 8, 4):g}" marker-end="url(#a)"/>\n'
        )
    first = next(found.start() for found in _ARROW.finditer(picture) if int(found[1]) > NOW)
    left_out = _ARROW.sub(lambda found: "" if int(found[1]) > NOW else found[0], picture[first:])
    return picture[:first] + "".join(lines) + left_out


def _boxes(picture: str) -> dict[str, tuple[int, int, int, int]]:
    """Give what each box of the half covers: left, top, right, bottom."""
    found = {}
    for one in _BOX.finditer(picture):
        x, y = int(one["x"]), int(one["y"])
        if x > NOW:
            found[one["name"]] = x, y, x + int(one["width"]), y + int(one["height"])
    return found


def _is_room(name: str) -> bool:
    return (ROOT / "zc_bot" / "chat" / name / "__init__.py").exists() and name != "actions"


if __name__ == "__main__":
    PICTURE.write_text(drawn_anew(PICTURE.read_text(encoding="utf-8")), encoding="utf-8")
