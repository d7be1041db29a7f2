"""The name of a region of which the files give the code alone."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.editions import districts


@pytest.mark.parametrize(
    ("code", "latin", "russian", "kind"),
    [
        ("1710", "Qashqadaryo viloyati", "Кашкадарьинская область", "region"),
        ("1735", "Qoraqalpogʻiston Respublikasi", "Республика Каракалпакстан", "republic"),
        ("1726", "Toshkent shahri", "Ташкент (город)", "city"),
        ("1799", "1799", "1799", "region"),
    ],
)
def test_a_region_known_by_its_code_has_its_name(code, latin, russian, kind):
    found = districts._region(pd.DataFrame({"region_code": [code]}), None, [], None)
    assert (found.names.uz_latn, found.names.ru, found.kind) == (latin, russian, kind)


def test_a_region_named_in_one_language_has_the_names_of_the_classifier_in_the_others():
    named = districts.Mention("1735401", "Nukus shahri", "1735", "Qoraqalpogʻiston Respublikasi")
    found = districts._region(pd.DataFrame({"region_code": ["1735"]}), None, [named], None).names
    assert (found.uz_latn, found.ru) == ("Qoraqalpogʻiston Respublikasi", "Республика Каракалпакстан")


def test_a_name_that_is_not_the_classifiers_is_left_alone():
    named = districts.Mention(None, None, "1710", "Sinov viloyati")
    found = districts._region(pd.DataFrame({"region_code": ["1710"]}), None, [named], None).names
    assert (found.uz_latn, found.uz_cyrl) == ("Sinov viloyati", "Синов вилояти")
