"""The salary bands of an edition as open data: CSV, as data is exchanged rather than opened."""

import csv
from io import StringIO

from django.utils import timezone

from roles.models import Edition
from techminds.spreadsheets.cells import defused
from techminds.spreadsheets.files import BYTE_ORDER_MARK

COLUMNS = (
    "slug",
    "title",
    "level",
    "minimum",
    "maximum",
    "currency",
    "period",
    "region",
    "basis",
    "source",
    "as_of",
    "edition",
    "published_at",
)


def salary_bands_csv(edition: Edition) -> str:
    """Return the bands of an edition, a row each, under the names of the columns."""
    text = StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    guide, moment = edition.guide, timezone.localtime(edition.published_at)
    for band in guide.salary_bands:
        row = (
            guide.slug,
            guide.title,
            band.level.value,
            band.minimum,
            band.maximum,
            band.currency.value,
            band.period.value,
            band.region.value,
            band.basis,
            band.source,
            band.as_of.isoformat(),
            edition.number,
            moment.isoformat(timespec="seconds"),
        )
        table.writerow([defused(cell) for cell in row])
    return BYTE_ORDER_MARK + text.getvalue()
