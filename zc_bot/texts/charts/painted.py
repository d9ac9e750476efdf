"""A board in pixels: stamps and FreeType's text take half the time that an SVG's outlines take to be filled."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from zc_bot.texts.catalog import FOLDER
from zc_bot.texts.charts.board import MARKS, SHADE, BoardLayout, BoardSpec, Contour, Mark
from zc_bot.texts.charts.layout import FAILED, INK, SIZE, SOFT, Anchor, Text
from zc_bot.values import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONT = FOLDER.parent / "assets" / "NotoSansSC-Regular.otf"
_FINE = 4
"""A shape is drawn so many times as large and made smaller, which smooths its edges."""
_REACH = 24
"""No mark goes farther from its middle."""
_QUICK = 1
"""How hard the PNG is packed: beyond it a twentieth is saved, for half as much time again."""
_ANCHORS: dict[Anchor, str] = {"start": "ls", "middle": "ms", "end": "rs"}


def paint(layout: BoardLayout, spec: BoardSpec, width: int) -> bytes:
    """Paint a board, so many pixels wide, as PNG."""
    from PIL import Image, ImageDraw

    scale = width / layout.width
    canvas = Image.new("RGB", (width, round(layout.height * scale)), "#ffffff")
    _Painter(canvas, ImageDraw.Draw(canvas), scale).board(layout, spec)
    made = io.BytesIO()
    canvas.save(made, "PNG", compress_level=_QUICK)
    return made.getvalue()


def texts_of(layout: BoardLayout, spec: BoardSpec) -> Iterator[Text]:
    """Return all that is written on a board but what is turned."""
    yield Text(56, 76, spec.title, size=layout.title_size)
    yield Text(56, 130, spec.subtitle, colour=SOFT)
    for head in layout.heads:
        yield from (Text(char.x, char.y, char.text, "middle") for char in head.characters)
    yield from (Text(line.x, line.y, line.text) for line in layout.names)
    yield from (Text(line.x, line.y, line.text) for _, line in layout.legend)
    yield from (Text(line.x, line.y, line.text, "middle", SOFT) for line in layout.progress)
    yield from (Text(line.x, line.y, line.text, colour=SOFT) for line in layout.notes)
    yield from (Text(one.x, one.y + 16, "?", "middle", size=46) for one in layout.undetermined)


@dataclass(frozen=True)
class _Painter:
    """A canvas, and how many of its pixels there are to one of the layout."""

    canvas: Image
    pen: ImageDraw
    scale: float

    def board(self, layout: BoardLayout, spec: BoardSpec) -> None:
        for top, height, tinted in layout.bands:
            if tinted:
                self.box(40, top, layout.width - 40, top + height, SHADE)
        for one in (*layout.marks, *(mark for mark, _ in layout.legend)):
            self.mark(one)
        for line in layout.short:
            self.frame(line.x - 28, line.y - 37, line.x + 28, line.y + 11)
        for text in texts_of(layout, spec):
            place = (text.x * self.scale, text.y * self.scale)
            self.pen.text(place, text.text, text.colour, self.font(text.size), _ANCHORS[text.anchor])
        for head in layout.heads:
            if head.text:
                self.turned(head.text, head.x, head.y)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.pen.rectangle([*(round(side * self.scale) for side in (left, top)),
                            *(round(side * self.scale) - 1 for side in (right, bottom))], colour)

    def frame(self, left: float, top: float, right: float, bottom: float) -> None:
        """Draw a frame four wide."""
        inner = round(4 * self.scale)
        sides = [round(side * self.scale) for side in (left, top, right, bottom)]
        self.pen.rectangle(sides, outline=FAILED, width=inner)

    def mark(self, one: Mark) -> None:
        """Stamp a verdict's shapes about its middle."""
        for colour, stamp in self.stamps.get(one.outcome, ()):
            corner = (round((one.x - _REACH) * self.scale), round((one.y - _REACH) * self.scale))
            self.canvas.paste(colour, corner, stamp)

    @cached_property
    def stamps(self) -> dict[str, list[tuple[str, Image]]]:
        return {outcome: [(colour, self.stamp(contours)) for colour, contours in shapes]
                for outcome, shapes in MARKS.items()}

    def stamp(self, contours: tuple[Contour, ...]) -> Image:
        """Fill the first contour and leave the others, that lie in it, open."""
        from PIL import Image, ImageDraw

        side = round(2 * _REACH * self.scale)
        fine = Image.new("L", (side * _FINE, side * _FINE))
        pen, scale = ImageDraw.Draw(fine), self.scale * _FINE
        for at, contour in enumerate(contours):
            pen.polygon([((x + _REACH) * scale, (y + _REACH) * scale) for x, y in contour], fill=0 if at else 255)
        return fine.reduce(_FINE)

    def turned(self, text: str, x: float, y: float) -> None:
        """Write upwards from x, y on."""
        from PIL import Image, ImageDraw

        font = self.font(SIZE)
        length, high = round(font.getlength(text)) + 2, round(1.3 * SIZE * self.scale)
        line = Image.new("L", (length, high))
        ImageDraw.Draw(line).text((0, SIZE * self.scale), text, 255, font, "ls")
        up = line.transpose(Image.Transpose.ROTATE_90)
        self.canvas.paste(INK, (round((x - SIZE) * self.scale), round(y * self.scale) - length), up)

    def font(self, size: int) -> FreeTypeFont:
        if size not in self.fonts:
            from PIL import ImageFont

            basic = ImageFont.Layout.BASIC
            self.fonts[size] = ImageFont.truetype(str(FONT), size * self.scale, layout_engine=basic)
        return self.fonts[size]

    @cached_property
    def fonts(self) -> dict[int, FreeTypeFont]:
        return {}
