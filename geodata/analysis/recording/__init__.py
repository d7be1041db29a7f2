"""Questions about how events were recorded: places where a figure deserves to be asked about before it is believed.

A question is no finding of fault. Each has other explanations, and none says anything about a person.
"""

from geodata.analysis.recording.asking import ask, rise_questions, table
from geodata.analysis.recording.question import KINDS, Asked, Options, Question

__all__ = ["KINDS", "Asked", "Options", "Question", "ask", "rise_questions", "table"]
