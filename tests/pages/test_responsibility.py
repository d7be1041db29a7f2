"""The page Responsibility: what it shows as of a day, what its filters leave, and what is changed in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import clock, data, editing
from dashboard.state import Address
from geodata.demo.day import OWN_DAY
from geodata.edition import open_edition, verify
from geodata.register import Act
from geodata.register.assignments import RULES
from geodata.register.audit import AuditEntry
from geodata.register.posts import POSTS
from geodata.register.roadmap import ITEMS
from geodata.store import Store
from tests.pages.grids import column, grids
from tests.pages.test_pages import run, text_of

LIST = "Red mahallas and who answers for them"
NOBODY = "Nobody answers"


def page(**parameters: str) -> AppTest:
    test = run("responsibility", lang="en", **parameters)
    assert not test.exception
    return test


def first_red(folder: Path) -> str:
    """The code of a red mahalla with somebody who answers, a road map and an open decision."""
    found = data.standings(open_edition(Store(folder)).id, OWN_DAY, data.written())
    return next(one.place for one in found.red() if one.assigned and one.items and one.decisions)


def dialog(show: str, given: str = "") -> AppTest:
    """What stands in a dialog, as a page of its own: AppTest knows no fragments."""
    module = show.partition(".")[0]
    lines = (
        "from dashboard import answers, errors, view",
        f"from dashboard.panels import {module}",
        "asked = answers.here(view.here())",
        f"{show}(asked, {given})",
    )
    test = AppTest.from_string("\n".join(lines), default_timeout=60)
    test.query_params["lang"] = "en"
    return test.run()


def of(code: str) -> str:
    return f"asked.standings.of({code!r})"


def save(test: AppTest, label: str = "Save") -> AppTest:
    return next(button for button in test.button if button.label == label).click().run()


def box(test: AppTest, label: str):
    return next(found for found in test.text_input if found.label.startswith(label))


def test_the_page_tells_the_day_it_is_of_and_counts_what_is_wrong(demo):
    said = text_of(page())
    assert re.search(r"Red mahallas\s+137\s+as of 21 Feb 2025", said)
    assert re.search(r"Unassigned\s+3\s+nobody answers", said)
    levels = r"mahallas\s972 · districts\s74 · region\s4"
    assert re.search(rf"Items done in full\s+\d+\s+of 1,050 · \d+%\s*mean progress \d+% · {levels}", said)
    assert re.search(r"Items overdue\s+\d+\s+of 1,050", said)
    assert re.search(r"Next review\s+7 days\s+28 Feb 2025 · Minister of Internal Affairs", said)


def test_the_list_begins_with_those_without_anybody_and_ends_nowhere_short(demo):
    posts = column(grids(page())[LIST], "Post")
    assert len(posts) == 137
    assert [post == NOBODY for post in posts] == [True] * 3 + [False] * 134


def test_another_day_shows_other_figures(demo):
    said = text_of(page(day="2025-04-10"))
    assert "as of 10 Apr 2025" in said
    late = int(re.search(r"Items overdue\s+(\d+)", said)[1])
    assert late > int(re.search(r"Items overdue\s+(\d+)", text_of(page()))[1])


@pytest.mark.parametrize(
    ("asked", "heading", "fits"),
    [
        ({"district": "1710250"}, "District or city", lambda text: text == "Yakkabag"),
        ({"only": "unassigned"}, "Post", lambda text: text == NOBODY),
        ({"only": "overdue"}, "Items overdue", lambda text: text != "0"),
        ({"post": "hokim"}, "Post", lambda text: text == "Hokim of the district (city)"),
        ({"post": "body:prosecution"}, "Body", lambda text: text == "Prosecutor’s office"),
    ],
)
def test_the_address_filters_the_list(demo, asked, heading, fits):
    found = column(grids(page(**asked))[LIST], heading)
    assert 0 < len(found) < 137
    assert all(map(fits, found))


def test_a_filter_that_nothing_fits_says_so(demo):
    test = page(only="no_road_map")
    assert LIST not in grids(test)
    assert "No red mahalla fits the filters" in text_of(test)


def test_the_card_shows_the_whole_chain_here_and_a_short_one_elsewhere(demo):
    code = first_red(demo)
    whole = text_of(page(mahalla=code))
    for part in ("Red for", "Who answers", "Personal responsibility", "Road map", "Decisions", "Next reviews"):
        assert part in whole
    assert "Install surveillance cameras" in whole
    short = text_of(run("region", lang="en", mahalla=code))
    assert "the whole chain" in short
    assert "Install surveillance cameras" not in short


@pytest.mark.parametrize("language", ["uz-Cyrl", "ru"])
@pytest.mark.parametrize("part", ["mahallas", "reviews", "posts"])
def test_every_part_speaks_the_readers_language(demo, part, language):
    test = run("responsibility", lang=language, part=part)
    assert not test.exception
    assert not test.error
    assert not re.search(r"Kuzatuv|Domofon|Ogohlantirish|Yangi yil", text_of(test))


def test_reviews_stand_on_their_days_and_posts_add_up(demo):
    said = text_of(page(part="reviews", year="2026"))
    assert re.search(r"31 Mar 2026\s+Prosecutor General", said)
    assert re.search(r"Together\s.*?(\d+) / (\d+)", text_of(page(part="posts")), re.DOTALL)
    assert column(grids(page(part="posts"))["Measures taken toward those who failed their duty"], "Date")


def test_an_edit_in_the_page_is_in_the_trail_and_on_the_page(own):
    code = first_red(own)
    test = dialog("edit_items.show", of(code))
    box(test, "Done").set_value("1,5")
    box(test, "Evidence").set_value("act No 7")
    save(test)
    assert not test.exception
    assert not test.error
    assert "evidence: act No 7" in text_of(page(mahalla=code))
    store = Store(own)
    with store.register.reading() as session:
        last = session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()
        assert (last.who, last.action) == ("administrator", "change roadmap_item")
        assert '"done": 1.5' in last.details
        assert '"before"' in last.details
    assert verify(store) == []


def test_what_cannot_be_read_is_one_sentence_and_changes_nothing(own):
    before = data.written()
    test = dialog("edit_items.show", of(first_red(own)))
    box(test, "Done").set_value("many")
    save(test)
    assert [error.value for error in test.error] == ["many is no quantity; write a number of 0 or more."]
    assert data.written() == before


def test_a_record_that_somebody_changed_meanwhile_is_not_overwritten(own, monkeypatch):
    test = dialog("edit_items.show", of(first_red(own)))
    number = next(found for found in test.selectbox if found.key == "item-which").value
    seen = data.written()
    with Store(own).register.writing() as session:
        kept = ITEMS.get(session, number)
        ITEMS.change(
            session, kept, replace(kept.what, evidence="other"), Act("other", datetime(2026, 1, 1, tzinfo=UTC))
        )
    monkeypatch.setattr(data, "written", lambda: seen)  # the dialog was opened before that
    box(test, "Done").set_value("3")
    save(test)
    assert "Somebody else has changed" in test.error[0].value
    with Store(own).register.reading() as session:
        assert ITEMS.get(session, number).what.evidence == "other"


def test_an_unassigned_mahalla_gets_its_post(own):
    found = data.standings(open_edition(Store(own)).id, OWN_DAY, data.written())
    code = found.red()[0].place
    assert NOBODY in text_of(page(mahalla=code))
    save(dialog("edit_assignments.show", of(code)))
    assert sum(post == NOBODY for post in column(grids(page())[LIST], "Post")) == 2


def test_a_decision_is_done_only_with_its_evidence(own):
    code = first_red(own)
    test = dialog("edit_decisions.show", of(code))
    next(group for group in test.get("button_group") if group.label == "State").set_value("done")
    save(test)
    assert [error.value for error in test.error] == ["“Evidence” is empty; fill it in."]


def test_a_day_off_moves_the_review(own):
    test = dialog("edit_days.new", "()")
    box(test, "Date").set_value("28.02.2025")
    save(test)
    assert re.search(r"3 Mar 2025\s+Minister of Internal Affairs", text_of(page(part="reviews")))


def test_a_new_rule_makes_its_mahallas_assignable(own):
    test = dialog("edit_rules.rule")
    box(test, "Name in Uzbek, Latin").set_value("Sinov qoidasi")
    box(test, "Order").set_value("No 1")
    test.multiselect[0].set_value(["hokim"])
    save(test)
    assert not test.error
    assert "Sinov qoidasi" in column(grids(page(part="posts"))["Rules of assignment"], "Rule")


def test_two_stewards_enter_a_rule_and_a_post_at_once(own, monkeypatch):
    books, save_now = {"edit_rules.rule": (RULES, "rule"), "edit_rules.post": (POSTS, "post")}, editing.save

    for body, (book, prefix) in books.items():

        def slower(words, write, book=book, prefix=prefix):
            with Store(own).register.writing() as session:  # somebody else is faster, after this page has counted
                first = book.find(session)[0].what
                book.add(session, replace(first, key=book.free_key(session, prefix)), Act.now("faster"))
            save_now(words, write)

        monkeypatch.setattr(editing, "save", slower)
        test = dialog(body)
        box(test, "Name in Uzbek, Latin").set_value("Ikkinchi")
        if book is RULES:
            box(test, "Order").set_value("No 1")
            test.multiselect[0].set_value(["hokim"])
        save(test)
        assert not test.error
        with Store(own).register.reading() as session:
            assert "Ikkinchi" in {kept.what.name_uz_latn for kept in book.find(session)}


def test_a_rule_is_ended_with_a_reason_and_never_without(own):
    test = dialog("edit_rules.end")
    assert save(test, "End it").error  # no reason given
    box(test, "Reason").set_value("replaced by a new order")
    save(test, "End it")
    assert not test.error
    with Store(own).register.reading() as session:
        last = session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()
        assert last.action == "close assignment_rule"
        assert "replaced by a new order" in last.details


def test_a_body_is_entered_and_ends_only_without_posts(own):
    test = dialog("edit_bodies.new")
    assert save(test).error, "a name in Uzbek is needed"
    box(test, "Name in Uzbek, Latin").set_value("Sinov organi")
    box(test, "Name in English").set_value("Trial body")
    assert not save(test).error
    assert "Trial body" in column(grids(page(part="posts"))["Bodies and posts"], "Body")

    test = dialog("edit_bodies.end")
    test.selectbox[0].select("Hokimiyat")
    box(test, "Reason").set_value("trial")
    (said,) = [error.value for error in save(test, "End it").error]
    assert "still belongs to" in said
    test = dialog("edit_bodies.end")
    test.selectbox[0].select("Trial body")
    box(test, "Reason").set_value("trial")
    assert not save(test, "End it").error
    assert "Trial body" not in column(grids(page(part="posts"))["Bodies and posts"], "Body")
    with Store(own).register.reading() as session:
        acts = [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.seq.desc()).limit(2)]
    assert acts == ["close body", "add body"]


def test_a_rule_of_reviews_is_entered_moves_the_calendar_and_ends(own):
    test = dialog("edit_reviews.new")
    assert save(test).error, "an order is needed"
    box(test, "Order").set_value("No 7")
    test.selectbox[0].select("Hokim of the region")
    assert not save(test).error
    found = page(part="reviews")
    assert "Hokim of the region" in column(grids(found)["Rules of reviews"], "Before whom")
    assert text_of(found).count("Hokim of the region") > 1, "it stands in the calendar"

    test = dialog("edit_reviews.end")
    test.selectbox[0].select(next(one for one in test.selectbox[0].options if one.endswith("Hokim of the region")))
    assert save(test, "End it").error
    box(test, "Reason").set_value("trial")
    assert not save(test, "End it").error
    assert "Hokim of the region" not in column(grids(page(part="reviews"))["Rules of reviews"], "Before whom")


def test_figures_measures_and_seats_are_recorded(own):
    staffing = dialog("edit_posts.staffing", "['junior_inspector'], {}")
    next(found for found in staffing.selectbox if found.key == "staffing-place").select("1710242").run()
    box(staffing, "Planned").set_value("50")
    box(staffing, "Filled").set_value("49")
    assert not save(staffing).error

    measure = dialog("edit_posts.measure")
    box(measure, "Measure").set_value("Sinov chorasi")
    box(measure, "Reason").set_value("kech")
    assert not save(measure).error

    seat = dialog("edit_posts.seat", "'working_group', '1710', ()")
    next(found for found in seat.selectbox if found.key == "seat-take").select("hokim").run()
    assert not save(seat).error

    test = page(part="posts")
    said = text_of(test)
    assert re.search(r"49\s+/ 50", said)
    assert "Sinov chorasi" in column(grids(test)["Measures taken toward those who failed their duty"], "Measure")
    assert re.search(r"Working group of the region.*Hokim of the district \(city\)", said, re.DOTALL)


def test_a_road_map_is_taken_on_the_data_page(own):
    content = (
        "mahalla kodi,chora-tadbir,reja,muddat\n18110001,Sinov bandi,7,28.02.2025\n18110001,Yana biri,2,01.03.2025"
    )
    test = run("data", lang="en")
    next(found for found in test.selectbox if found.key == "import-kind").select("roadmap").run()
    test.file_uploader[0].set_value(("plan.csv", content.encode(), "text/csv")).run()
    next(button for button in test.button if button.key == "import-check").click().run()
    assert not test.exception
    assert "plan.csv: stored in the register: 2 added, 0 changed, 0 as before" in text_of(test)
    assert "Sinov bandi" in text_of(page(mahalla="18110001"))


def test_a_road_map_of_unknown_places_is_refused_in_one_sentence(own):
    before = data.written()
    test = run("data", lang="en")
    next(found for found in test.selectbox if found.key == "import-kind").select("roadmap").run()
    content = "mahalla kodi,chora-tadbir,reja,muddat\n18119999,Sinov bandi,7,28.02.2025\n"
    test.file_uploader[0].set_value(("plan.csv", content.encode(), "text/csv")).run()
    next(button for button in test.button if button.key == "import-check").click().run()
    assert "name a place that is not in the current edition" in test.error[0].value
    assert data.written() == before


@pytest.mark.parametrize("part", ["mahallas", "reviews", "posts"])
def test_a_register_without_records_offers_what_is_known(demo, monkeypatch, part):
    monkeypatch.setattr(data, "written", lambda: 0)
    said = text_of(page(part=part))
    assert "The register has no posts and rules yet" in said


def test_today_is_the_demonstrations_own_day_or_that_of_the_region(demo, monkeypatch):
    edition = open_edition(Store(demo))
    assert clock.as_of(Address(values={}), edition) == OWN_DAY
    assert clock.as_of(Address(values={"day": "2025-03-01"}), edition) == date(2025, 3, 1)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 26, 20, 0, tzinfo=UTC))
    assert clock.today() == date(2026, 11, 27)  # already tomorrow in Samarkand


@pytest.mark.parametrize("text", ["", "many", "-1", "inf", "nan"])
def test_a_quantity_is_a_number_of_zero_or_more(text):
    with pytest.raises(Exception, match="is no quantity"):
        editing.number_of(text)
