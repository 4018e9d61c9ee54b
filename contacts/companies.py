"""Names of companies, folded so that the same one is found however it is typed."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
MOST_READ = 300  # no form takes a longer name

# Letters that carry their stroke inside, so that no normal form takes it off.
STROKES = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"})
# An umlaut that is written out, or a diphthong before an "e", which none is: "Bauer", "Neue",
# "Quelle"; but "Braeuer" is "Bräuer".
WRITTEN_OUT = re.compile(r"aeue|[aeoq]ue|[aou]e+")

BETWEEN_WORDS = re.compile(r"[\W_]+")
FILLERS = re.compile(r"^(?:firma|fa)\b|\b(?:und|and)\b")
# Never anything but a legal form, wherever they stand; the short ones only at the end of a name.
LEGAL_FORMS = re.compile(
    r"\b(?:ge?mbh|ggmbh|gesmbh|mbh|g m b h|kgaa|gbr|ohg|partg(?: ?mbb)?|ug haftungsbeschrankt"
    r"|haftungsbeschrankt|aktiengesellschaft|kommanditgesellschaft"
    r"|(?:gesellschaft )?mit beschrankter haftung)\b"
)
LEGAL_FORMS_AT_END = re.compile(
    r"(?:^| )(?:a ?g|s ?e|k ?g|u ?g|e ?g|e ?v|e ?k|e ?kfr|e ?kfm|co|co ?kg|ltd|limited|inc|incorporated"
    r"|corp|corporation|llc|llp|plc|b ?v|n ?v|s ?a|s ?a ?s|s a r l|sarl|s ?r ?l|s p a|a ?b|a ?s"
    r"|a ?p ?s|oy|sp z ?o ?o|s ?r ?o|d ?o ?o)$"
)

# Whoever writes from one of these tells nothing about their company.
FREE_MAIL = frozenset(
    {
        # Germany
        "1und1.de",
        "arcor.de",
        "email.de",
        "freenet.de",
        "gmx.at",
        "gmx.ch",
        "gmx.com",
        "gmx.de",
        "gmx.eu",
        "gmx.info",
        "gmx.net",
        "gmx.org",
        "kabelmail.de",
        "mail.de",
        "mailbox.org",
        "magenta.de",
        "netcologne.de",
        "online.de",
        "onlinehome.de",
        "osnanet.de",
        "posteo.de",
        "posteo.net",
        "t-online.de",
        "unitybox.de",
        "vodafone.de",
        "vodafonemail.de",
        "web.de",
        "ewetel.net",
        "ewe.net",
        # Austria and Switzerland
        "a1.net",
        "aon.at",
        "bluewin.ch",
        "chello.at",
        "hispeed.ch",
        "sunrise.ch",
        # anywhere
        "aol.com",
        "aol.de",
        "duck.com",
        "fastmail.com",
        "gmail.com",
        "gmx.co.uk",
        "googlemail.com",
        "hey.com",
        "hotmail.at",
        "hotmail.ch",
        "hotmail.co.uk",
        "hotmail.com",
        "hotmail.de",
        "hotmail.fr",
        "icloud.com",
        "live.com",
        "live.de",
        "mac.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "o2.pl",
        "o2online.de",
        "orange.fr",
        "outlook.at",
        "outlook.com",
        "outlook.de",
        "pm.me",
        "proton.me",
        "protonmail.ch",
        "protonmail.com",
        "qq.com",
        "rocketmail.com",
        "seznam.cz",
        "tuta.com",
        "tuta.io",
        "tutanota.com",
        "tutanota.de",
        "wp.pl",
        "yahoo.co.uk",
        "yahoo.com",
        "yahoo.de",
        "yahoo.fr",
        "yandex.com",
        "yandex.ru",
        "ymail.com",
        "zohomail.com",
        "zohomail.eu",
    }
)


def company_key(name: str) -> str:
    """Return what the names of one company have in common, "" only for a blank name.

    "Müller & Söhne GmbH", "Mueller und Soehne" and "MULLER & SOHNE" are "mullersohne". The key of a
    key is that key. Companies that differ in their legal form only meet, too: a colleague looks.
    """
    name = name[:MOST_READ]
    words = FILLERS.sub(" ", LEGAL_FORMS.sub(" ", folded(name)))
    words = " ".join(words.split())
    while (stripped := LEGAL_FORMS_AT_END.sub("", words)) != words:
        words = stripped
    key = _without_dots(words.replace(" ", "") or folded(name).replace(" ", ""))
    return (key or "".join(_plain(name).split()))[:LONGEST]


def company_domain(email: str) -> str:
    """Return the domain of a business address in small letters, "" for free mail and for none.

    What stands before the domain we are told to be one's own ("mail.firma.de") stays.
    """
    domain = email.rpartition("@")[2].strip().rstrip(".").lower() if "@" in email else ""
    return "" if domain in FREE_MAIL or len(domain) > LONGEST else domain


def folded(text: str) -> str:
    """Return the words of a text for comparing: small letters and digits, one blank in between.

    "ü", "ue" and "u" meet in "u", for people who leave the dots out type "u". The price: words
    that differ only in such an "e" meet as well ("Blue" and "Blu", "Michael" and "Michal").
    """
    return _without_dots(BETWEEN_WORDS.sub(" ", _plain(text)).strip())


def _plain(text):
    """Small letters without marks, in compatible form: "É" and "ﬁ" as "e" and "fi"."""
    text = unicodedata.normalize("NFKD", text).casefold().translate(STROKES)
    return "".join(sign for sign in text if not unicodedata.category(sign).startswith("M"))


def _without_dots(text):
    return WRITTEN_OUT.sub(_bare_vowel, text)


def _bare_vowel(match):
    written = match[0]
    if written == "aeue":
        return "aue"
    is_diphthong = len(written) == 3 and written.endswith("ue")
    return written if is_diphthong else written[0]
