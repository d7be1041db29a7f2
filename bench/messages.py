"""`python -m bench.messages`: what one change of the indicator consists of, message by message, the largest first."""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench import course, servers, shapes
from bench.browser import chromium, fresh
from bench.deadline import Deadline
from bench.measure import Bench, choose, open_page
from bench.subjects import SUBJECTS

_WHOLE_S: Final = 180.0
_CHANGES: Final = 6


def main() -> int:
    """Print the last of a few changes: the first of them still fetch what stays."""
    parser = argparse.ArgumentParser(prog="bench.messages", description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="a data folder with an edition (default: the demonstration, built anew)"
    )
    options = parser.parse_args()
    whole, port, subject = Deadline(_WHOLE_S), servers.free_port(), SUBJECTS["ours"]
    with tempfile.TemporaryDirectory() as scratch:
        data = options.data.absolute() if options.data else course.demonstration(Path(scratch) / "data", whole)
        given = shapes.write(data, Path(scratch))
        with servers.serving(servers.ours(data, port), port, subject.health, whole) as server, chromium() as browser:
            bench = Bench(
                browser=browser,
                subject=subject,
                server=server,
                positions=given.positions,
                polygons=given.polygons,
                limit=whole,
            )
            with fresh(browser, subject.observable, given.polygons) as page:
                lines = _watched(page)
                open_page(bench, page, port)
                for number in range(1, _CHANGES + 1):
                    lines.clear()
                    choose(bench, page, given.positions[number % len(given.positions)])
    for size, what in sorted(lines, reverse=True):
        print(f"{size:>7,}  {what}")
    print(f"{sum(size for size, _ in lines):>7,}  bytes in {len(lines)} messages and answers")
    return 0


def _watched(page: Page) -> list[tuple[int, str]]:
    """A list that fills with the size and the kind of all that comes down."""
    lines: list[tuple[int, str]] = []
    addresses: dict[str, str] = {}
    session = page.context.new_cdp_session(page)

    def message(event: dict[str, Any]) -> None:
        raw = base64.b64decode(event["response"]["payloadData"])
        lines.append((len(raw), _kind(ForwardMsg.FromString(raw))))

    def part(event: dict[str, Any]) -> None:
        if event["dataLength"]:
            lines.append((event["dataLength"], f"HTTP {addresses.get(event['requestId'], '')}"))

    session.on("Network.webSocketFrameReceived", message)
    session.on(
        "Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]})
    )
    session.on("Network.dataReceived", part)
    session.send("Network.enable")
    return lines


def _kind(message: ForwardMsg) -> str:
    kind = str(message.WhichOneof("type"))
    if kind != "delta":
        return kind
    change = str(message.delta.WhichOneof("type"))
    place = "/".join(map(str, message.metadata.delta_path))
    if change == "new_element":
        return f"{message.delta.new_element.WhichOneof('type')} at {place}"
    return f"{change} {message.delta.add_block.id.split('-', 2)[-1]} at {place}".replace("  ", " ")


if __name__ == "__main__":
    sys.exit(main())
