"""The look of the deck itself, so that what is added later by hand wears it too: letters, colours, one layout."""

from __future__ import annotations

from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.export.pack.blocks import ACCENT, BEFORE, COLOURS, INK, MARGIN, MUTED

FONT: Final = "Segoe UI"
"""On every office computer with Windows, and has ʻ, ʼ, Ў, Қ, Ғ and Ҳ."""
_ACCENTS: Final = (ACCENT, COLOURS["red"], COLOURS["yellow"], COLOURS["green"], BEFORE, MUTED)
_TITLE_ONLY: Final = 5
_SPACE: Final = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}


def dress(deck: Any) -> Any:  # noqa: ANN401  python-pptx has no types
    """The deck with our letters and colours and a single layout, which comes back: a title and room."""
    master = deck.slide_master
    layout = deck.slide_layouts[_TITLE_ONLY]
    _theme(master)
    _title_style(master)
    for other in list(deck.slide_layouts):
        if other.name != layout.name:
            deck.slide_layouts.remove(other)
    for holder in (master, layout):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type == 1:  # the title stays, whatever else there is goes
                _place(shape)
            else:
                shape._element.getparent().remove(shape._element)  # noqa: SLF001  no other way
    return layout


def _place(shape: Any) -> None:  # noqa: ANN401  python-pptx has no types
    shape.left, shape.top, shape.width, shape.height = Pt(MARGIN + 16), Pt(26), Pt(800), Pt(34)
    frame = shape.text_frame
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _title_style(master: Any) -> None:  # noqa: ANN401  python-pptx has no types
    """Titles to the left, in our size and colour: the master's own are large and in the middle."""
    level = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))  # noqa: SLF001
    level.set("algn", "l")
    letters = level.find(qn("a:defRPr"))
    letters.set("sz", "2400")
    letters.set("b", "1")
    for scheme in letters.iter(qn("a:schemeClr")):
        scheme.set("val", "tx2")


def _theme(master: Any) -> None:  # noqa: ANN401  python-pptx has no types
    """The theme's letters and accents."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    tree = parse_xml(part.blob)
    for latin in tree.iterfind(".//a:fontScheme//a:latin", _SPACE):
        latin.set("typeface", FONT)
    for number, colour in enumerate(_ACCENTS, start=1):
        for accent in tree.iterfind(f".//a:clrScheme/a:accent{number}/a:srgbClr", _SPACE):
            accent.set("val", colour[1:].upper())
    for dark in tree.iterfind(".//a:clrScheme/a:dk2/a:srgbClr", _SPACE):
        dark.set("val", INK[1:].upper())
    part._blob = serialize_part_xml(tree)  # noqa: SLF001
