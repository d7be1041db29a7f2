"""What a slide is drawn with: rectangles, texts and colours of python-pptx, without the look of its theme."""

from __future__ import annotations

from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.export.pack.blocks import Panel, Text

ALIGN: Final = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}


def box(made: Any, block: Panel) -> None:  # noqa: ANN401  python-pptx has no types
    """A rectangle without shadow."""
    place = block.box
    shape = made.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(place.x), Pt(place.y), Pt(place.width), Pt(place.height))
    plain(shape)
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(block.fill)
    if block.edge:
        shape.line.color.rgb, shape.line.width = rgb(block.edge), Pt(0.75)
    else:
        shape.line.fill.background()


def plain(shape: Any) -> None:  # noqa: ANN401  python-pptx has no types
    """A shape without the style of the theme, which would give it a shadow and white letters."""
    style = shape._element.find(qn("p:style"))  # noqa: SLF001  python-pptx has no other way
    if style is not None:
        shape._element.remove(style)  # noqa: SLF001


def text(made: Any, block: Text) -> None:  # noqa: ANN401  python-pptx has no types
    """A text box of one paragraph: where it breaks is left to the program that shows it, unless lines are apart."""
    place = block.box
    shape = made.shapes.add_textbox(Pt(place.x), Pt(place.y), Pt(place.width), Pt(max(place.height, 1.3 * block.size)))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, line in enumerate(block.lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.line_spacing = ALIGN[block.align], Pt(1.3 * block.size)
        write_run(paragraph, line, size=block.size, bold=block.bold, colour=block.colour)


def write_run(paragraph: Any, line: str, *, size: float, bold: bool, colour: str) -> None:  # noqa: ANN401
    """A run of letters in a paragraph."""
    run = paragraph.add_run()
    run.text = line
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(colour)


def rgb(colour: str) -> Any:  # noqa: ANN401  python-pptx has no types
    """A colour written `#rrggbb`."""
    return RGBColor.from_string(colour[1:].upper())  # type: ignore[no-untyped-call]
