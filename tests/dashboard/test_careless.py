"""Commands given in a hurry: a folder that is not there, an import that never was."""

from __future__ import annotations

import pytest

from dashboard import cli
from dashboard.state import Address, Field
from geodata.store import Store


def test_a_folder_that_does_not_exist_is_not_in_order(tmp_path, capsys):
    assert cli.main(["verify", "--data", str(tmp_path / "daat")]) == 2
    assert "Nothing was ever recorded" in capsys.readouterr().err


def test_an_import_that_never_was_cannot_be_withdrawn(tmp_path, capsys):
    Store(tmp_path).register.upgrade()
    assert cli.main(["withdraw", "99999999999999999999", "--data", str(tmp_path)]) == 2
    assert "There is no import number 99999999999999999999" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "number"), [("1000000000", 10**9), ("9" * 19, None), ("-1", None), ("", None)])
def test_a_number_in_an_address(text, number):
    assert Address(values={"edition": text}).number(Field.EDITION) == number
