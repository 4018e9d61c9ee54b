"""An editor puts the parts of a profile in order: by buttons, by mouse, by touch, by number."""

import re

import pytest
from playwright.sync_api import expect

from roles.guide import Guide
from roles.models import RoleProfile
from tests.browser.desk import open_profile, sign_in
from tests.browser.test_back_office_accessibility import violations
from tests.factories import guide, load

TITLES = ["Daten sammeln", "Modelle entwickeln", "Modelle betreiben", "Wissen teilen"]


@pytest.fixture
def profile(django_db_serialized_rollback, live_server) -> RoleProfile:
    tasks = [{"title": title, "text": f"<p>{title}.</p>"} for title in TITLES]
    return load(guide(tasks=tasks))


@pytest.fixture
def complaints():
    """What the browser complains about: refused code, failed requests, errors."""
    return []


@pytest.fixture
def page(context, editor_client, live_server, profile, complaints):
    """The profile as its editor has opened it."""
    page = sign_in(context, editor_client, live_server.url)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return open_profile(page, live_server.url, profile)


def tasks(page):
    return page.locator("#tasks-group")


def rows(page):
    return tasks(page).locator(".inline-related:not(.empty-form)")


def titles(page):
    """The titles of the rows as they stand on the page."""
    return [field.input_value() for field in rows(page).get_by_label("Überschrift:").all()]


def button(page, title, direction):
    return tasks(page).get_by_role("button", name=f"„{title}“ nach {direction}")


def row(page, title):
    return rows(page).filter(has=page.get_by_role("button", name=f"„{title}“ nach oben"))


def handle(page, title):
    return row(page, title).locator(".ordering__handle")


def grab(page, title):
    """Press the handle of a row and drag it a little, so that all rows are as high as their names."""
    handle(page, title).scroll_into_view_if_needed()
    page.mouse.move(*middle(handle(page, title)))
    page.mouse.down()
    page.mouse.move(0, middle(handle(page, title))[1] + 10, steps=2)
    expect(rows(page).get_by_label("Überschrift:").first).to_be_hidden()


def announcement(page):
    return page.get_by_role("main").get_by_role("status").filter(has_text="steht")


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Speichern", exact=True).click()


def stored(profile):
    return [task.title for task in Guide.of(profile).tasks]


def middle(element):
    box = element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_part_is_moved_by_keyboard(page, profile, complaints):
    down = button(page, "Daten sammeln", "unten")
    down.focus()
    before = down.bounding_box()

    page.keyboard.press("Enter")
    page.keyboard.press("Space")

    expect(down).to_be_focused()
    expect(announcement(page)).to_have_text("„Daten sammeln“ steht jetzt an Stelle 3 von 4.")
    expect(announcement(page)).to_have_attribute("role", "status")
    assert abs(down.bounding_box()["y"] - before["y"]) < 2  # stays below the finger or the eye
    expected = ["Modelle entwickeln", "Modelle betreiben", "Daten sammeln", "Wissen teilen"]
    assert titles(page) == expected
    save(page)
    assert titles(page) == expected
    assert stored(profile) == expected
    assert complaints == []


def test_first_and_last_go_no_further_and_say_so(page):
    up, down = button(page, TITLES[0], "oben"), button(page, TITLES[3], "unten")
    expect(up).to_have_attribute("aria-disabled", "true")
    expect(down).to_have_attribute("aria-disabled", "true")
    expect(button(page, TITLES[0], "unten")).to_have_attribute("aria-disabled", "false")
    expect(button(page, TITLES[3], "oben")).to_have_attribute("aria-disabled", "false")

    up.focus()
    page.keyboard.press("Enter")

    expect(up).to_be_focused()
    expect(announcement(page)).to_have_text("„Daten sammeln“ steht schon ganz oben.")
    down.press("Enter")
    expect(announcement(page)).to_have_text("„Wissen teilen“ steht schon ganz unten.")
    assert titles(page) == TITLES
    button(page, TITLES[1], "oben").click()
    expect(up).to_have_attribute("aria-disabled", "false")


def test_part_is_dragged_by_mouse(page, profile):
    expect(rows(page).get_by_text("Platz:").first).to_be_hidden()
    grab(page, "Wissen teilen")

    page.mouse.move(0, middle(handle(page, "Daten sammeln"))[1], steps=10)
    page.mouse.up()

    expected = ["Wissen teilen", "Daten sammeln", "Modelle entwickeln", "Modelle betreiben"]
    expect(rows(page).get_by_label("Überschrift:").first).to_be_visible()
    expect(announcement(page)).to_have_text("„Wissen teilen“ steht jetzt an Stelle 1 von 4.")
    assert titles(page) == expected
    save(page)
    assert stored(profile) == expected


def test_dragging_ends_with_escape_and_leaves_the_order(page):
    grab(page, "Daten sammeln")
    page.mouse.move(0, middle(handle(page, "Modelle betreiben"))[1] + 5, steps=10)
    assert titles(page) != TITLES

    page.keyboard.press("Escape")
    page.mouse.up()

    expect(rows(page).get_by_label("Überschrift:").first).to_be_visible()
    assert titles(page) == TITLES
    expect(announcement(page)).to_have_count(0)
    places = rows(page).locator("[name$=-position]").all()
    assert [place.input_value() for place in places] == ["1", "2", "3", "4"]


def test_dragging_scrolls_where_the_window_ends(page, live_server, profile):
    for place in range(5, 15):
        profile.tasks.create(title=f"Weitere {place}", position=place)
    page.set_viewport_size({"width": 1280, "height": 420})
    open_profile(page, live_server.url, profile)
    grab(page, "Weitere 14")

    page.mouse.move(0, 5, steps=5)

    first = rows(page).first.get_by_role("button", name="„Weitere 14“ nach oben")
    expect(first).to_be_visible(timeout=20_000)
    page.mouse.up()
    assert titles(page)[:2] == ["Weitere 14", "Daten sammeln"]


def test_part_is_dragged_by_touch(page, context):
    mouse = handle(page, "Daten sammeln")
    mouse.scroll_into_view_if_needed()
    x, y = middle(mouse)
    touch = context.new_cdp_session(page)

    def finger(kind, *points):
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]},
        )

    finger("touchStart", (x, y))
    finger("touchMove", (x, y + 10))
    finger("touchMove", (x, middle(handle(page, "Modelle entwickeln"))[1] + 5))
    finger("touchEnd")

    expect(announcement(page)).to_have_text("„Daten sammeln“ steht jetzt an Stelle 2 von 4.")


def test_moving_keeps_what_was_typed_and_how_to_undo_it(page, profile):
    text = rows(page).nth(1).locator("[contenteditable=true]")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Und prüfen.")

    button(page, "Modelle entwickeln", "oben").click()
    button(page, "Wissen teilen", "oben").click()

    text = rows(page).first.locator("[contenteditable=true]")
    expect(text).to_have_text("Modelle entwickeln. Und prüfen.")
    text.click()
    page.keyboard.press("Control+Z")
    expect(text).to_have_text("Modelle entwickeln.")
    page.keyboard.press("Control+Shift+Z")
    save(page)
    assert [task.text for task in Guide.of(profile).tasks] == [
        "<p>Modelle entwickeln. Und prüfen.</p>",
        "<p>Daten sammeln.</p>",
        "<p>Wissen teilen.</p>",
        "<p>Modelle betreiben.</p>",
    ]


def test_name_of_the_buttons_follows_the_title(page):
    rows(page).first.get_by_label("Überschrift:").fill("Daten prüfen")

    expect(button(page, "Daten prüfen", "unten")).to_be_visible()
    expect(rows(page).first.get_by_role("heading", name="Daten prüfen")).to_be_visible()


def add(page, title):
    page.get_by_role("button", name="Aufgabe hinzufügen").click()
    rows(page).last.get_by_label("Überschrift:").fill(title)
    rows(page).last.locator("[contenteditable=true]").fill("Neu.")


def test_new_rows_take_part(page, profile):
    page.get_by_role("button", name="Aufgabe hinzufügen").click()
    expect(button(page, "Aufgabe (neu)", "unten")).to_have_attribute("aria-disabled", "true")
    rows(page).last.get_by_label("Überschrift:").fill("Neu eins")
    rows(page).last.locator("[contenteditable=true]").fill("Neu.")
    button(page, "Neu eins", "oben").click()
    button(page, "Neu eins", "oben").click()
    add(page, "Neu zwei")
    add(page, "Neu drei")
    button(page, "Neu drei", "oben").click()
    add(page, "Neu vier")

    save(page)

    expected = [*TITLES[:2], "Neu eins", *TITLES[2:], "Neu drei", "Neu zwei", "Neu vier"]
    assert titles(page) == expected
    assert stored(profile) == expected


def test_new_row_that_stays_empty_is_none_wherever_it_was_moved(page, profile):
    page.get_by_role("button", name="Aufgabe hinzufügen").click()
    button(page, "Aufgabe (neu)", "oben").click()

    save(page)

    expect(page.locator(".errornote")).to_have_count(0)
    assert stored(profile) == TITLES


def test_new_row_is_removed_again_after_others_were_moved(page, profile):
    add(page, "Bleibt")
    add(page, "Geht")
    for _ in range(4):
        button(page, "Bleibt", "oben").click()
    button(page, "Geht", "oben").click()

    row(page, "Geht").get_by_role("button", name="Entfernen").click()

    assert titles(page) == ["Bleibt", *TITLES]
    save(page)
    assert stored(profile) == ["Bleibt", *TITLES]


def test_row_to_be_deleted_goes_and_the_others_stay_as_shown(page, profile):
    rows(page).nth(1).get_by_label("Löschen").check()
    button(page, "Modelle entwickeln", "unten").click()
    expect(announcement(page)).to_have_text("„Modelle entwickeln“ steht jetzt an Stelle 3 von 4.")
    for _ in range(2):
        button(page, "Wissen teilen", "oben").click()

    save(page)

    assert stored(profile) == ["Daten sammeln", "Wissen teilen", "Modelle betreiben"]


def test_page_with_errors_comes_back_in_the_order_that_was_shown(page, profile):
    add(page, "Neu")
    for _ in range(2):
        button(page, "Neu", "oben").click()
    button(page, "Wissen teilen", "oben").click()
    expected = titles(page)
    page.get_by_label("Titel:").fill("")

    save(page)

    expect(page.get_by_label("Titel:")).to_have_accessible_description(re.compile("erforderlich"))
    assert titles(page) == expected
    page.get_by_label("Titel:").fill("Data Steward")
    save(page)
    assert stored(profile) == expected


def test_looking_at_the_order_changes_nothing(page, live_server, profile):
    for place, task in zip([2, 5, 5, 9], profile.tasks.all(), strict=True):
        profile.tasks.filter(pk=task.pk).update(position=place)
    version = RoleProfile.objects.get().version
    open_profile(page, live_server.url, profile)

    save(page)

    assert titles(page) == TITLES
    assert list(profile.tasks.values_list("position", flat=True)) == [2, 5, 5, 9]
    assert RoleProfile.objects.get().version == version


def test_number_orders_where_no_script_runs(browser, editor_client, live_server, profile):
    with browser.new_context(java_script_enabled=False) as context:
        page = open_profile(
            sign_in(context, editor_client, live_server.url), live_server.url, profile
        )
        rows(page).first.get_by_label("Platz:").fill("9")

        save(page)

        expected = [*TITLES[1:], TITLES[0]]
        assert titles(page) == expected
    assert stored(profile) == expected


def test_who_may_only_look_is_offered_no_order(context, consultant_client, live_server, profile):
    page = open_profile(
        sign_in(context, consultant_client, live_server.url), live_server.url, profile
    )

    expect(tasks(page).get_by_text("Modelle entwickeln").first).to_be_visible()
    expect(tasks(page).get_by_role("button")).to_have_count(0)
    expect(tasks(page).get_by_text("Platz:").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_controls_are_big_enough_and_cover_nothing(page, width):
    page.set_viewport_size({"width": width, "height": 900})

    for control in tasks(page).locator(".ordering > *:visible").all():
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        control.scroll_into_view_if_needed()
        x, y = middle(control)
        assert control.evaluate(
            "(self, [x, y]) => self === document.elementFromPoint(x, y)", [x, y]
        )
    for checkbox in rows(page).get_by_label("Löschen").all():
        checkbox.check(timeout=3000)  # not without being hit itself
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_controls_can_be_told_apart_in_forced_colours(page):
    page.emulate_media(forced_colors="active")

    up = button(page, TITLES[1], "oben")
    line = up.evaluate("self => getComputedStyle(self).borderTopColor")
    ground = up.evaluate("self => getComputedStyle(self).backgroundColor")
    assert line != ground
    assert up.evaluate("self => getComputedStyle(self, '::before').content") == '"↑" / ""'


def test_ordering_has_no_barrier(page):
    page.emulate_media(reduced_motion="reduce")
    add(page, "Neu")
    button(page, "Neu", "oben").click()

    assert violations(page) == []
