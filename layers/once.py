"""Rendering once: branca renders a template and then the outcome again, as a second template.

That second pass costs half a millisecond a piece, and it is how text from data could run on the server. Our elements
put their outcome into the page as it is.
"""

from __future__ import annotations

from branca.element import Element, Figure, MacroElement

PARTS = ("header", "html", "script")


class Plain(Element):
    """Text that stands in the page as it is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: object) -> str:
        """The text."""
        return self.text


class Once(MacroElement):
    """A macro element whose parts are rendered once; first among the bases of a class."""

    def prepare(self, figure: Figure) -> None:
        """Whatever else an element has to put into the figure, before its parts."""

    def render(self, **kwargs: object) -> str:
        """Put the parts into the figure, then the children's; what stands in its own place is nothing."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise TypeError(f"{self.get_name()} is not part of a figure")
        self.prepare(figure)
        macros = vars(self._template.module)
        for part in PARTS:
            if part in macros:
                getattr(figure, part).add_child(Plain(macros[part](self, kwargs)), name=self.get_name())
        for child in self._children.values():
            child.render(**kwargs)
        return ""
