"""The command that fills a site with guides from files, and refuses a broken one whole."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from roles import guide_file
from roles.guide import Guide
from roles.models import Edition, RoleProfile
from tests.factories import guide

SHIPPED = ["data-engineer", "data-scientist", "machine-learning-engineer"]


def run(*files, **options):
    output = StringIO()
    call_command("load_guides", *map(str, files), stdout=output, **options)
    return output.getvalue().splitlines()


@pytest.fixture
def write(tmp_path):
    """Write a guide, or any text or bytes, to a file and return its path."""

    def write(content, name="guide.yaml"):
        path = tmp_path / name
        if isinstance(content, Guide):
            content = guide_file.dump(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def refusal_of(*files, **options):
    with pytest.raises(CommandError) as refusal:
        run(*files, **options)
    return str(refusal.value)


def test_load_guides_publishes_the_shipped_ones(db, ml_guide):
    assert run() == [
        "Data Engineer: veröffentlicht",
        "Data Scientist: veröffentlicht",
        "Machine Learning Engineer: veröffentlicht",
    ]

    current = Edition.objects.current().order_by("slug")
    assert [edition.slug for edition in current] == SHIPPED
    assert current.get(slug="machine-learning-engineer").guide == ml_guide
    assert {edition.note for edition in current} == {"Erste Ausgabe."}


def test_load_guides_relates_guides_of_the_same_run(db):
    run()

    related = {edition.slug: edition.guide.related for edition in Edition.objects.current()}
    assert related == {slug: tuple(s for s in SHIPPED if s != slug) for slug in SHIPPED}


def test_shipped_neighbours_name_no_figures(db):
    run()

    pay = Edition.objects.current().values_list("slug", "pay_minimum", "pay_maximum")
    assert sorted(pay) == [
        ("data-engineer", None, None),
        ("data-scientist", None, None),
        ("machine-learning-engineer", 50_000, 120_000),
    ]
    neighbour = Edition.objects.current().get(slug="data-engineer").guide
    assert "keine belastbaren Zahlen" in neighbour.salary_introduction


def test_load_guides_again_changes_nothing(db):
    run()
    before = list(Edition.objects.values())

    assert run() == [
        "Data Engineer: vorhanden, unverändert",
        "Data Scientist: vorhanden, unverändert",
        "Machine Learning Engineer: vorhanden, unverändert",
    ]
    assert list(Edition.objects.values()) == before


def test_load_guides_again_keeps_what_was_edited(db, write):
    path = write(guide(teaser="Aus der Datei."))
    run(path)
    RoleProfile.objects.update(teaser="Von Hand.")

    run(path)

    assert RoleProfile.objects.get().teaser == "Von Hand."
    assert Edition.objects.count() == 1


def test_load_guides_again_takes_a_renamed_guide_for_known(db, write):
    path = write(guide())
    run(path)
    RoleProfile.objects.update(slug="umbenannt")

    assert run(path) == ["Data Steward: vorhanden, unverändert"]
    assert RoleProfile.objects.count() == 1


def test_load_guides_overwrites_when_asked(db, write):
    path = write(guide(teaser="Aus der Datei."))
    run(path)
    RoleProfile.objects.update(teaser="Von Hand.")
    RoleProfile.objects.get().publish()

    assert run(path, overwrite=True) == ["Data Steward: veröffentlicht"]

    newest = Edition.objects.current().get()
    assert RoleProfile.objects.get().teaser == newest.teaser == "Aus der Datei."
    assert (newest.number, newest.note) == (3, "")


def test_load_guides_names_file_line_and_field_at_fault(db, write):
    text = guide_file.dump(guide()).replace("kldb: ''", "kldb: falsch")
    path = write(text)
    line = text.splitlines().index("kldb: falsch") + 1

    assert refusal_of(path) == f"{path}: Zeile {line}: kldb: hat nicht die verlangte Form."


def test_load_guides_loads_nothing_when_one_file_is_broken(db, write):
    good = write(guide(), "a.yaml")
    broken = write("title: [", "b.yaml")

    assert refusal_of(good, broken).startswith(f"{broken}: Zeile 1: ")
    assert RoleProfile.objects.count() == Edition.objects.count() == 0


def test_load_guides_publishes_nothing_when_one_guide_is_not_ready(db, write):
    good = write(guide(), "a.yaml")
    unready = write(guide("Data Owner", teaser="", tasks=[]), "b.yaml")

    lines = [line.partition(":")[0] for line in unready.read_text().splitlines()]
    teaser, tasks = lines.index("teaser") + 1, lines.index("tasks") + 1
    assert refusal_of(good, unready) == (
        f"{unready}: Zeile {teaser}: teaser: Der Anriss fehlt.\n"
        f"{unready}: Zeile {tasks}: tasks: Es gibt noch keine Aufgaben."
    )
    assert RoleProfile.objects.count() == Edition.objects.count() == 0


def test_load_guides_refuses_a_file_that_is_not_there(db, tmp_path):
    path = tmp_path / "missing.yaml"

    assert refusal_of(path).startswith(f"{path}: ")


def test_load_guides_refuses_other_encodings(db, write):
    path = write("title: Übung".encode("latin-1"))

    assert refusal_of(path) == f"{path}: Die Datei ist nicht in UTF-8 geschrieben."


def test_load_guides_leaves_nothing_dangerous_of_a_hostile_file(db, write, client):
    text = guide_file.dump(guide()).replace(
        "<p>Einleitung.</p>",
        '<p>Einleitung<script>alert(1)</script><a href="/&#x200b;/evil.example">weiter</a></p>',
    )

    run(write(text.replace("Erster Punkt", "<script>alert(2)</script>")))

    page = client.get("/jobprofile/data-steward/").content.decode()
    assert "<p>Einleitung<a>weiter</a></p>" in page
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in page
    assert "<script>" not in page
    assert "evil.example" not in page
