"""Lists that stay as fast as they are, however many rows a table gets: nothing counts it to the end."""

from django.core.paginator import Paginator
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils.functional import cached_property

from techminds.typography import grouped

MOST = 1000  # rows that somebody can page through


class CappedCount(Subquery):
    """How many rows a queryset finds, as a part of another query; one more than `most` means more.

    The order of the queryset stays: it leads the database to the index that finds the rows.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, queryset, *, most):
        super().__init__(queryset.values("pk")[: most + 1])


def in_words(count: int, *, most: int) -> str:
    """Return what a count that went one beyond `most` at the furthest tells, such as "über 1.000"."""
    return f"über {grouped(most)}" if count > most else grouped(count)


class BoundedPaginator(Paginator):
    """Pages of the first rows of a list; whoever looks for the last ones turns the order round."""

    object_list: QuerySet

    @cached_property
    def counted(self) -> int:
        return self.object_list[: MOST + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.counted, MOST)

    @property
    def is_cut(self) -> bool:
        return self.counted > MOST

    @property
    def count_in_words(self) -> str:
        return in_words(self.counted, most=MOST)
