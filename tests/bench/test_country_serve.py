"""What the lines of serving a country say, and what is read from a trace."""

from __future__ import annotations

import pytest

from bench import country_serve


def test_frames_and_their_work_are_read_from_a_trace():
    def drawn(pid, ms):
        return {"name": "DrawFrame", "pid": pid, "ts": ms * 1000}

    def mark(ms):
        return {"name": "drag", "cat": "blink.user_timing", "ts": ms * 1000}

    def worked(tid, ms, took):
        return {"name": "RunTask", "pid": 1, "tid": tid, "ts": ms * 1000, "tdur": took * 1000}

    names = [
        {"name": "thread_name", "pid": 1, "tid": 7, "args": {"name": "CrRendererMain"}},
        {"name": "thread_name", "pid": 1, "tid": 8, "args": {"name": "Compositor"}},
    ]
    trace = {
        "traceEvents": [
            *names,
            mark(5),
            mark(60),
            drawn(1, 50),
            drawn(1, 10),
            drawn(1, 30),
            drawn(1, 2),
            drawn(1, 400),
            drawn(2, 20),
            worked(7, 4, 70.0),
            worked(7, 12, 5.0),
            worked(7, 20, 3.0),
            worked(7, 31, 1.0),
            worked(7, 399, 80.0),
            worked(8, 12, 99.0),
        ]
    }
    assert country_serve.drawn_ms(trace) == [5, 10, 30, 50, 60]
    assert country_serve.worked_ms(trace) == pytest.approx([0.0, 8.0, 1.0, 0.0])


def test_a_trace_without_the_ends_of_the_drag_is_no_measurement():
    with pytest.raises(ValueError, match="two marks"):
        country_serve.drawn_ms({"traceEvents": []})
