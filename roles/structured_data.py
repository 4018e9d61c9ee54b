"""What a guide says, for machines: schema.org as JSON-LD, in the public page and nowhere else.

Search engines read Article and BreadcrumbList; Occupation is open data for whoever wants it.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from roles.guide import Author, Guide, SalaryBand
from roles.vocabulary import EscoMatch

if TYPE_CHECKING:
    from roles.models import Edition

KLDB = "Klassifikation der Berufe 2010 (Fassung 2020)"
# What could end the script element or begin a comment in it, and what JavaScript takes for a new line.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def as_script(data: dict[str, Any]) -> str:
    """Return the data as JSON that can stand in a script element: nothing in it ends that."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)


def of(edition: Edition, *, first_published_at: datetime) -> dict[str, Any]:
    """Return the graph for the page of an edition that visitors see."""
    guide, address = edition.guide, settings.SITE_URL + edition.get_absolute_url()
    article = _filled(
        {
            "@type": "Article",
            "@id": f"{address}#artikel",
            "mainEntityOfPage": address,
            "headline": f"{guide.title}: Aufgaben, Anforderungen, Gehalt",
            "description": guide.teaser,
            "inLanguage": "de",
            "version": edition.number,
            "datePublished": _moment(first_published_at),
            "dateModified": _moment(edition.published_at),
            "author": _author(guide.author),
            "publisher": _publisher(),
            "image": _images(edition, guide),
            "about": {"@id": f"{address}#beruf"},
        }
    )
    occupation = _filled({"@id": f"{address}#beruf"} | _occupation(guide))
    graph = [article, _breadcrumbs(guide, address), occupation]
    return {"@context": "https://schema.org", "@graph": graph}


def _filled(values):
    return {name: value for name, value in values.items() if value not in ("", [], None)}


def _moment(moment):
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _author(author: Author):
    return _filled(
        {
            "@type": "Person",
            "name": author.name,
            "honorificSuffix": author.credentials,
            "jobTitle": author.position,
            "url": author.profile_url,
        }
    )


def _publisher():
    logo = settings.SITE_URL + static("img/icon-512.png")
    return {
        "@type": "Organization",
        "name": "TechMinds",
        "url": settings.SITE_URL + reverse("home"),
        "logo": logo,
    }


def _images(edition, guide):
    shared = settings.SITE_URL + reverse("roles:social_image", args=[guide.slug])
    return [f"{shared}?ausgabe={edition.number}", *map(_image, guide.illustrations)]


def _image(illustration):
    return _filled(
        {
            "@type": "ImageObject",
            "contentUrl": settings.SITE_URL + illustration.get_absolute_url(),
            "caption": illustration.caption,
            "creditText": illustration.credit,
        }
    )


def _breadcrumbs(guide, address):
    trail = [
        ("Start", settings.SITE_URL + reverse("home")),
        ("Jobprofile", settings.SITE_URL + reverse("roles:guides")),
        (guide.title, address),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": item}
            for place, (name, item) in enumerate(trail, start=1)
        ],
    }


def _occupation(guide: Guide):
    return {
        "@type": "Occupation",
        "name": guide.title,
        "alternateName": list(guide.other_titles),
        "occupationLocation": {"@type": "Country", "name": "Deutschland", "identifier": "DE"},
        "occupationalCategory": _category(guide.kldb) if guide.kldb else None,
        "sameAs": guide.esco_uri if guide.esco_match == EscoMatch.EXACT else None,
        "estimatedSalary": [_amount(band) for band in guide.vouched_bands],
        "responsibilities": [task.title for task in guide.tasks],
        "skills": [{"@type": "DefinedTerm", "name": skill.name} for skill in guide.skills],
    }


def _category(kldb):
    code_set = {"@type": "CategoryCodeSet", "name": KLDB}
    return {"@type": "CategoryCode", "codeValue": kldb, "inCodeSet": code_set}


def _amount(band: SalaryBand):
    """A band has two ends and no more: a distribution would claim percentiles that nobody knows.

    The period can only stand in the value; MonetaryAmount has no property for it.
    """
    ends = {"minValue": band.minimum, "maxValue": band.maximum}
    return {
        "@type": "MonetaryAmount",
        "name": band.label,
        "description": band.provenance,
        "currency": band.currency,
        **ends,
        "value": {"@type": "QuantitativeValue", **ends, "unitText": band.period.name},
        "validFrom": band.as_of.isoformat(),
        "validThrough": band.review_by.isoformat(),
    }
