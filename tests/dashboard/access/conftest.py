"""A data folder in which somebody has an account, and the gate in front of an application that answers everything."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from dashboard.access import door as door_module
from dashboard.access.door import Door, door
from dashboard.access.gate import Gate
from geodata.register import Act, sessions
from geodata.register.accounts import ACCOUNTS, Account
from geodata.store import Store

ACT = Act("keeper", datetime(2026, 1, 1, tzinfo=UTC))
OWN = "1710224"


async def everything(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers any request, and keeps a socket open until it ends."""
    if scope["type"] == "websocket":
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        async for text in socket.iter_text():
            await socket.send_text(text)
    else:
        said = [value.decode() for name, value in scope["headers"] if name == b"x-mahalla-session"]
        await PlainTextResponse(f"behind the gate {said}")(scope, receive, send)


@pytest.fixture(scope="session")
def register_with_accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with an administrator, and an analyst of one district; made once and copied."""
    store = Store(tmp_path_factory.mktemp("accounts"))
    with store.register.writing() as session:
        ACCOUNTS.add(session, Account(key="admin", name="Admin", role="administrator"), ACT)
        ACCOUNTS.add(session, Account(key="analyst", name="Analyst", role="analyst", areas=(OWN,)), ACT)
    return store.path / "register.sqlite"


@pytest.fixture
def closed(register_with_accounts: Path, empty: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The door of a folder with these accounts."""
    monkeypatch.setattr(door_module, "REMEMBERED_S", 0.0)
    shutil.copy(register_with_accounts, empty)
    return door()


@pytest.fixture
def signed_in(closed: Door) -> Callable[[str], tuple[int, str]]:
    """Begins a session for an account: its number and its token."""

    def begin(key: str) -> tuple[int, str]:
        with closed.store.register.writing() as session:
            limits = closed.settings.access.person
            return sessions.begin(session, key, kind="person", limits=limits, now=datetime.now(UTC))

    return begin


def browser(token: str = "", app: object = everything, host: str = "127.0.0.1:8501") -> TestClient:
    """A browser on this machine, with a session or without."""
    cookies = {"mahalla-session": token} if token else {}
    return TestClient(
        Gate(app),  # type: ignore[arg-type]
        base_url=f"http://{host}",
        client=("127.0.0.1", 50000),
        cookies=cookies,
        follow_redirects=False,
    )
