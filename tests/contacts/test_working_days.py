"""The promised day of reply, over weekends and the holidays of Hamburg."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from contacts.working_days import promised_reply_date

BERLIN = ZoneInfo("Europe/Berlin")
UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("received_at", "promised"),
    [
        (datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN), date(2026, 11, 25)),  # Monday
        (datetime(2026, 11, 26, 9, 0, tzinfo=BERLIN), date(2026, 11, 30)),  # Thursday
        (datetime(2026, 11, 27, 9, 0, tzinfo=BERLIN), date(2026, 12, 1)),  # Friday
        (datetime(2026, 11, 28, 9, 0, tzinfo=BERLIN), date(2026, 12, 1)),  # Saturday
        (datetime(2026, 11, 29, 9, 0, tzinfo=BERLIN), date(2026, 12, 1)),  # Sunday
        (datetime(2025, 10, 30, 9, 0, tzinfo=BERLIN), date(2025, 11, 4)),  # Reformation on Friday
        (datetime(2027, 3, 25, 9, 0, tzinfo=BERLIN), date(2027, 3, 31)),  # Thursday before Easter
        (datetime(2026, 12, 23, 9, 0, tzinfo=BERLIN), date(2026, 12, 28)),  # over Christmas
        (datetime(2026, 12, 31, 9, 0, tzinfo=BERLIN), date(2027, 1, 5)),  # New Year's Eve
        (datetime(2026, 12, 29, 9, 0, tzinfo=BERLIN), date(2026, 12, 31)),  # which is worked
        (datetime(2028, 2, 28, 9, 0, tzinfo=BERLIN), date(2028, 3, 1)),  # leap year
    ],
)
def test_promised_reply_date_is_two_working_days_on(received_at, promised):
    assert promised_reply_date(received_at) == promised


@pytest.mark.parametrize(
    ("received_at", "promised"),
    [
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), date(2026, 11, 25)),  # Monday 23:59 in Hamburg
        (datetime(2026, 11, 23, 23, 1, tzinfo=UTC), date(2026, 11, 26)),  # Tuesday 0:01
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 5)),  # already the next year
        (
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            date(2026, 10, 27),
        ),  # the hour that comes twice
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), date(2027, 3, 31)),  # the hour that is missing
    ],
)
def test_promised_reply_date_counts_days_as_hamburg_has_them(received_at, promised):
    assert promised_reply_date(received_at) == promised


def test_promised_reply_date_follows_the_setting(settings):
    settings.REPLY_WORKING_DAYS = 5

    assert promised_reply_date(datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)) == date(2026, 11, 30)


def test_holidays_of_other_states_are_worked():
    epiphany_eve = datetime(2026, 1, 5, 9, 0, tzinfo=BERLIN)

    assert promised_reply_date(epiphany_eve) == date(2026, 1, 7)
