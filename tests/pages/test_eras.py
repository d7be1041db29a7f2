"""Koʻkdala, formed from Chiroqchi in March 2022, on the pages; and the periods that can be chosen by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dashboard import data, spans
from tests.pages.grids import column, grids
from tests.pages.test_pages import markup_of, run, text_of

KOKDALA, CHIROQCHI = "1710240", "1710242"


def test_kokdala_has_a_series_from_before_it_was_formed(demo: Path) -> None:
    edition = data.edition()
    months = edition.by_month("calls", start=date(2022, 1, 1), end=date(2022, 12, 31), districts=[KOKDALA]).tolist()
    before, after = sum(months[:3]) / 3, sum(months[3:]) / 9
    assert 0.6 < before / after < 1.4  # without the changes of units hardly any row of these months would be there
    assert edition.reconciliation["lineage"].mapped == edition.reconciliation["lineage"].rows
    eras = edition.interpolation.eras
    assert (eras["until"].dt.date == date(2022, 4, 1)).all()
    # What is dealt out between the two is certain for both together.
    rows = edition.interpolation.chosen("calls", None, date(2022, 1, 1), date(2022, 3, 31))
    at = edition.districts["code"].isin([KOKDALA, CHIROQCHI]).to_numpy().nonzero()[0]
    assert edition.interpolation.doubt_of(rows, "district", at[:1])[1] > 0
    assert edition.interpolation.doubt_of(rows, "district", at) == (0, 0)


def test_a_change_against_interpolated_months_says_so(demo: Path) -> None:
    said = text_of(run("districts", lang="en", district=KOKDALA, period="2023-Q1", group="calls"))
    assert "interpolated" in said
    said = text_of(run("districts", lang="en", district=KOKDALA, period="2024-Q1", group="calls"))
    assert "interpolated" not in said


def test_the_card_of_a_split_mahalla_tells_what_it_was(demo: Path) -> None:
    edition = data.edition()
    eras = edition.interpolation.eras
    position = int(eras[(eras["level"] == "mahalla") & (eras["share"] < 1)]["pos"].iloc[0])
    code = str(edition.mahallas["code"].iloc[position])
    said = text_of(run("region", lang="en", mahalla=code, period="2023-01"))
    assert "Until 1 Apr 2022 part of" in said
    assert "hatched: interpolated" in said


def test_the_table_gives_every_change_its_verdict(demo: Path) -> None:
    test = run("districts", lang="en", district=KOKDALA, period="2024", group="calls")
    assert set(column(grids(test)["Mahallas"], "Chance")) <= {"within", "beyond", "no events"}


def test_the_ranking_of_changes_says_what_chance_says(demo: Path) -> None:
    test = run("region", lang="en", indicator="difference", group="it")
    markup = markup_of(test)
    assert markup.count("beyond chance") > 3


def test_the_headline_tells_the_rate_with_its_base_and_the_crime_free(demo: Path) -> None:
    said = " ".join(text_of(run("region", lang="en", period="2024")).split())
    assert "92.3 per 100,000 (3,571,441 residents)" in said
    edition = data.edition()
    counts = edition.count("preventable", start=date(2024, 1, 1), end=date(2024, 12, 31))
    assert f"none in {int((counts == 0).sum())}/832" in said


def test_the_year_to_date_and_any_months_are_chosen_by_hand(demo: Path) -> None:
    test = run("region", lang="en")
    period = next(box for box in test.selectbox if box.label == "Period")
    assert "2024-01-01..2024-09-30" in period.options or "January–September 2024" in period.options
    period.select("span").run()
    assert test.query_params["period"] == "2024-01-01..2024-12-31"
    next(box for box in test.selectbox if box.label == "To").select("2024-05-01").run()
    assert test.query_params["period"] == "2024-01-01..2024-05-31"
    assert "January–May 2024" in text_of(test)


def test_days_that_are_no_whole_months_are_marked(demo: Path) -> None:
    assert "only part of a month" in text_of(run("region", lang="en", period="2024-01-01..2024-11-15"))
    assert "only part of a month" not in text_of(run("region", lang="en", period="2024-01-01..2024-11-30"))


def test_the_year_to_date_of_a_running_year_has_its_equal_a_year_before() -> None:
    keys = [period.key for period in spans.to_date(date(2023, 1, 1), date(2025, 11, 12))]
    assert keys == [
        "2025-01-01..2025-10-31", "2025-01-01..2025-09-30", "2024-01-01..2024-10-31", "2024-01-01..2024-09-30",
    ]  # fmt: skip
    assert [period.key for period in spans.to_date(date(2024, 1, 1), date(2024, 12, 31))] == ["2024-01-01..2024-09-30"]
