"""Days in words, counted from today in Berlin."""

from datetime import UTC, date, datetime

import pytest

from techminds.templatetags.days import due, lately

NIGHT = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # half past midnight in Berlin, the day after


@pytest.mark.parametrize(
    ("day", "words", "is_overdue"),
    [
        (date(2025, 6, 30), "seit 366 Tagen", True),
        (date(2026, 6, 29), "seit 2 Tagen", True),
        (date(2026, 6, 30), "seit gestern", True),
        (date(2026, 7, 1), "heute", False),
        (date(2026, 7, 2), "morgen", False),
        (date(2026, 7, 3), "in 2 Tagen", False),
        (date(2026, 7, 31), "in 30 Tagen", False),
    ],
)
def test_day_by_which_something_is_due_is_counted_from_today(time_machine, day, words, is_overdue):
    time_machine.move_to(NIGHT, tick=False)

    assert due(day) == {"day": day, "words": words, "is_overdue": is_overdue}


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 6, 30, 22, 5, tzinfo=UTC), "heute, 0:05 Uhr"),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), "gestern, 23:59 Uhr"),
        (datetime(2026, 6, 29, 21, 59, tzinfo=UTC), "29. Juni 2026"),
        (datetime(2026, 7, 2, 12, tzinfo=UTC), "2. Juli 2026"),
    ],
)
def test_moment_of_today_and_yesterday_has_its_time_of_day(time_machine, moment, words):
    time_machine.move_to(NIGHT, tick=False)

    assert lately(moment) == words
