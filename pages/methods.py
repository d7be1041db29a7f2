"""Methods: how every figure is made, where its method comes from, and what it cannot say."""

from dashboard import layout, state, view
from dashboard.panels import methods

address, words = state.address(), view.words_here()
wide, narrow = layout.sides("methods")

with wide:
    seen = view.here_or_nothing()
    methods.show(address, words, seen.edition.id if seen else "")

with narrow:
    methods.contents(address, words)
