"""Native tables and charts of a slide, which its reader can edit."""

from __future__ import annotations

from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.export.pack import shapes
from dashboard.export.pack.blocks import (
    ACCENT,
    BEFORE,
    BORDER,
    INK,
    LINE,
    MUTED,
    PAPER,
    SOFT,
    Months,
    Shares,
    Table,
    heading,
)

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own table style without any: “No Style, No Grid”."""
_LINE: Final = 9525
"""0.75 pt in EMU."""
TWO_DIGITS: Final = 20
_NARROW: Final = 26.0
"""Points that the number of a part of a bar takes, with what the names beside the bars take from its width."""


def table(made: Any, block: Table) -> None:  # noqa: ANN401  python-pptx has no types
    """A table of quiet rows under a soft heading."""
    if not block.rows:
        return
    total = sum(block.widths)
    rows = len(block.rows) + 1
    frame = made.shapes.add_table(rows, len(block.columns), Pt(block.x), Pt(block.y), Pt(total), Pt(20 * rows))
    grid = frame.table
    frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE  # noqa: SLF001
    grid.horz_banding = False
    for at, width in enumerate(block.widths):
        grid.columns[at].width = Pt(width)
    grid.rows[0].height = Pt(block.head)
    for at, (column, width) in enumerate(zip(block.columns, block.widths, strict=True)):
        _cell(grid.cell(0, at), heading(column, width, block.size), size=block.size - 1.5, bold=True, colour=MUTED,
              align=column.align, fill=SOFT)  # fmt: skip
    for number, (row, lines, height) in enumerate(zip(block.rows, block.lines, block.heights, strict=True), start=1):
        grid.rows[number].height = Pt(height)
        for at, (cell, said, column) in enumerate(zip(row, lines, block.columns, strict=True)):
            place = grid.cell(number, at)
            _cell(place, said, size=block.size, bold=cell.bold, colour=cell.colour, align=column.align, dot=cell.dot)
            _rule(place)


def _cell(  # noqa: PLR0913  a cell has a text and a look
    place: Any,  # noqa: ANN401  python-pptx has no types
    lines: tuple[str, ...],
    *,
    size: float,
    bold: bool,
    colour: str,
    align: str,
    fill: str = PAPER,
    dot: str = "",
) -> None:
    place.margin_left = place.margin_right = Pt(5)
    place.margin_top = place.margin_bottom = Pt(1)
    place.vertical_anchor = MSO_ANCHOR.MIDDLE
    place.fill.solid()
    place.fill.fore_color.rgb = shapes.rgb(fill)
    paragraph = place.text_frame.paragraphs[0]
    paragraph.alignment, paragraph.line_spacing = shapes.ALIGN[align], Pt(LINE * size)
    if dot:
        shapes.write_run(paragraph, "■ ", size=size, bold=False, colour=dot)
    for number, line in enumerate(lines):
        if number:
            paragraph.add_line_break()
        shapes.write_run(paragraph, line, size=size, bold=bold, colour=colour)


def _rule(place: Any) -> None:  # noqa: ANN401  python-pptx has no types
    """A thin line below a cell; python-pptx knows no borders."""
    properties = place._tc.get_or_add_tcPr()  # noqa: SLF001
    line = properties.makeelement(qn("a:lnB"), {"w": str(_LINE)})
    solid = line.makeelement(qn("a:solidFill"), {})
    solid.append(solid.makeelement(qn("a:srgbClr"), {"val": BORDER[1:].upper()}))
    line.append(solid)
    properties.insert(0, line)


def shares(made: Any, block: Shares) -> None:  # noqa: ANN401  python-pptx has no types
    """Stacked bars with their numbers, the first name on top."""
    given: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # python-pptx has no types
    given.categories = block.names
    for label, _, values in block.parts:
        given.add_series(label, values)
    chart = _chart(made, block, XL_CHART_TYPE.BAR_STACKED, given)
    chart.plots[0].gap_width, chart.plots[0].overlap = 34, 100
    chart.category_axis.reverse_order = True
    chart.value_axis.visible = False
    for at, (series, (_, colour, _)) in enumerate(zip(chart.plots[0].series, block.parts, strict=True)):
        _fill(series, colour)
        labels = series.data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.CENTER
        labels.number_format, labels.number_format_is_linked = _told(block), False
        labels.font.size, labels.font.bold = Pt(9), at == 0
        labels.font.color.rgb = shapes.rgb(PAPER if at == 0 else INK)


def _told(block: Shares) -> str:
    """The format of the numbers: without those of more than two digits whose part of a bar has no room for them."""
    totals = [sum(values) for values in zip(*(values for _, _, values in block.parts), strict=True)]
    least = int(max(totals, default=0) * _NARROW / block.box.width)
    return f'[<{least}]"";0' if least > TWO_DIGITS else "0;;"


def months(made: Any, block: Months) -> None:  # noqa: ANN401  python-pptx has no types
    """Columns of two years side by side."""
    given: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # python-pptx has no types
    given.categories = block.names
    given.add_series(block.labels[1], block.before)
    given.add_series(block.labels[0], block.now)
    chart = _chart(made, block, XL_CHART_TYPE.COLUMN_CLUSTERED, given)
    chart.plots[0].gap_width, chart.plots[0].overlap = 55, 0
    axis = chart.value_axis
    axis.minimum_scale = 0
    axis.major_gridlines.format.line.color.rgb = shapes.rgb(BORDER)
    axis.format.line.fill.background()
    axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(10), shapes.rgb(MUTED)
    for series, colour in zip(chart.plots[0].series, (BEFORE, ACCENT), strict=True):
        _fill(series, colour)


def _chart(made: Any, block: Shares | Months, kind: Any, given: CategoryChartData) -> Any:  # noqa: ANN401
    box = block.box
    frame = made.shapes.add_chart(kind, Pt(box.x), Pt(box.y), Pt(box.width), Pt(box.height), given)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", block.alt)  # noqa: SLF001  python-pptx has no other way
    chart = frame.chart
    chart.has_title, chart.has_legend = False, True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.size, chart.legend.font.color.rgb = Pt(10), shapes.rgb(INK)
    axis = chart.category_axis
    axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(10), shapes.rgb(INK)
    axis.format.line.color.rgb = shapes.rgb(BORDER)
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.has_major_gridlines = False
    chart.value_axis.has_major_gridlines = not isinstance(block, Shares)
    return chart


def _fill(series: Any, colour: str) -> None:  # noqa: ANN401  python-pptx has no types
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = shapes.rgb(colour)
    series.invert_if_negative = False
