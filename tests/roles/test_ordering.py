"""The order of a profile's parts is what the page of the editor sends as places."""

import re

import pytest
from django.urls import reverse

from roles.guide import Guide
from roles.models import RoleProfile, Skill
from tests.factories import guide, load
from tests.roles.back_office import filled_in

ORDERED = ["key_facts", "illustrations", "tasks", "requirements", "career_steps"]


@pytest.fixture
def profile(db) -> RoleProfile:
    part = {"title": "", "text": "<p>Ein Satz.</p>"}
    return load(guide(tasks=[part | {"title": title} for title in "ABC"]))


def url(profile):
    return reverse("admin:roles_roleprofile_change", args=[profile.pk])


def save(client, profile, *new_tasks, **places):
    """Send the page back with other places for tasks by title, and new tasks of title and place."""
    data = filled_in(client.get(url(profile)))
    for number in range(3):
        if (title := data[f"tasks-{number}-title"]) in places:
            data[f"tasks-{number}-position"] = str(places[title])
    for number, (title, place) in enumerate(new_tasks, start=3):
        data |= {f"tasks-{number}-title": title, f"tasks-{number}-position": str(place)}
        data[f"tasks-{number}-text"] = f"<p>{title}</p>" if title else ""
    data["tasks-TOTAL_FORMS"] = str(3 + len(new_tasks))
    return client.post(url(profile), data | {"_continue": "1"})


def titles(profile):
    return [task.title for task in Guide.of(profile).tasks]


def test_order_is_that_of_the_places(profile, editor_client):
    save(editor_client, profile, A=3, B=1, C=2)

    assert titles(profile) == ["B", "C", "A"]


def test_new_rows_stand_where_they_were_put(profile, editor_client):
    save(editor_client, profile, ("Neu", 2), ("Auch neu", 5), A=1, B=3, C=4)

    assert titles(profile) == ["A", "Neu", "B", "C", "Auch neu"]


def test_new_row_with_nothing_but_a_place_is_none(profile, editor_client):
    response = save(editor_client, profile, ("", 2), A=1, B=3, C=4)

    assert response.status_code == 302
    assert titles(profile) == ["A", "B", "C"]


def test_stored_row_is_changed_by_its_place_alone(profile, editor_client):
    version = RoleProfile.objects.get().version

    save(editor_client, profile, A=7)

    assert titles(profile) == ["B", "C", "A"]
    assert RoleProfile.objects.get().version == version + 1


def test_order_that_stays_is_no_new_version(profile, editor_client):
    version = RoleProfile.objects.get().version

    save(editor_client, profile)

    assert titles(profile) == ["A", "B", "C"]
    assert RoleProfile.objects.get().version == version


def test_every_kind_of_part_can_be_ordered(profile, editor_client):
    html = editor_client.get(url(profile)).content.decode()

    groups = re.findall(r'<fieldset class="module ordered" aria-labelledby="(\w+)-heading">', html)
    assert groups == ORDERED
    assert [name for name in ORDERED if f'name="{name}-__prefix__-position"' in html] == ORDERED
    assert html.count("js/ordering.js") == 1


def chosen(html, number):
    """Return the skills that a requirement shows, in their order."""
    (field,) = re.findall(
        rf'<select name="requirements-{number}-skills".*?</select>', html, flags=re.DOTALL
    )
    return re.findall(r'<option value="(\d+)" selected>([^<]+)</option>', field)


def test_requirement_shows_the_skills_that_are_stored_and_those_that_were_sent(db, editor_client):
    known = [{"slug": name.lower(), "name": name, "kind": "tool"} for name in ("Spark", "Airflow")]
    part = {"title": "Werkzeuge", "text": "<p>x</p>", "importance": "must", "skills": known}
    profile = load(guide(requirements=[part, part | {"title": "Ohne", "skills": []}]))
    airflow, spark = Skill.objects.order_by("name")
    other = Skill.objects.create(name="dbt", slug="dbt", kind="tool")
    page = editor_client.get(url(profile))
    html = page.content.decode()
    assert chosen(html, 0) == [(str(airflow.pk), "Airflow"), (str(spark.pk), "Spark")]
    assert chosen(html, 1) == []

    sent = {"requirements-0-skills": [str(spark.pk), str(other.pk)], "title": ""}
    refused = editor_client.post(url(profile), filled_in(page) | sent).content.decode()

    assert set(chosen(refused, 0)) == {(str(other.pk), "dbt"), (str(spark.pk), "Spark")}
