"""The page of early signals: list, card, filters, acknowledgement; and what other pages say of signals."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import signal_words
from dashboard.language import Language, Words
from geodata.analysis import kept_signals, signals
from geodata.edition import open_edition
from geodata.register import AuditEntry
from geodata.register.signals import acknowledged
from geodata.store import Store
from tests.pages.grids import column, grids, headings
from tests.pages.test_pages import markup_of, run, text_of

LIST = "Signals, the most urgent first"


def told(folder: Path) -> dict[str, list[str]]:
    """The codes of the mahallas by their state in preventable crimes, the least likely by chance first."""
    edition = open_edition(Store(folder))
    choice = kept_signals.newest(edition, "preventable")
    assert choice is not None
    table = kept_signals.of(edition, choice).mahallas.sort_values("combined_probability")
    codes = edition.mahallas["code"]
    return {state: codes.iloc[table.index[table["state"] == state]].tolist() for state in signals.STATES}


def alerts(folder: Path) -> list[str]:
    """Those with an alert."""
    return told(folder)["alert"]


def listed(folder: Path) -> list[str]:
    """The states in the order of the list."""
    return [state for state in ("alert", "watch", "clearing") for _ in told(folder)[state]]


@pytest.mark.parametrize("language", list(Language))
def test_the_list_has_every_signal_with_its_sentence(demo: Path, language: Language) -> None:
    words = Words(language)
    grid = grids(run("signals", lang=language))[words("signal.list")]
    assert headings(grid)[2:] == [words("signal.state"), words("signal.said"), words("signal.answered")]
    states = column(grid, words("signal.state"))
    assert states == [words(f"signal_state.{state}") for state in listed(demo)]
    assert {"alert", "clearing"} <= set(listed(demo))
    assert all("2024" in text and text.endswith(".") for text in column(grid, words("signal.said")))


def test_the_headline_counts_and_judges_the_month(demo: Path) -> None:
    said = text_of(run("signals", lang="en"))
    found = {state: len(codes) for state, codes in told(demo).items()}
    few = found["too_few"]
    assert re.search(rf"Mahallas that can be judged\s+{832 - few}\s+{few} mahallas have too few events", said)
    assert re.search(rf"Alert\s+{found['alert']}\s+about 1 in 10", said)
    assert re.search(rf"Watch\s+{found['watch']}\s+up to \d+ by chance alone", said)
    assert re.search(r"All of the region · December 2024\s+\d+\s+\d+ expected \(\d+–\d+\) · within chance", said)
    assert "Judged by three months together" in said


def test_a_selected_signal_has_its_card_with_course_and_form(demo: Path) -> None:
    code = alerts(demo)[0]
    test = run("signals", lang="en", mahalla=code)
    said = text_of(test)
    assert f"district · {code}" in said
    assert "How it came about" in said
    assert "Nobody has acknowledged this signal yet." in said
    assert grids(test)[LIST]["selected"] == 0
    assert [box.label for box in test.text_area] == ["Note (no names of persons)"]


def test_what_a_person_says_is_kept_audited_and_shown(own: Path) -> None:
    code, states = alerts(own)[0], listed(own)
    test = run("signals", lang="en", mahalla=code)
    next(group for group in test.button_group if group.key and group.key.startswith("answer-")).set_value(
        "checking"
    ).run()
    next(box for box in test.text_area).input("The market <b>reopened</b>").run()
    next(button for button in test.button if button.key == "answer-save").click().run()
    assert not test.exception
    said = text_of(test)
    assert "Being checked" in said
    assert "administrator" in said
    assert "The market &lt;b&gt;reopened&lt;/b&gt;" in said
    assert column(grids(test)[LIST], "Acknowledged") == ["Being checked"] + [""] * (len(states) - 1)
    with Store(own).register.reading() as session:
        kept = acknowledged(session, 1)[(code, "preventable", "2024-12")].what
        last = session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()
    assert (kept.state, kept.note, kept.who) == ("checking", "The market <b>reopened</b>", "administrator")
    assert last is not None
    assert (last.action, last.who) == ("add acknowledgement", "administrator")
    assert column(grids(run("signals", lang="en", answered="done"))[LIST], "Acknowledged") == ["Being checked"]
    assert len(column(grids(run("signals", lang="en", answered="open"))[LIST], "Acknowledged")) == len(states) - 1


def test_the_address_filters_by_state_district_and_month(demo: Path) -> None:
    assert column(grids(run("signals", lang="en", signal="clearing"))[LIST], "State") == ["Clearing"]
    where = column(grids(run("signals", lang="en"))[LIST], "District or city")[0]
    edition = open_edition(Store(demo))
    code = edition.districts.loc[edition.districts["short_en"] == where, "code"].iloc[0]
    assert column(grids(run("signals", lang="en", district=code))[LIST], "District or city") == [where]
    assert f"{where} · December 2024" in text_of(run("signals", lang="en", district=code))
    assert "October 2024: " not in text_of(run("signals", lang="en"))
    assert "All of the region · October 2024" in text_of(run("signals", lang="en", period="2024-10"))
    test = run("signals", lang="en", signal="nonsense", answered="perhaps", state="opened")
    assert not test.exception
    assert len(column(grids(test)[LIST], "State")) == len(listed(demo))


def test_another_month_goes_into_the_address(demo: Path) -> None:
    test = run("signals", lang="en")
    next(box for box in test.selectbox if box.label == "Month").select("2024-08").run()
    assert test.query_params["period"] == "2024-08"
    assert "All of the region · August 2024" in text_of(test)


@pytest.mark.parametrize("language", list(Language))
def test_no_signals_is_said_well(demo: Path, language: Language) -> None:
    words = Words(language)
    assert words("signal.only_discovered") in text_of(run("signals", lang=language, group="uncovered"))
    assert words("signal.too_short") in text_of(run("signals", lang=language, period="2022-02"))
    quiet = {"district": "1710245", "signal": "alert"}
    assert words("signal.none_chosen") in text_of(run("signals", lang=language, **quiet))
    said = text_of(run("signals", lang=language, district="1710245"))
    assert words("signal.none", span=signal_words.span_of(words, date(2024, 12, 1), 3)) in said
    assert re.search(words.counted("signal.few", 9).replace("9", r"\d+"), said, re.IGNORECASE)


def test_signals_of_chosen_types_are_for_looking(demo: Path) -> None:
    test = run("signals", lang="en", type="theft", mahalla=alerts(demo)[0])
    said = text_of(test)
    assert "Only the types chosen are judged." in said
    assert not test.text_area


def test_what_was_left_out_is_named(demo: Path) -> None:
    said = text_of(run("signals", lang="en", group="administrative"))
    assert "Left out because police work discovers them: Failure of parental duties" in said


@pytest.mark.parametrize("page", ["region", "districts"])
def test_the_card_of_a_mahalla_says_its_signal(demo: Path, page: str) -> None:
    code = alerts(demo)[0]
    said = text_of(run(page, lang="en", mahalla=code))
    assert "October–December 2024: 17 incidents recorded where about 1.7" in said
    assert "All signals" in said


def test_the_region_has_one_line_that_leads_to_the_signals(demo: Path) -> None:
    test = run("region", lang="en", indicator="rate")
    found = {state: len(codes) for state, codes in told(demo).items()}
    line = rf"{found['alert']} alerts?\s+{found['watch']} on watch\s+{found['clearing']} clearing\s+All signals"
    assert re.search(line, text_of(test))
    markup = markup_of(test)
    assert 'href="/signals?lang=en&amp;indicator=rate"' in markup
    assert "All signals" not in text_of(run("region", lang="en", period="2023"))


def test_nobody_selected_shows_the_month_and_how_to_read(demo: Path) -> None:
    test: AppTest = run("signals", lang="en")
    said = text_of(test)
    assert "The month as a whole" in said
    assert "foretells nothing" in said
    assert said.count("Mirishkor") >= 1
