"""Every page with harmful text in every field: shown as text, and nothing breaks. The browser: tests/browser."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import data, markup
from dashboard.language import Language
from dashboard.panels.importing import file_name
from dashboard.settings import ROOT
from dashboard.topbar import PAGES
from tests import hostile
from tests.pages.test_pages import run

TAKES_MARKDOWN = {
    f"st.{name}" for name in ("error", "warning", "info", "success", "caption", "toast", "dialog", "markdown")
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hostile")
    hostile.publish_hostile(made)
    return made


@pytest.fixture
def served(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MAHALLA_DATA", str(folder))
    data.forget()
    yield
    data.forget()


@pytest.mark.parametrize("mahalla", ["18010001", "18020009", "18030006"])
@pytest.mark.parametrize("page", PAGES)
def test_no_page_breaks_and_no_markup_comes_through(served: None, page: str, mahalla: str) -> None:
    language = list(Language)[int(mahalla[-1]) % 4]
    test = run(page, lang=language, mahalla=mahalla, district=f"17992{mahalla[2:4]}", indicator="own.density")
    assert not test.exception
    assert not test.error
    bodies = [str(element.proto.body) for element in test.get("html")]
    assert bodies
    for body in bodies:
        for harmful in ("<script>window", "<img src=x", "<iframe srcdoc", "<svg onload", '" onmouseover="window'):
            assert harmful not in body


def test_a_mahalla_without_a_site_has_its_card(demo: Path) -> None:
    sites = set(data.edition().sites["mahalla"])
    without = next(code for code in data.edition().mahallas["code"] if code not in sites)
    test = run("region", lang="en", mahalla=without)
    assert not test.exception


def test_markdown_in_a_text_stays_a_text() -> None:
    assert markup.plain("![a](http://x/a.png)") == "!\\[a\\](http\\://x/a.png)"
    assert markup.plain("a\n\n# b :smile:") == "a # b \\:\N{WORD JOINER}smile:"
    assert markup.plain("# WWW.x.uz a@b.c; 31.01.2025: so.") == "\\# WWW\\.x.uz a\\@b.c; 31.01.2025: so."
    assert markup.plain("run `mahalla demo`", kept="`") == "run `mahalla demo`"


def test_what_streamlit_reads_as_markdown_is_never_a_text_of_the_data() -> None:
    """Messages take Markdown: they get words of ours with numbers in them, or `markup.plain`."""
    numbers, found = {"n", "number", "total", "example", "time"}, []
    for path in sorted((ROOT / "dashboard").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and ast.unparse(call.func) in TAKES_MARKDOWN and call.args):
                continue
            said = call.args[0]
            ours = isinstance(said, ast.Call) and ast.unparse(said.func).rpartition(".")[2] in {"words", "plain"}
            plain = ours and ast.unparse(said.func).endswith("plain")
            if not plain and not (ours and {keyword.arg for keyword in said.keywords} <= numbers):
                found.append(f"{path.name}:{call.lineno}: {ast.unparse(said)}")
    assert found == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.xlsx", "b.xlsx"),
        ("", "file"),
        ("..", "file"),
        ("a\0b\n.csv", "ab.csv"),
        (f"{'ў' * 400}.geojson", f"{'ў' * 100}.geojson"),
        ("x" * 500, "x" * 100),
    ],
)
def test_an_upload_gets_a_name_that_is_one_file(sent: str, kept: str) -> None:
    assert file_name(sent) == kept
