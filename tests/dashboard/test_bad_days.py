"""Names that are no text, things that are no files, a machine without room: one sentence and status 2 each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from dashboard import cli
from dashboard.commands import commands, reading
from geodata.store import Store
from tests.geodata.conftest import store, template  # noqa: F401  a small data folder

ODD = os.fsdecode(b"caf\xe9")
TABLE = "district,mahalla,population,year\nQarshi,Guliston,1200,2025\n"


def refused(capsys, *arguments):
    """The one sentence that a command says when it refuses."""
    assert cli.main([str(each) for each in arguments]) == 2
    said = capsys.readouterr().err.strip()
    assert said.startswith("mahalla: ")
    assert "\n" not in said
    return said


def test_a_file_whose_name_is_no_text_is_imported_under_a_name_that_is(tmp_path, capsys):
    file = tmp_path / f"{ODD}.csv"
    file.write_text(TABLE)
    assert cli.main(["import", "population", str(file), "--data", str(tmp_path / "data")]) == 0
    assert [entry.name for entry in Store(tmp_path / "data").imports()] == [r"caf\xe9.csv"]
    assert cli.main(["check", "population", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["warnings"][0]["where"] == r"caf\xe9.csv, year"


def test_a_backup_may_have_a_name_that_is_no_text_and_hold_such_names(store, tmp_path, capsys):  # noqa: F811
    (store.path / "photos").mkdir()
    (store.path / "photos" / f"{ODD}.jpg").write_bytes(b"picture")
    file = tmp_path / f"{ODD}.tar"
    assert cli.main(["backup", str(file), "--data", str(store.path)]) == 0
    assert cli.main(["restore", str(file), "--data", str(tmp_path / "back")]) == 0
    assert (tmp_path / "back" / "photos" / f"{ODD}.jpg").read_bytes() == b"picture"
    assert r"caf\xe9.tar" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--data", "--note"])
def test_what_has_to_be_text_is_refused_where_it_is_none(tmp_path, capsys, option):
    given = {"--data": tmp_path, "--note": "new", option: tmp_path / ODD}
    assert f"{option} is " in (said := refused(capsys, "publish", *(word for pair in given.items() for word in pair)))
    assert r"caf\xe9; it must be text in UTF-8." in said


@pytest.mark.parametrize("name", ["file", "pipe", "loop", "dangling"])
@pytest.mark.parametrize("command", ["editions", "user list", "restore x", "serve"])
def test_a_data_folder_that_is_none_is_refused(tmp_path, capsys, name, command):
    (tmp_path / "file").write_text("")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    assert "must be a folder, or a new one" in refused(capsys, *command.split(), "--data", tmp_path / name)


READING = (
    "editions",
    "editions --json",
    "imports",
    "publish",
    "withdraw 3",
    "push",
    "verify",
    "backup x.tar",
    "export pack",
    "user list",
    "user role a --role analyst",
    "user passwd a",
    "user disable a",
    "session list",
    "session revoke 1",
    "wall list",
    "wall approve 12 --name hall",
    "wall withdraw 1",
)


@pytest.mark.parametrize("command", READING)
def test_a_folder_named_by_a_slip_is_told_and_not_made(tmp_path, capsys, command):
    slip = tmp_path / "dta"
    assert f"Nothing was ever recorded in the folder {slip}. Check its name." in refused(
        capsys, *command.split(), "--data", slip
    )
    assert not slip.exists()
    slip.mkdir()
    assert "Check its name" in refused(capsys, *command.split(), "--data", slip)
    assert list(slip.iterdir()) == []


def test_a_list_of_nothing_says_so(tmp_path, capsys):
    assert cli.main(["user", "add", "anvar", "--role", "administrator", "--data", str(tmp_path)]) == 0
    capsys.readouterr()
    for command, words in (("imports", "nothing waits"), ("editions", "no edition has been published")):
        assert cli.main([command, "--data", str(tmp_path)]) == 0
        assert words in capsys.readouterr().out


def test_a_backup_that_is_no_file_is_not_waited_for(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("pipe", "a folder, a pipe or a device"), ("", "a folder"), ("gone.tar", "No such file")):
        said = refused(capsys, "restore", tmp_path / name, "--data", tmp_path / "new")
        assert f"The backup cannot be opened: {words}" in said
    assert not (tmp_path / "new").exists()


def test_settings_named_by_a_slip_do_not_serve_without_what_they_say(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("MAHALLA_SETTINGS", "")  # what the command sets is undone after the test
    said = refused(capsys, "serve", "--settings", tmp_path / "setings.toml", "--data", tmp_path / "data")
    assert "There is no settings file" in said


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (ImportError("x.so: failed to map segment from shared object"), "not enough memory"),
        (RuntimeError("can't start new thread"), "not enough memory"),
        (OSError(24, "Too many open files", "a.csv"), "a.csv: The system of this machine refuses: Too many open files"),
    ],
)
def test_what_the_machine_refuses_is_one_sentence(tmp_path, capsys, monkeypatch, error, words):
    def fails(_options):
        raise error

    monkeypatch.setattr(reading, "_check", fails)
    assert words in refused(capsys, "check", "population", tmp_path)


def test_a_bug_of_ours_shows(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "_check", lambda _options: {}["missing"])
    with pytest.raises(KeyError):
        cli.main(["check", "population", str(tmp_path)])


def test_a_command_that_was_stopped_does_not_say_that_it_was_done(tmp_path, capsys, monkeypatch):
    def stopped(_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "_check", stopped)
    assert cli.main(["check", "population", str(tmp_path)]) == 130
    assert capsys.readouterr().err == "mahalla: stopped\n"


def test_a_user_without_a_name_is_told_by_number(monkeypatch):
    def nobody():
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(commands.getpass, "getuser", nobody)
    assert commands.who() == f"uid {os.getuid()}"


def test_an_answer_that_cannot_be_written_out_is_said(store):  # noqa: F811
    command = [sys.executable, "-m", "dashboard.cli", "imports", "--data", str(store.path)]
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=300)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_terminal_of_another_encoding_gets_what_it_can_show(store):  # noqa: F811
    command = [sys.executable, "-m", "dashboard.cli", "editions", "--data", str(store.path), "--json"]
    surroundings = {**os.environ, "PYTHONIOENCODING": "ascii:strict"}
    done = subprocess.run(command, env=surroundings, capture_output=True, check=True, timeout=300)
    assert json.loads(done.stdout.decode("ascii"))[0]["current"]
