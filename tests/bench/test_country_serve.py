"""What the lines of serving a country say, and what is read from a trace."""

from __future__ import annotations

import pytest

from bench import country_serve


def test_frames_and_their_work_are_read_from_a_trace():
    def drawn(pid, ms):
        return {"name": "DrawFrame", "pid": pid, "ts": ms * 1000}

    def worked(tid, ms, took):
        return {"name": "RunTask", "pid": 1, "tid": tid, "ts": ms * 1000, "tdur": took * 1000}

    names = [
        {"name": "thread_name", "pid": 1, "tid": 7, "args": {"name": "CrRendererMain"}},
        {"name": "thread_name", "pid": 1, "tid": 8, "args": {"name": "Compositor"}},
    ]
    trace = {
        "traceEvents": [
            *names,
            drawn(1, 50),
            drawn(1, 10),
            drawn(1, 30),
            drawn(2, 1),
            worked(7, 12, 5.0),
            worked(7, 20, 3.0),
            worked(7, 31, 1.0),
            worked(8, 12, 99.0),
        ]
    }
    assert country_serve.drawn_ms(trace) == [10, 30, 50]
    assert country_serve.worked_ms(trace) == pytest.approx([8.0, 1.0])
    assert country_serve.drawn_ms({"traceEvents": []}) == []
