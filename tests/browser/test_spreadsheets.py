"""An editor takes the salary bands along, changes a figure, breaks a row, mends it, takes it over."""

import re
from io import BytesIO

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.test_editor import log_in, pay_on_the_guide

SENIOR = 4  # row of the band in the file, below Einsteiger and Mid-Level


def download(page) -> BytesIO:
    with page.expect_download() as started:
        page.get_by_role("button", name="Datei herunterladen").click()
    return BytesIO(started.value.path().read_bytes())


def choose(page, book):
    file = BytesIO()
    book.save(file)
    page.get_by_label("Datei:").set_input_files(
        {"name": "gehaltsspannen.xlsx", "mimeType": "application/zip", "buffer": file.getvalue()}
    )
    page.get_by_role("button", name="Vergleichen").click()


def row(page, number):
    return page.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*Zeile {number}:"))


def test_editor_changes_a_figure_by_a_table_that_has_a_fault_at_first(page, site, editor):
    refused = []
    page.on("console", lambda message: message.type == "error" and refused.append(message.text))
    log_in(page, site, "redaktion")
    page.goto(f"{site}/admin/roles/salaryband/")
    page.get_by_role("link", name="Als Tabelle exportieren").click()
    book = load_workbook(download(page))
    columns = {cell.value: cell.column_letter for cell in book.active[1]}
    book.active[f"{columns['Bis']}{SENIOR}"] = 130_000
    book.active[f"{columns['Quelle']}2"] = None

    page.goto(f"{site}/admin/roles/salaryband/")
    page.get_by_role("link", name="Tabelle importieren").click()
    choose(page, book)

    expect(page.get_by_text("Es wurde nichts gespeichert.")).to_be_visible()
    expect(page.get_by_text("1 fehlerhaft, 1 geändert, 1 unverändert.")).to_be_visible()
    expect(row(page, 2)).to_contain_text("Spalte „Quelle“: Bitte nennen Sie die Quelle.")
    expect(row(page, SENIOR).get_by_role("deletion")).to_have_text("120.000")
    expect(row(page, SENIOR).get_by_role("insertion")).to_have_text("130.000")
    expect(page.get_by_role("button", name="So übernehmen")).to_have_count(0)

    book.active[f"{columns['Quelle']}2"] = "TechMinds"
    choose(page, book)

    expect(page.get_by_text("1 geändert, 2 unverändert.")).to_be_visible()
    expect(page.get_by_text("Unverändert: Zeilen 2–3.")).to_be_visible()
    page.get_by_role("button", name="So übernehmen").click()

    expect(page.get_by_text("Aus der Tabelle übernommen: 1 geändert")).to_be_visible()
    changed = page.get_by_role("row", name=re.compile("Senior"))
    expect(changed).to_contain_text("130.000\u202f€")
    changed.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/roleprofile/\d+/change/#salary_bands-2$"))
    figure = page.locator("#salary_bands-2").get_by_label("Bis:", exact=True)
    expect(figure).to_have_value("130.000")
    assert "80.000–120.000\u202f€" in pay_on_the_guide(page, site)[1]
    assert refused == []
