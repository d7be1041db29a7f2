"""The four languages: the same keys and placeholders, the right letters, every code with its sentence."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from babel import Locale

from dashboard import language as language_module
from dashboard.language import Language, files, texts
from geodata import demo
from geodata.findings import SENTENCES
from geodata.join import REASONS
from geodata.sites import CRITERIA
from geodata.sources.report import KINDS
from layers import assets

ROOT = Path(__file__).parents[2]
UZ_LATN, UZ_CYRL, RU, EN = Language
TRANSLATED = (UZ_LATN, UZ_CYRL, RU)
NBSP = "\N{NO-BREAK SPACE}"
PLURALS = {"one", "few", "many", "other"}

# What stands in Latin letters in every script: formats, keys of the keyboard, names of programs and of periods,
# letters of statistics.
_LATIN = """
Esc Tab width_m distance_m lang uz-Latn uz-Cyrl ru en
XLSX XLS CSV JSON GeoJSON GeoPackage GPKG KML KMZ ZIP TOML XML Excel Shapefile shapefile FlatGeobuf Parquet GeoParquet
UTF-8 UTF-16 SHA-256 EPSG CRS WGS DOCTYPE NetworkLink Feature FeatureCollection Point LineString LinearRing Polygon
MultiPolygon zip RFC Z M Enter Escape JPEG PNG WebP HTML RTF ODS VRT w A m n I Gi c e p z C EARS C2
"""
LATIN_WORDS = frozenset(_LATIN.split())
# Equal to the English text, and right so.
SAME_AS_ENGLISH = {
    "headline.mahallas.one": {"uz-Latn"},
    "period.range": TRANSLATED,  # two dates
    "unit_kind.mahalla": (UZ_LATN,),
    "unit_kind.MFY": (UZ_LATN,),
    "unit_kind.QFY": (UZ_LATN,),
    "unit_kind.OFY": (UZ_LATN,),
    "unit_kind.SHFY": (UZ_LATN,),
    "field.mahalla": (UZ_LATN,),
    "concentration.p": TRANSLATED,
    "map.m": (UZ_LATN,),
    "map.km": (UZ_LATN,),
    "table.name": (UZ_LATN,),
    "site.fact": (UZ_LATN,),
    "chain.level_mahalla": (UZ_LATN,),
    "form.name": (UZ_LATN,),
    "symbol.mahalla": (UZ_LATN,),
    "methods.formula": (UZ_LATN,),
    "stage.signal.alert": (UZ_LATN,),
    "selector.signal": (UZ_LATN,),
    "role.administrator": (UZ_LATN,),
    "who.administrator": (UZ_LATN,),
}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def own(language: Language) -> dict[str, str]:
    """The texts of the language's own file; the English sentences of findings stand in `geodata.findings`."""
    return {key: text for key, text in texts(language).items() if not key.startswith("finding.")}


def singular(key: str) -> str:
    """The key without its plural form; only a section that has `other` is one of plural forms."""
    section, _, form = key.rpartition(".")
    return section if form in PLURALS and f"{section}.other" in texts(EN) else key


def letters_only(text: str) -> str:
    """The text without what is Latin in every script: commands, placeholders, file endings, the allow-list."""
    without = re.sub(r"`[^`]*`|\{\w+\}|\.[a-z]{2,8}\b|\b\d{4}-[\dHQ][\d.-]*", " ", text)
    return re.sub(r"[\w²-]+", lambda found: "" if found[0] in LATIN_WORDS else found[0], without)


def every(*languages: Language) -> Iterator[tuple[str, str]]:
    for language in languages:
        for key, text in texts(language).items():
            yield f"{language}: {key}", text


@pytest.mark.parametrize("language", TRANSLATED)
def test_keys_are_those_of_english(language):
    assert {singular(key) for key in own(language)} == {singular(key) for key in own(EN)}


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_are_those_of_english(language):
    english = {singular(key): placeholders(text) for key, text in own(EN).items()}
    found = {key: placeholders(text) for key, text in own(language).items()}
    assert {key: names for key, names in found.items() if names != english.get(singular(key))} == {}


@pytest.mark.parametrize("language", Language)
def test_plural_forms_are_complete(language):
    wanted = {*Locale.parse(language.replace("-", "_")).plural_form.tags, "other"}
    sections = {singular(key) for key in own(EN)} - set(own(EN))
    assert sections >= {"headline.units", "table.rows", "staging.fresh"}
    for section in sections:
        forms = {key.removeprefix(f"{section}.") for key in own(language) if singular(key) == section}
        assert (section, forms) == (section, wanted)


@pytest.mark.parametrize("language", Language)
def test_no_key_stands_twice_and_no_text_is_empty(language):
    read = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files(language)]
    leaves = sum(1 for tree in read for _ in _leaves(tree))
    assert leaves == len([key for key in texts(language) if language is not EN or not key.startswith("finding.")])
    assert [key for key, text in texts(language).items() if not text.strip() and key != "map.group"] == []
    assert [key for key, text in own(language).items() if re.search(r"  | [,;:!?]|[,;]$", text) and _prose(text)] == []


def test_every_language_has_the_same_files():
    assert {tuple(path.name for path in files(language)) for language in Language} == {
        tuple(path.name for path in files(EN))
    }


def test_a_key_in_two_files_is_refused(monkeypatch, tmp_path):
    (tmp_path / "en").mkdir()
    for name in ("one", "two"):
        (tmp_path / "en" / f"{name}.toml").write_text('[page]\nregion = "Region"\n', encoding="utf-8")
    monkeypatch.setattr(language_module, "_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"two\.toml: page\.region stands in another file too"):
        texts.__wrapped__(EN)


def _leaves(tree: dict[str, object]) -> Iterator[object]:
    for value in tree.values():
        if isinstance(value, dict):
            yield from _leaves(value)
        else:
            yield value


def _prose(text: str) -> bool:
    return len(re.findall(r"[^\W\d_]", text)) > 3


def test_uzbek_in_latin_script_has_no_cyrillic_letter():
    assert [place for place, text in every(UZ_LATN, EN) if re.search(r"[\u0400-\u04ff]", text)] == []


def test_cyrillic_texts_have_no_latin_letter():
    found = {place: letters_only(text) for place, text in every(UZ_CYRL, RU)}
    assert {place: text for place, text in found.items() if re.search(r"[A-Za-zÀ-ɏ]", text)} == {}


def test_uzbek_letters_are_those_of_its_alphabets():
    assert [place for place, text in every(UZ_CYRL) if re.search(r"[ыщЫЩ]", letters_only(text))] == []
    assert [place for place, text in every(RU) if re.search(r"[ўқғҳЎҚҒҲ]", text)] == []


def test_uzbek_in_latin_script_has_only_its_own_two_apostrophes():
    for place, text in every(UZ_LATN):
        bare = re.sub(r"`[^`]*`", "", text)
        assert not re.search(r"['`‘’´′‵ʹʾʿ]", bare), place
        assert not re.search(r"(?<![OoGg])\u02bb", bare), f"{place}: U+02BB stands after o and g alone"
        assert not re.search(r"[oOgG]\u02bc", bare), f"{place}: after o and g stands U+02BB"
        assert not re.search(r"\b(?:malumot|mamuriy|elon|istemol|masul)", bare, re.IGNORECASE), place


def test_quotation_marks_are_those_of_the_script():
    assert [place for place, text in every(UZ_LATN, EN) if re.search(r'["„«»]', re.sub(r"`[^`]*`", "", text))] == []
    assert [place for place, text in every(UZ_CYRL, RU) if re.search(r'["„“”]', re.sub(r"`[^`]*`", "", text))] == []


def test_numbers_in_texts_are_written_as_the_language_writes_them():
    for place, text in every(*TRANSLATED):
        bare = re.sub(r"`[^`]*`|\d{4}-\d\d[\d.-]*|\b\d\d\.\d\d\.\d{4}\b", "", text)
        assert not re.search(r"\d \d{3}|\d[%‰]| %|\d\.\d", bare), place


def test_no_text_is_left_in_english():
    for language in TRANSLATED:
        english = texts(EN) | {f"finding.{code}": sentence for code, sentence in SENTENCES.items()}
        found = texts(language).items()
        same = {key for key, text in found if text == english.get(key) and re.search(r"[A-Za-z]", text)}
        assert same - {key for key, languages in SAME_AS_ENGLISH.items() if language in languages} == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_finding_has_a_sentence_with_its_placeholders(language):
    found = {key.removeprefix("finding."): text for key, text in texts(language).items() if key.startswith("finding.")}
    assert sorted(SENTENCES.keys() - found.keys()) == [], "without a sentence"
    assert sorted(found.keys() - SENTENCES.keys()) == [], "sentences of codes that are gone"
    wanted = {code: placeholders(sentence) for code, sentence in SENTENCES.items()}
    assert {code: names for code, text in found.items() if (names := placeholders(text)) != wanted[code]} == {}


def constants(*folders: str, names: set[str], at: int) -> set[str]:
    """The texts that calls of `names` in our code give as argument number `at`; of an f-string what it begins with."""
    found = set()
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and len(node.args) > at and _is_one_of(node.func, names):
                    found |= _texts_of(node.args[at])
    return found


def _is_one_of(function: ast.expr, names: set[str]) -> bool:
    """Whether what is called is one of the names; `Error` stands for every class of errors."""
    name = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    return name in names or ("Error" in names and name.endswith("Error"))


def _texts_of(node: ast.expr) -> set[str]:
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return {text.strip()}
        case ast.IfExp():
            return _texts_of(node.body) | _texts_of(node.orelse)
    return set()


def test_every_code_in_our_code_has_an_english_sentence():
    makers = {"Error", "Finding", "stop", "error", "warn", "row", "reject", "warn_where", "reject_where"}
    named = constants("geodata", "dashboard", names=makers, at=0)
    codes = {code for code in named if re.fullmatch(r"[a-z0-9_]+", code)}  # the others are sentences for the log
    assert len(codes) > 40
    assert sorted(codes - SENTENCES.keys()) == []


@pytest.mark.parametrize("language", Language)
def test_every_reason_of_a_row_left_out_has_a_phrase(language):
    codes = {*filter(None, REASONS), *constants("geodata/sources", names={"reject", "reject_where"}, at=0)}
    assert sorted(code for code in codes if f"reason.{code}" not in texts(language)) == []


@pytest.mark.parametrize("language", Language)
def test_every_step_of_publishing_has_a_phrase(language):
    steps = constants("geodata/editions", "geodata/demo", names={"report", "progress", "tell"}, at=1)
    assert {"reading", "joining", "writing", "done"} <= steps
    assert sorted(step for step in steps if f"step.{step}" not in texts(language)) == []


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory) -> dict[str, pd.DataFrame]:
    files = demo.build(tmp_path_factory.mktemp("demonstration"))
    register = pd.read_csv(files.register)
    return {
        "boundaries": pd.read_parquet(files.boundaries, columns=["status"]),
        "register": register,
        "districts": pd.read_csv(files.districts).rename(columns={"population_status": "status"}),
        "population": pd.read_csv(files.population),
        "categories": pd.read_csv(files.categories),
        "incidents": pd.read_csv(files.incidents, usecols=["group", "type", "status"]),
        "sites": pd.json_normalize(pd.read_json(files.sites)["features"].tolist()).rename(
            columns=lambda name: name.removeprefix("properties.")
        ),
    }


@pytest.mark.parametrize("language", Language)
def test_every_word_of_the_demonstration_has_a_text(language, demonstration):
    statuses = {
        "sum_of_mahallas",
        *(str(text) for table in demonstration.values() for text in table["status"].unique()),
    }
    wanted = {f"status.{status}" for status in statuses}
    wanted |= {f"group.{name}" for name in demonstration["incidents"]["group"].unique()}
    wanted |= {f"type.{name}" for name in demonstration["incidents"]["type"].unique()}
    wanted |= {
        f"site.{name}" for name in (*demonstration["sites"]["state"].unique(), *demonstration["sites"]["kind"].unique())
    }
    wanted |= {f"criterion.{name}" for name in CRITERIA} | {f"kind.{name}" for name in KINDS}
    assert sorted(wanted - texts(language).keys()) == []


def test_every_word_that_the_map_writes_is_there():
    script = assets.FILES["map.js"].body.decode()
    asked = set(re.findall(r"\bui\.([a-z_]+)", script))
    assert len(asked) > 10
    assert sorted(f"map.{key}" for key in asked if f"map.{key}" not in texts(EN)) == []


def test_texts_for_the_same_thing_are_the_same():
    """A colour, a kind and a state are called alike on the map and beside it."""
    for language in Language:
        found = texts(language)
        pairs = {f"map.{name}": f"category.{name}" for name in ("red", "yellow", "green")}
        pairs |= {f"map.{name}": f"site.{name}" for name in ("opened", "in_progress", "planned")}
        assert {a: found[a] for a in pairs} == {a: found[b] for a, b in pairs.items()}
