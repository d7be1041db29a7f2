"""What the lines of serving a country say, and what is read from a trace."""

from __future__ import annotations

import pytest

from bench import country_serve
from bench.country_serve import Line


def test_a_line_says_whether_its_aim_is_reached():
    found = [
        Line(name="ready", value=9.96, unit="s", most=10),
        Line(name="script of region", value=150.0, unit="ms", most=150),
        Line(name="frames a second", value=20.0, unit="1/s", least=20),
        Line(name="  of the slowest frame", value=19.9, unit="1/s", least=20),
    ]
    assert [line.reached for line in found] == [True, False, True, False]
    assert country_serve.text(found).splitlines()[1].endswith("150.0 ms      < 150  NOT reached")
    assert country_serve.as_dicts(found)[3] == {
        "name": "of the slowest frame",
        "unit": "1/s",
        "value": 19.9,
        "aim": "≥ 20",
        "reached": False,
    }


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
