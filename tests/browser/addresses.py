"""Every public page and state that an address alone leads to."""

GUIDE = "/jobprofile/machine-learning-engineer/"
PAGES = [
    "/",
    "/jobprofile/",
    "/jobprofile/?gehalt=400000",
    "/jobprofile/?gehalt=viel",
    GUIDE,
    "/jobprofile/data-scientist/",
    f"{GUIDE}ausgaben/",
    f"{GUIDE}infografik/ueberblick/",
    f"{GUIDE}infografik/aufgaben/",
    f"{GUIDE}infografik/anforderungen/",
    f"{GUIDE}infografik/gehalt/",
    f"{GUIDE}infografik/karriere/",
    f"{GUIDE}infografik/gehalt/einbetten/",
    "/gehalt/",
    "/gehalt/?rolle=machine-learning-engineer&level=senior&betrag=90.000",
    "/gehalt/?rolle=data-scientist&betrag=90.000",
    "/gehalt/?rolle=machine-learning-engineer&betrag=viel",
    "/vakanz-anfragen/",
    "/standorte/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/gibt-es-nicht/",
]
