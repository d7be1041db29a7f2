"""The presenter's side of the stage: choosing a meeting, leading it, writing down what is decided."""
