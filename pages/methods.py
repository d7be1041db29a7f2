"""Methods: how every figure is made, where its method comes from, and what it cannot say."""

from dashboard import layout, state
from dashboard.language import Words
from dashboard.panels import methods

address, words = state.address(), Words(state.language())
wide, narrow = layout.sides("methods")

with wide:
    methods.show(address, words)

with narrow:
    methods.contents(address, words)
