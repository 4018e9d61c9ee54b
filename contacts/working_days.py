"""The day by which we promise an answer, in working days at the head office."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from holidays import country_holidays

STATE = "HH"  # Hamburg, where requests are read


def promised_reply_date(received_at: datetime) -> date:
    """Return the last of REPLY_WORKING_DAYS working days after the day of receipt in Hamburg."""
    days_off = country_holidays("DE", subdiv=STATE)
    day, remaining = timezone.localdate(received_at), settings.REPLY_WORKING_DAYS
    while remaining:
        day += timedelta(days=1)
        remaining -= days_off.is_working_day(day)
    return day
