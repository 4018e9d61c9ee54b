"""Figures stand in the salary bands; the pre-flight finds those that stand in prose."""

import pytest

from roles import preflight
from roles.preflight.finding import error, warning
from roles.preflight.money import bare_figures
from roles.preflight.texts import Text
from tests.factories import BAND, guide

BANDS = [
    BAND | {"level": "entry", "minimum": 50_000, "maximum": 60_000},
    BAND | {"level": "mid", "minimum": 60_000, "maximum": 80_000},
    BAND,
]
PART = {"title": "Erster Punkt", "text": "<p>Ein Satz.</p>"}
PICTURE = {
    "picture": "illustrations/a.webp",
    "alternative_text": "Ein Plan.",
    "caption": "Am Morgen.",
    "credit": "Erika Muster",
}


def found_in(sentence, title="Erster Punkt"):
    text = Text("tasks", "hier", f"<p>{sentence}</p>", 0, "text", title, is_rich=True)
    return [(figure.words, figure.ends) for figure in bare_figures(text)]


@pytest.mark.parametrize(
    ("sentence", "words", "ends"),
    [
        ("Senior: 80.000–120.000\u202f€.", "80.000–120.000\u202f€", (80_000, 120_000)),
        ("Von 80.000 € – 120.000 € ist die Rede.", "80.000 € – 120.000 €", (80_000, 120_000)),
        ("Das sind 95.000 Euro.", "95.000 Euro", (95_000, 95_000)),
        ("Das sind EUR 95.000.", "EUR 95.000", (95_000, 95_000)),
        ("Das sind € 95 000.", "€ 95 000", (95_000, 95_000)),
        ("Das sind 95000 Euro.", "95000 Euro", (95_000, 95_000)),
        ("Das sind 95.000,00 €.", "95.000,00 €", (95_000, 95_000)),
        ("Das sind 95.000,- €.", "95.000,- €", (95_000, 95_000)),
        ("Ein 95.000-Euro-Angebot.", "95.000-Euro", (95_000, 95_000)),
        ("Das sind 95 T€.", "95 T€", (95_000, 95_000)),
        ("Das sind 95 TEUR.", "95 TEUR", (95_000, 95_000)),
        ("Zwischen 60.000 und 80.000 Euro.", "60.000 und 80.000 Euro", (60_000, 80_000)),
        ("Das sind 80 bis 120 Tsd. Euro.", "80 bis 120 Tsd. Euro", (80_000, 120_000)),
        ("Das sind 80 bis 120.000 Euro.", "80 bis 120.000 Euro", (80_000, 120_000)),
        # without a sign
        ("Das liegt bei 80.000-120.000.", "80.000-120.000", (80_000, 120_000)),
        ("Gezahlt werden 80-120k im Jahr.", "80-120k", (80_000, 120_000)),
        ("Senior: 80k.", "80k", (80_000, 80_000)),
        ("Das Gehalt liegt bei 82,5k.", "82,5k", (82_500, 82_500)),
        ("80k verdienen Sie dort.", "80k", (80_000, 80_000)),
        ("Das sind 80 Tsd. brutto.", "80 Tsd.", (80_000, 80_000)),
        ("Sie verdienen 80.000 im Jahr.", "80.000", (80_000, 80_000)),
        ("Das sind 80.000 Brutto.", "80.000", (80_000, 80_000)),
        # too little for a year, but pay
        ("Das Monatsgehalt beträgt 4.500 €.", "4.500 €", (4_500, 4_500)),
        ("Gezahlt werden 4.500 € im Monat.", "4.500 €", (4_500, 4_500)),
        ("Der Stundensatz liegt bei 90 Euro.", "90 Euro", (90, 90)),
        ("Es sind 500 bis 1.200 Euro brutto.", "500 bis 1.200 Euro", (500, 1_200)),
    ],
)
def test_bare_figures_are_found(sentence, words, ends):
    assert found_in(sentence) == [(words, ends)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Seit 2019, von 2024-2025 und bis 31.12.2026.",
        "Das Gehalt stieg 2024 um 3,5 % und 2025 um 12 Prozent.",
        "Python 3.11, Java 17 und Version 10.000.",
        "Die Tabelle hat 80.000–120.000 Zeilen, 80k neue Zeilen und 80 Tsd. Spalten.",
        "Das Gehalt von 80.000 Beschäftigten.",
        "Ein Kontext von 128k, ein 4k-Monitor und 12.000 Menschen.",
        "Der Umsatz liegt bei 10 Mio. Euro, später bei 1,5 Millionen Euro.",
        "Ein Kurs kostet 1.200 € im Jahr, ein Fehlalarm 20 €.",
        "Das lohnt sich ab 80.000 am Tag und ist eine Belohnung.",
        "Auf dem Level Senior gibt es 80.000 davon.",
        "[Gehalt Senior] und [Gehalt gesamt] brutto.",
        "Rufen Sie an: +49 40 228595-570.",
    ],
)
def test_other_numbers_are_no_figures(sentence):
    assert found_in(sentence) == []


def test_bare_figures_know_pay_by_the_heading_of_their_part():
    assert found_in("Es sind 4.500 €.") == []
    assert found_in("Es sind 4.500 €.", title="Was verdient man?") == [("4.500 €", (4_500, 4_500))]


@pytest.mark.parametrize(
    ("words", "placeholder"),
    [
        ("80.000–120.000\u202f€", "[Gehalt Senior]"),
        ("50.000–120.000\u202f€", "[Gehalt gesamt]"),
        ("50.000\u202f€", "[Gehalt Einsteiger]"),
        ("80.000\u202f€ als Senior", "[Gehalt Senior]"),
        ("60.000–120.000\u202f€", "[Gehalt Einsteiger] und [Gehalt Senior]"),
    ],
)
def test_check_names_the_placeholder_for_a_figure_that_a_band_has(words, placeholder):
    document = guide(salary_bands=BANDS, introduction=f"<p>Es sind {words}.</p>")

    assert preflight.check_document(document) == [
        warning(
            "introduction",
            f"„{words.removesuffix(' als Senior')}“ in der Einleitung veraltet, sobald sich die "
            f"Gehaltsspanne ändert. Schreiben Sie {placeholder}.",
        )
    ]


@pytest.mark.parametrize(
    ("values", "place", "where"),
    [
        ({"introduction": "<p>Es sind 95.000 €.</p>"}, ("introduction",), "in der Einleitung"),
        ({"teaser": "Es sind 95.000 €."}, ("teaser",), "im Anriss"),
        (
            {"key_facts": [PART, PART | {"title": "Gehalt: 95.000 €"}]},
            ("key_facts", 1, "title"),
            "in der Überschrift „Gehalt: 95.000\u202f€“",
        ),
        (
            {"career_steps": [PART | {"text": "<p>Es sind 95.000 €.</p>"}]},
            ("career_steps", 0, "text"),
            "im Karriereschritt „Erster Punkt“",
        ),
        (
            {"illustrations": [PICTURE | {"caption": "Es sind 95.000 €."}]},
            ("illustrations", 0, "caption"),
            "in der Unterschrift von Bild 1",
        ),
        (
            {"author": guide().author.model_dump() | {"biography": "<p>Es sind 95.000 €.</p>"}},
            ("author", None, "biography"),
            "im Kurzporträt von Erika Muster",
        ),
    ],
)
def test_check_refuses_a_figure_that_no_band_has(values, place, where):
    field, index, column = (*place, None, "")[:3] if len(place) == 1 else place

    assert preflight.check_document(guide(salary_bands=BANDS, **values)) == [
        error(
            field,
            f"„95.000\u202f€“ {where} steht in keiner Gehaltsspanne. Ergänzen Sie die Spanne, oder "
            "nehmen Sie den Betrag aus dem Text.",
            index,
            column,
        )
    ]


def test_check_only_asks_about_money_that_something_costs():
    document = guide(introduction="<p>Der Schaden lag bei 50.000 Euro.</p>")

    assert preflight.check_document(document) == [
        warning(
            "introduction",
            "„50.000 Euro“ in der Einleitung steht in keiner Gehaltsspanne. Ist ein Gehalt gemeint, "
            "gehört es dorthin.",
        )
    ]


def test_check_wants_no_figures_where_none_are_filled_in():
    document = guide(salary_bands=BANDS, teaser="Es sind 50.000 €.")

    assert preflight.check_document(document) == [
        warning(
            "teaser",
            "„50.000\u202f€“ im Anriss veraltet, sobald sich die Gehaltsspanne ändert. Lassen Sie den "
            "Betrag weg.",
        )
    ]


def test_check_names_each_figure_of_a_text_once():
    document = guide(introduction="<p>Es sind 95.000 €.</p><p>Ja: 95.000 €.</p>")

    assert len(preflight.check_document(document)) == 1


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        (
            {"salary_introduction": "<p>Etwa [Gehalt Senior].</p>"},
            error("salary_introduction", "Zu „[Gehalt Senior]“ gibt es keine Gehaltsspanne."),
        ),
        (
            {"career_introduction": "<p>Etwa [Gehalt <strong>Senior</strong>].</p>"},
            error("career_introduction", "Zu „[Gehalt Senior]“ gibt es keine Gehaltsspanne."),
        ),
        (
            {"tasks": [PART | {"text": "<p>[Gehalt Chef]</p>"}], "salary_bands": [BAND]},
            error("tasks", "Zu „[Gehalt Chef]“ gibt es keine Gehaltsspanne.", 0, "text"),
        ),
        (
            {"teaser": "Verdient [Gehalt Senior].", "salary_bands": [BAND]},
            error("teaser", "Der Anriss steht ohne Zahlen; die Spanne wird ergänzt."),
        ),
        (
            {"tasks": [PART | {"title": "[Gehalt Senior]"}], "salary_bands": [BAND]},
            error(
                "tasks",
                "„[Gehalt Senior]“ in der Überschrift „[Gehalt Senior]“ wird dort nicht ersetzt. "
                "Nehmen Sie es heraus.",
                0,
                "title",
            ),
        ),
    ],
)
def test_check_finds_placeholders_that_stay_empty(values, finding):
    assert preflight.check_document(guide(**values)) == [finding]


def missing_level(text):
    document = guide(salary_bands=BANDS, salary_introduction=text)
    return [f.message for f in preflight.check_document(document) if "fehlt" in f.message]


@pytest.mark.parametrize(
    "text",
    [
        "<p>Erst [Gehalt Einsteiger], dann [Gehalt Senior].</p>",
        "<p>Erst [gehalt einsteiger].</p><ul><li>[Gehalt&nbsp;Senior]</li></ul>",
        "<p>Erst 50–60k, dann 80.000–120.000 €.</p>",
        "<p>Erst [Gehalt Einsteiger], dann [Gehalt Senior], also [Gehalt gesamt].</p>",
    ],
)
def test_check_warns_of_a_level_that_is_left_out(text):
    assert missing_level(text) == [
        "In der Einleitung zum Gehalt stehen die Spannen für Einsteiger und Senior; die für Mid-Level "
        "fehlt. Ergänzen Sie [Gehalt Mid-Level]."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<p>Erst [Gehalt Einsteiger].</p>",
        "<p>Alles in allem [Gehalt gesamt].</p>",
        "<p>[Gehalt Einsteiger], [Gehalt Mid-Level], [Gehalt Senior].</p>",
    ],
)
def test_check_leaves_a_text_alone_that_names_one_level_or_all(text):
    assert missing_level(text) == []
