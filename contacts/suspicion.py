"""Which requests look like spam: set aside for a colleague's look, never refused, never dropped.

Nobody outside is asked. Points add up, and one weak sign is never enough: a client who is set aside
waits longer for an answer, so that a doubt counts for the client.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from contacts.companies import company_domain

# What the signs are looked for in; names of VacancyRequest.
WORDS = ("company", "name", "email", "role_title", "location", "message")

FASTEST = 3  # seconds in which a person, a browser's memory at hand, can fill in the form
# The busiest office we know sends a handful on a day, all of them from one address.
MOST_FROM_ADDRESS = 10  # in an hour
MOST_FROM_NETWORK = 30  # in an hour; a mobile network has many clients behind few addresses
MOST_TO_RECIPIENT = 3  # in a day; four vacancies on one day are rare, and no reason on their own
FLOOD_TO_RECIPIENT = 12  # in a day
SHORTEST_MESSAGE = 60  # letters; "Bitte um Rückruf" many people write
MANY_OTHERS = 2  # people who sent the same; one may be a colleague

MOST_LINKS = 2  # to pages that are neither the client's own nor usual
FEWEST_WORDS_A_LINK = 8
FEWEST_FOREIGN = 10  # letters; a company may have its name in its own script
FEWEST_TERMS = 3
FEWEST_PITCHES = 2


class Sign(TextChoices):
    TRAP = "trap", "Verstecktes Feld ausgefüllt, das Menschen nicht sehen"
    FAST = "fast", f"Formular in weniger als {FASTEST} Sekunden ausgefüllt"
    NO_TIME = "no_time", "Ohne Zeitstempel gesendet"
    LINK_IN_NAME = "link_in_name", "Link im Namen oder im Unternehmen"
    LINK_IN_TITLE = "link_in_title", "Link im Stellentitel oder im Arbeitsort"
    LINKS = "links", f"Mehr als {MOST_LINKS} fremde Links in der Nachricht"
    MOSTLY_LINKS = "mostly_links", "Nachricht besteht fast nur aus fremden Links"
    MARKUP = "markup", "Links in HTML oder Forencode"
    SCRIPT = "script", "Text überwiegend in anderer Schrift"
    TERMS = "terms", "Mehrere Wörter, die in Werbemails üblich sind"
    PITCH = "pitch", "Liest sich wie Werbung an uns"
    REPEATED = "repeated", "Gleiche Nachricht schon von jemand anderem"
    SPREAD = "spread", f"Gleiche Nachricht von mindestens {MANY_OTHERS} anderen"
    FROM_ADDRESS = (
        "from_address",
        f"Mehr als {MOST_FROM_ADDRESS} Anfragen in einer Stunde vom selben Anschluss",
    )
    FROM_NETWORK = (
        "from_network",
        f"Mehr als {MOST_FROM_NETWORK} Anfragen in einer Stunde aus demselben Netz",
    )
    TO_RECIPIENT = (
        "to_recipient",
        f"Mehr als {MOST_TO_RECIPIENT} Anfragen an einem Tag mit derselben E-Mail-Adresse",
    )
    FLOOD = (
        "flood",
        f"Mehr als {FLOOD_TO_RECIPIENT} Anfragen an einem Tag mit derselben E-Mail-Adresse",
    )


THRESHOLD = 5
# Enough alone is what no client does. Two weak signs (2) are not enough, three are.
POINTS = {
    Sign.TRAP: 5,
    Sign.FAST: 3,  # also who went back and sends once more
    Sign.NO_TIME: 2,
    Sign.LINK_IN_NAME: 5,
    Sign.LINK_IN_TITLE: 3,
    Sign.LINKS: 2,
    Sign.MOSTLY_LINKS: 5,
    Sign.MARKUP: 5,
    Sign.SCRIPT: 5,
    Sign.TERMS: 2,
    Sign.PITCH: 5,
    Sign.REPEATED: 2,
    Sign.SPREAD: 5,
    Sign.FROM_ADDRESS: 5,
    Sign.FROM_NETWORK: 5,
    Sign.TO_RECIPIENT: 2,
    Sign.FLOOD: 5,
}

LINK = re.compile(
    r"(?<![\w@.-])(?:https?://|www\.|(?:bit\.ly|cutt\.ly|goo\.gl|is\.gd|t\.me|tinyurl\.com|wa\.me)/)"
    r"[^\s<>\"'()\[\]]+",
    re.IGNORECASE,
)
LINK_ALONE = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+/?", re.IGNORECASE)
SCHEME = re.compile(r"^https?://", re.IGNORECASE)
MARKUP = re.compile(r"\[(?:url|link)[=\]]|<a\s{1,9}href\b", re.IGNORECASE)
# Where vacancies are advertised, files lie, and companies show themselves: a client links there.
USUAL_HOSTS = (
    "1drv.ms",
    "arbeitsagentur.de",
    "ashbyhq.com",
    "bamboohr.com",
    "docs.google.com",
    "drive.google.com",
    "dropbox.com",
    "get-in-it.de",
    "github.com",
    "glassdoor.de",
    "greenhouse.io",
    "heyjobs.co",
    "indeed.com",
    "instagram.com",
    "join.com",
    "jobvector.de",
    "jobware.de",
    "kununu.com",
    "lever.co",
    "linkedin.com",
    "monster.de",
    "myworkdayjobs.com",
    "notion.site",
    "onedrive.live.com",
    "personio.com",
    "personio.de",
    "recruitee.com",
    "rexx-systems.com",
    "sharepoint.com",
    "smartrecruiters.com",
    "softgarden.io",
    "stepstone.de",
    "successfactors.eu",
    "teamtailor.com",
    "wetransfer.com",
    "workable.com",
    "xing.com",
    "youtube.com",
)

LETTERS = re.compile(r"[^\W\d_]+")
# With all letters of European languages that use Latin ones, and no look-alikes from mathematics.
LATIN = re.compile(r"[A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ]+")

# Common in advertising mails, and common enough in honest vacancies ("SEO Manager", "Online-Casino",
# "Krypto") that several of them are a weak sign only.
TERMS = re.compile(
    r"\b(?:backlinks?|bitcoins?|casinos?|cialis|click here|crypto(?:currency)?|kryptowährung(?:en)?"
    r"|dear (?:sirs?|friend|owner)|ethereum|forex|gambling|gastartikel|guest posts?|investments?"
    r"|investors?|klicken sie hier|kredite?|link ?building|loans?|million dollars|organic traffic"
    r"|payday|search engines?|seo|slots|sportwetten|suchmaschinen|unsubscribe|usdt|viagra"
    r"|web ?design|your (?:web ?)?site)\b"
)
# What somebody says who sells something to us. No vacancy says it; yet one alone is not enough.
PITCHES = re.compile(
    r"\b(?:(?:first|1st|top) (?:page|positions?|rankings?|ranks?|results?) (?:of|on|in) google"
    r"|(?:auf|für) (?:der |die )?(?:erste|ersten|seite 1|platz 1)(?: seite)? (?:von|bei|auf) google"
    r"|(?:boost|double|grow|increase|improve) (?:your|ihre?n?) (?:business|income|leads|money|online"
    r"|organic|rankings?|revenue|sales|search|site|traffic|visibility|web ?site)"
    r"|(?:earn|make) (?:up to |over )?[$€]\d|verdienen sie (?:bis zu |über )?\d|make money online"
    r"|geld verdienen|passive income|passives einkommen|(?:daily|guaranteed|garantierte) (?:profits?"
    r"|returns?|renditen?|gewinne)|risk[ -]free(?! rate)|risikofrei|no credit check|ohne schufa"
    r"|we (?:offer|provide|sell)(?: you)? (?:affordable|backlinks|cheap|high[ -]quality|funding|link"
    r"|loans?|seo|web)|wir bieten(?: ihnen)? (?:backlinks|gastartikel|kredite?|seo|webdesign)"
    r"|(?:mehr|neue) (?:besucher|kunden) (?:auf|für) ihre|ihrer? (?:homepage|web ?site|webseite)"
    r" (?:optimieren|besser|bekannter|kostenlos|zu optimieren|zu verbessern)"
    r"|act now|jetzt zugreifen|limited time|nur für kurze zeit|free (?:audit|bonus|quote|seo|spins)"
    r"|freispiele|kostenlose (?:seo|analyse)|next of kin|inheritance fund|unclaimed fund"
    r"|(?:buy|order) (?:cheap|now)|email (?:list|database)s? of|(?:sponsored|guest) post(?:s|ing)?"
    r" on your|place (?:an? )?(?:link|article)s? on)(?!\w)"
)


@dataclass(frozen=True)
class Circumstances:
    """How a request came in, beside what it says."""

    # Since the form was loaded the first time, also if it came back for a mistake meanwhile. None
    # for no time or one that is not ours. A clock that was set makes it negative, a tab that was
    # left open makes it days; both say nothing.
    seconds: float | None = None
    trap: str = ""  # what the field contains that people do not see
    from_address: int = 0  # requests in the last hour before this one
    from_network: int = 0  # the same, of the network that the address is part of
    to_recipient: int = 0  # requests with the same e-mail address in the last 24 hours
    same_message: int = 0  # requests of others with the same message in the last 24 hours


def signs(words: Mapping[str, str], circumstances: Circumstances) -> tuple[Sign, ...]:
    """Return what speaks against a request: how it was sent, its links, its text.

    Of `words` those named in WORDS are looked at; one that is missing is as good as empty.
    """
    said = {name: words.get(name) or "" for name in WORDS}
    return (*_of_sending(said["message"], circumstances), *_of_links(said), *_of_text(said))


def score(signs: Iterable[Sign]) -> int:
    return sum(POINTS[sign] for sign in set(signs))


def is_suspected(signs: Iterable[Sign]) -> bool:
    return score(signs) >= THRESHOLD


def _of_sending(message, circumstances) -> Iterator[Sign]:
    if circumstances.trap.strip():
        yield Sign.TRAP
    if circumstances.seconds is None:
        yield Sign.NO_TIME
    elif 0 <= circumstances.seconds < FASTEST:
        yield Sign.FAST
    if circumstances.from_address > MOST_FROM_ADDRESS:
        yield Sign.FROM_ADDRESS
    if circumstances.from_network > MOST_FROM_NETWORK:
        yield Sign.FROM_NETWORK
    if circumstances.to_recipient > FLOOD_TO_RECIPIENT:
        yield Sign.FLOOD
    elif circumstances.to_recipient > MOST_TO_RECIPIENT:
        yield Sign.TO_RECIPIENT
    if _count(LETTERS, message) >= SHORTEST_MESSAGE:
        if circumstances.same_message >= MANY_OTHERS:
            yield Sign.SPREAD
        elif circumstances.same_message:
            yield Sign.REPEATED


def _of_links(said) -> Iterator[Sign]:
    own = company_domain(said["email"])
    # Some type their address on the web for the company's name.
    company = "" if LINK_ALONE.fullmatch(said["company"].strip()) else said["company"]
    if _foreign_hosts(f"{company} {said['name']}", own):
        yield Sign.LINK_IN_NAME
    if _foreign_hosts(f"{said['role_title']} {said['location']}", own):
        yield Sign.LINK_IN_TITLE
    hosts = _foreign_hosts(said["message"], own)
    others = len(LINK.sub(" ", said["message"]).split())
    if len(set(hosts)) > MOST_LINKS and others < FEWEST_WORDS_A_LINK * len(hosts):
        yield Sign.MOSTLY_LINKS
    elif len(hosts) > MOST_LINKS:
        yield Sign.LINKS
    if any(MARKUP.search(text) for text in said.values()):
        yield Sign.MARKUP


def _foreign_hosts(text, own):
    """The hosts of all links in a text that lead to pages neither the client's own nor usual."""
    hosts = [_host(link) for link in LINK.findall(text)]
    return [
        host
        for host in hosts
        if not _is_within(host, own)
        and not _is_within(own, host)
        and not any(_is_within(host, usual) for usual in USUAL_HOSTS)
    ]


def _host(link):
    """The host of a link; "firma.de@spam.example" leads to the latter."""
    place = re.split(r"[/?#\\]", SCHEME.sub("", link), maxsplit=1)[0]
    return place.rpartition("@")[2].partition(":")[0].casefold().removeprefix("www.").rstrip(".,;")


def _is_within(host, domain):
    return host == domain or host.endswith(f".{domain}")


def _of_text(said) -> Iterator[Sign]:
    lines = " ".join(text for name, text in said.items() if name not in {"email", "message"})
    if _is_foreign(said["message"]) or _is_foreign(lines):
        yield Sign.SCRIPT
    message = " ".join(said["message"].casefold().split())
    if len(set(TERMS.findall(message))) >= FEWEST_TERMS:
        yield Sign.TERMS
    if len(set(PITCHES.findall(message))) >= FEWEST_PITCHES:
        yield Sign.PITCH


def _is_foreign(text):
    letters, latin = _count(LETTERS, text), _count(LATIN, text)
    return letters - latin >= max(FEWEST_FOREIGN, latin + 1)


def _count(signs, text):
    return len("".join(signs.findall(text)))
