"""Slips, long sentences and titles that the pre-flight finds, and what it takes for none."""

import pytest

from roles import preflight
from roles.preflight.finding import error, warning
from roles.preflight.texts import Block
from tests.factories import guide


def messages(introduction, title="Data Steward", **values):
    document = guide(title, introduction=introduction, slug="role", **values)
    return [finding.message for finding in preflight.check_document(document)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "<p>Das ist und und bleibt so.</p>",
            "„und und“ in der Einleitung steht doppelt. Streichen Sie ein Wort.",
        ),
        (
            "<p>Die <em>Daten</em> Daten.</p>",
            "„Daten Daten“ in der Einleitung steht doppelt. Streichen Sie ein Wort.",
        ),
        (
            "<p>Er trainiert er viel.</p>",
            "„Er trainiert er“ in der Einleitung nennt „er“ zweimal. Streichen Sie eines.",
        ),
        (
            "<p>Dann prüfen wir prüfen wir.</p>",
            "„wir prüfen wir“ in der Einleitung nennt „wir“ zweimal. Streichen Sie eines.",
        ),
        (
            "<p>Nach  dem Start.</p>",
            "Nach „Nach“ in der Einleitung stehen mehrere Leerzeichen. Lassen Sie eines stehen.",
        ),
        (
            "<p>Ein Satz ohne Punkt</p>",
            "Nach „Satz ohne Punkt“ in der Einleitung fehlt das Satzzeichen.",
        ),
    ],
)
def test_check_warns_of_slips(text, message):
    assert messages(text) == [message]


@pytest.mark.parametrize(
    "text",
    [
        "<p>Menschen, die die Daten pflegen, wenn Sie sie brauchen.</p>",
        "<p>Das ist, was was kostet.</p>",
        "<p>Hier<br>hier.</p><p>Hier. Hier.</p>",
        "<p>Er fragt, er prüft. Wir und wir alle.</p>",
        "<p>Eine Zeile\n   und ihre Fortsetzung.</p>",
        "<p>Nur ein Titel</p><ul><li>Ein Punkt in einer Liste</li></ul>",
        "<p>Wichtig sind drei Dinge:</p><ul><li>Ruhe</li></ul>",
        "<p>Er sagte: „Das ist gut.“</p><p>(Das ist so gemeint.)</p>",
        '<p><a href="https://a.example/">Zur Seite des Verbands</a></p>',
    ],
)
def test_check_takes_these_for_no_slips(text):
    assert messages(text) == []


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Machine Learning Engineer", "Enginner"),
        ("Machine Learning Engineer", "Enginer"),
        ("Machine Learning Engineer", "Engieneer"),
        ("Machine Learning Engineer", "Enigneer"),
        ("Platform Engineer", "Platfrom"),
        ("Developer Advocate", "Developper"),
    ],
)
def test_check_warns_of_a_title_with_a_wrong_letter(title, word):
    (message,) = messages(f"<p>Ein {word} fragt.</p>", title)

    assert message.startswith(f"„{word}“ in der Einleitung sieht nach einem Tippfehler aus. Ist „")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Machine Learning Engineer", "Engineers Engineering Engineer Maschine Maschinen Machines"),
        ("Product Analyst", "Produkt Produkte Products Analyse Analysten Analysts"),
        ("Data Specialist", "Spezialist Spezialisten Specialists"),
        ("Platform Architect", "Plattform Architekt Architects"),
        ("Content Designer", "Context Contents Designed Designs"),
        ("Data Scientist", "scientific Scientists"),
        ("Test Manager", "Managed manager Manage Tests"),
    ],
)
def test_check_takes_other_words_for_no_misspelt_title(title, words):
    assert messages(f"<p>{words}.</p>", title) == []


def test_check_knows_other_titles_too():
    (message,) = messages(
        "<p>Eine Dateningeneurin.</p><p>Ein Dateningeneur.</p>", other_titles=["Dateningenieur/in"]
    )

    assert message == (
        "„Dateningeneur“ in der Einleitung sieht nach einem Tippfehler aus. Ist „Dateningenieur“ gemeint?"
    )


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Eins. Zwei! Drei? Vier …", ["Eins.", "Zwei!", "Drei?", "Vier …"]),
        (
            "Er sagt: „Ja.“ Und „Nein.“ Dann (vielleicht). Gut.",
            ["Er sagt: „Ja.“", "Und „Nein.“", "Dann (vielleicht).", "Gut."],
        ),
        ("Zum Beispiel z.\u202fB. Python, z. B. Java oder d. h. Scala.", None),
        ("Nach Nr. 5, Abs. 2 und Art. 13 am 3. Mai um ca. 80.000 Uhr bzw. Dr. Muster.", None),
        ("Rund 80 Tsd. Euro oder 2 Mio. Euro.", None),
        ("Daten aller Art. Danach usw. Dann.", ["Daten aller Art.", "Danach usw.", "Dann."]),
        ("Eine Zeile\nNoch eine", ["Eine Zeile", "Noch eine"]),
    ],
)
def test_sentences_end_where_a_reader_sees_an_end(text, sentences):
    assert Block("p", text).sentences == (sentences or [text])


def test_check_warns_of_the_longest_sentence_of_a_text():
    text = f"<p>Eins{' und zwei' * 16}. Eins – [Gehalt Senior]{' und zwei' * 15} ja.</p>"

    (finding,) = (f for f in preflight.check_document(guide(introduction=text)) if not f.is_error)
    assert finding == warning(
        "introduction",
        "Der Satz „Eins und zwei und zwei und …“ in der Einleitung hat 33 Wörter; mehr als 30 sind schwer "
        "zu lesen. Teilen Sie ihn.",
    )


def test_check_lets_a_sentence_have_thirty_words():
    thirty = f"<p>Eins{' und zwei' * 14} ja.</p>"
    items = f"<ul>{'<li>ein Punkt der Liste</li>' * 20}</ul>"

    assert messages(thirty + items) == []


@pytest.mark.parametrize(
    ("title", "neutral"),
    [
        ("Programmierer", "Programmierer/in"),
        ("Softwareentwicklerin", "Softwareentwickler/in"),
        ("Java-Entwickler", "Java-Entwickler/in"),
        ("IT-Leiter Nord", "IT-Leiter/in Nord"),
        ("Projektmanager", "Projektmanager/in"),
        ("Datenanalyst", "Datenanalyst/in"),
        ("Kaufmann für Daten", "Kaufmann/-frau für Daten"),
        ("Fachfrau", "Fachmann/-frau"),
        ("Datenschutzbeauftragter", "Datenschutzbeauftragte/r"),
        ("Datenschutzbeauftragte", "Datenschutzbeauftragte/r"),
        ("Sicherheitsexperte", "Sicherheitsexperte (m/w/d)"),
    ],
)
def test_check_warns_of_a_title_for_one_sex(title, neutral):
    assert preflight.check_document(guide(title, slug="role")) == [
        warning(
            "title",
            f"Der Titel „{title}“ nennt nur ein Geschlecht. Neutral ist zum Beispiel „{neutral}“.",
        )
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Data Engineer",
        "Data Analyst",
        "Product Manager",
        "System Administrator",
        "Cloud Native Architect",
        "Junior Consultant",
        "Working Student",
        "Leitung IT",
        "IT-Fachkraft",
        "Softwareentwickler/in",
        "Java-Entwickler/-in",
        "Entwickler:in",
        "Entwickler*innen",
        "EntwicklerIn",
        "Leiter(in) IT",
        "Datenschutzbeauftragte/r",
        "Kaufmann/-frau",
        "Kaufmann oder Kauffrau",
        "Entwicklerin oder Entwickler",
        "Softwareentwickler (m/w/d)",
        "Softwareentwickler (w/m/divers)",
        "Softwareentwickler (all genders)",
    ],
)
def test_check_takes_a_title_for_all_sexes(title):
    assert preflight.check_document(guide(title, slug="role")) == []


def test_check_warns_of_a_title_for_two_sexes():
    assert preflight.check_document(guide("Softwareentwickler (m/w)", slug="role")) == [
        warning(
            "title",
            "Der Titel „Softwareentwickler (m/w)“ nennt nur zwei Geschlechter. Schreiben Sie „(m/w/d)“.",
        )
    ]


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("Junge", "ihres Alters"),
        ("Digital Native", "ihres Alters"),
        ("Young Professional", "ihres Alters"),
        ("Deutsch-Muttersprachler", "ihrer Herkunft"),
        ("Native Speaker", "ihrer Herkunft"),
        ("Männlicher", "ihres Geschlechts"),
    ],
)
def test_check_refuses_a_title_that_leaves_people_out(word, reason):
    title = f"{word} im Data Team"
    rest = (
        f"„{title}“ schließt mit „{word}“ Menschen wegen {reason} aus. Nehmen Sie das Wort heraus."
    )

    assert preflight.check_document(guide(title, slug="role")) == [
        error("title", f"Der Titel {rest}")
    ]
    assert preflight.check_document(guide(other_titles=[title])) == [
        warning("other_titles", f"Die Bezeichnung {rest}")
    ]
