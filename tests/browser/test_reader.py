"""A reader finds a guide, reads it and follows it to its neighbours."""

import re

import pytest
from playwright.sync_api import expect

GUIDE = "/jobprofile/machine-learning-engineer/"


def test_reader_finds_the_guide_by_skill_and_sees_every_figure(page, site):
    page.goto(site)
    page.get_by_role("link", name="Alle Jobprofile ansehen").click()
    page.get_by_label("Fähigkeit").select_option("PyTorch")
    page.get_by_label("Gehalt im Jahr ab").fill("110.000 €")
    page.get_by_role("button", name="Filtern").click()

    expect(page).to_have_url(re.compile(r"faehigkeit=pytorch"))
    expect(page.get_by_role("article")).to_have_count(1)
    page.get_by_role("link", name="Machine Learning Engineer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Machine Learning Engineer")
    for level, figure in (
        ("Einsteiger", "50.000–60.000\u202f€"),
        ("Mid-Level", "60.000–80.000\u202f€"),
        ("Senior", "80.000–120.000\u202f€"),
    ):
        row = page.get_by_role("row", name=level)
        expect(row).to_contain_text(figure)
        expect(row).to_contain_text("TechMinds")


def test_reader_jumps_to_the_salary_and_on_to_a_neighbour(page, site):
    page.goto(site + GUIDE)
    page.get_by_role("navigation", name="Inhalt").get_by_role("link", name="Gehalt").click()
    expect(
        page.get_by_role("heading", name="Gehalt als Machine Learning Engineer")
    ).to_be_in_viewport()

    page.get_by_role("link", name="Data Engineer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Data Engineer")
    expect(page.get_by_role("main")).to_contain_text(
        "Dazu liegen uns keine belastbaren Zahlen vor."
    )


def test_reader_is_told_that_a_filter_finds_nothing(page, site):
    page.goto(f"{site}/jobprofile/?gehalt=400000")

    expect(page.get_by_text("Dazu haben wir noch kein Jobprofil.")).to_be_visible()
    page.get_by_role("link", name="Alle Jobprofile zeigen").click()
    expect(page.get_by_role("article")).to_have_count(3)


@pytest.mark.parametrize("address", ["/", "/jobprofile/", GUIDE, "/standorte/", "/datenschutz/"])
def test_public_page_asks_no_other_host_and_stores_nothing(page, site, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(site + address)

    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize(
    "address", ["/", "/jobprofile/", GUIDE, "/vakanz-anfragen/", "/standorte/", "/impressum/"]
)
def test_page_fits_a_narrow_screen(page, site, address):
    page.set_viewport_size({"width": 320, "height": 800})

    page.goto(site + address)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
