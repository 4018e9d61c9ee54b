"""A reader finds a guide, reads it and follows it to its neighbours."""

import re

from playwright.sync_api import expect

from tests.browser.addresses import GUIDE


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


def test_reader_sees_in_the_contents_which_chapter_is_in_view(page, site):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(site + GUIDE)
    contents = page.get_by_role("navigation", name="Inhalt")

    page.get_by_role("heading", name="Anforderungen", exact=True).scroll_into_view_if_needed()
    contents.get_by_role("link", name="Anforderungen").click()

    expect(contents.locator("[aria-current]")).to_have_text("Anforderungen")
    expect(contents).to_be_in_viewport()
    contents.get_by_role("link", name="Weg in den Beruf").click()
    expect(contents.locator("[aria-current]")).to_have_text("Weg in den Beruf")


def test_reader_copies_the_citation(page, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site + GUIDE)

    page.get_by_role("button", name="Zitat kopieren").click()

    expect(page.get_by_text("Kopiert.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Florenz Klasen: Machine Learning Engineer. Aufgaben, Anforderungen,")
    assert copied.endswith(f"https://techminds.test{GUIDE}")


def test_reader_without_javascript_sees_no_button_that_does_nothing(
    browser, browser_context_args, site
):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()

    page.goto(site + GUIDE)

    expect(page.get_by_role("article").get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("Zitiervorschlag")).to_be_visible()
    context.close()
