"""What an editor meets, for docs/editing.md: done in the running back office and photographed."""

from io import BytesIO

from openpyxl import load_workbook

PROFILE = "/admin/roles/roleprofile/3"
VIEWS = {
    "admin-profiles": "/admin/roles/roleprofile/",
    "admin-profile": f"{PROFILE}/change/",
    "admin-publish": f"{PROFILE}/veroeffentlichen/",
    "admin-compare": f"{PROFILE}/vergleichen/",
    "admin-side-by-side": f"{PROFILE}/vorschau/nebeneinander/",
    "admin-share": f"{PROFILE}/teilen/",
    "admin-bands": "/admin/roles/salaryband/",
    "admin": "/admin/",
}

# Another one on each screen: what is saved twice is no change, and no conflict either.
HIGHEST = {"desk": "125.000", "phone": "126.000"}


def edit(camera, colleague):
    """Change a profile, share and show it, and get in the way of a colleague who has it open too."""
    page = camera.page
    camera.open(f"{PROFILE}/change/")
    colleague.open(f"{PROFILE}/change/")
    _type_senior(page, "85.000", HIGHEST[camera.name])
    _save(page)
    camera.open(f"{PROFILE}/teilen/")
    if page.get_by_label("Link für").count() == 0:
        page.get_by_label("Für wen").fill("Frau Petersen, Nordlicht GmbH")
        page.get_by_role("button", name="Link erstellen").click()
        page.get_by_text("Der Link ist fertig.").wait_for()
    for name, path in VIEWS.items():
        camera.open(path)
        camera.take(name)

    _type_senior(colleague.page, "82.000", "118.000")
    _save(colleague.page)
    colleague.page.get_by_role("region", name="Ihre Fassung und die neuere").wait_for()
    colleague.take("admin-conflict")


def bring_a_table(camera):
    """Look at a table with a new figure and a fault before it is taken over."""
    page = camera.page
    camera.open("/admin/roles/salaryband/")
    page.get_by_role("link", name="Als Tabelle exportieren").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Datei herunterladen").click()
    book = load_workbook(BytesIO(started.value.path().read_bytes()))
    columns = {cell.value: cell.column_letter for cell in book.active[1]}
    book.active[f"{columns['Bis']}4"] = 130_000
    book.active[f"{columns['Quelle']}2"] = None
    file = BytesIO()
    book.save(file)
    camera.open("/admin/roles/salaryband/")
    page.get_by_role("link", name="Tabelle importieren").click()
    page.get_by_label("Datei:").set_input_files(
        {"name": "spannen.xlsx", "mimeType": "application/zip", "buffer": file.getvalue()}
    )
    page.get_by_role("button", name="Vergleichen").click()
    page.get_by_text("Es wurde nichts gespeichert.").wait_for()
    camera.take("admin-import")


def _type_senior(page, minimum, maximum):
    band = page.locator(".inline-related", has_text="Senior: ")
    band.get_by_label("Von:", exact=True).fill(minimum)
    band.get_by_label("Bis:", exact=True).fill(maximum)


def _save(page):
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.wait_for_load_state("networkidle")
