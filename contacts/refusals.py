"""Why we refuse a document, and how we say it."""

from enum import StrEnum

LARGEST = 10 * 1024 * 1024  # bytes of one document


class Reason(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_FORMAT = "other_format"
    OLD_FORMAT = "old_format"
    LOCKED = "locked"
    MACROS = "macros"
    SCRIPTS = "scripts"
    EMBEDDED = "embedded"
    REMOTE = "remote"
    FOREIGN_DATA = "foreign_data"
    TOO_MUCH = "too_much"
    UNREADABLE = "unreadable"
    UNCHECKED = "unchecked"


SENTENCES = {
    Reason.EMPTY: "„%(name)s“ ist leer. Bitte wählen Sie die Datei noch einmal aus.",
    Reason.TOO_LARGE: f"„%(name)s“ ist größer als {LARGEST // 1024**2} MB. "
    "Bitte verkleinern Sie die Datei, zum Beispiel ihre Bilder.",
    Reason.OTHER_FORMAT: "„%(name)s“ ist weder ein PDF noch ein Word-Dokument (DOCX). "
    "Bitte senden Sie die Datei in einem dieser Formate.",
    Reason.OLD_FORMAT: "„%(name)s“ hat ein altes Office-Format. "
    "Bitte speichern Sie die Datei als PDF oder DOCX.",
    Reason.LOCKED: "„%(name)s“ ist verschlüsselt oder mit einem Passwort geschützt, und wir "
    "könnten die Datei nicht lesen. Bitte senden Sie sie ohne diesen Schutz.",
    Reason.MACROS: "„%(name)s“ enthält Makros oder andere Programmteile. "
    "Bitte speichern Sie das Dokument ohne sie, am einfachsten als PDF.",
    Reason.SCRIPTS: "„%(name)s“ enthält Skripte oder startet Programme. "
    "Bitte geben Sie das Dokument neu als PDF aus, zum Beispiel über den Druckdialog.",
    Reason.EMBEDDED: "„%(name)s“ enthält eingebettete Dateien. "
    "Bitte senden Sie diese einzeln und das Dokument ohne sie.",
    Reason.REMOTE: "„%(name)s“ lädt beim Öffnen Inhalte von anderer Stelle nach, zum Beispiel eine "
    "Vorlage oder ein Bild. Bitte speichern Sie das Dokument als PDF.",
    Reason.FOREIGN_DATA: "„%(name)s“ enthält außer dem Dokument noch andere Daten. "
    "Bitte öffnen Sie die Datei und speichern Sie sie neu.",
    Reason.TOO_MUCH: "„%(name)s“ enthält mehr, als wir prüfen können. "
    "Bitte senden Sie nur den Teil, auf den es ankommt.",
    Reason.UNREADABLE: "„%(name)s“ lässt sich nicht lesen. Bitte prüfen Sie, ob Sie die Datei "
    "öffnen können, und speichern Sie sie neu.",
    Reason.UNCHECKED: "„%(name)s“ konnten wir gerade nicht prüfen. "
    "Bitte senden Sie das Formular in ein paar Minuten noch einmal.",
}


class Refused(Exception):
    """A document that we don't take."""

    def __init__(self, reason: Reason):
        super().__init__(reason)
        self.reason = reason
