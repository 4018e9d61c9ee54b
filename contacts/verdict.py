"""Where a client's budget stood among the salary bands on the day they asked; frozen with the request."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from roles.guide import SalaryBand, provenance
from roles.market import NO_DATA, Position
from roles.models import Edition
from roles.pay import CAUTION, SalaryCheck
from roles.vocabulary import Level

OPEN_END = {
    "low": "Gerechnet mit dem unteren Ende: ",
    "high": "Gerechnet mit dem oberen Ende: ",
}


class Verdict(BaseModel):
    """What we say about a budget, with the figures that we said it by.

    `bands` are those that the sentence speaks of, as the edition had them; none without data.
    `share` is as in roles.market.Standing. `edition` is the number of the edition of `role`; None
    where the client named a title of their own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    position: Position
    share: float | None
    sentence: str
    bands: tuple[SalaryBand, ...]
    is_cautious: bool
    role: str
    edition: int | None

    @property
    def provenance(self) -> tuple[str, ...]:
        """As Guide.provenance."""
        return provenance(self.bands)

    @property
    def bases(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(band.basis for band in self.bands))

    @property
    def caution(self) -> str:
        return CAUTION if self.is_cautious else ""


def judge(edition_id, *, level="", low=None, high=None, title="") -> Verdict | None:
    """Hold a budget (whole euros a year, either end may be None) against the bands of an edition.

    None where no budget is given. Raises ValueError where the lower end is above the upper one.
    """
    if low is None and high is None:
        return None
    role = next(iter(Edition.objects.filter(pk=edition_id).pay())) if edition_id else None
    if role is None:
        return _without_data(title, None)
    check = SalaryCheck(role, low, Level(level) if level else None, high)
    if not check.bands:
        return _without_data(role.title, role.edition_number)
    return Verdict(
        position=check.standing.position,
        share=check.standing.share,
        sentence=_said(check),
        bands=check.bands,
        is_cautious=check.is_due,
        role=role.title,
        edition=role.edition_number,
    )


def _without_data(role, edition):
    return Verdict(
        position=Position.NO_DATA,
        share=None,
        sentence=NO_DATA,
        bands=(),
        is_cautious=False,
        role=role,
        edition=edition,
    )


def _said(check):
    start = ""
    if check.low is None or check.high is None:
        start = OPEN_END["low" if check.high is None else "high"]
    end = ""
    misses = check.standing.position in {Position.BELOW, Position.ABOVE}
    if misses and check.elsewhere:  # what reaches into the band already names its neighbours
        end = f" Ihr Budget liegt {check.elsewhere.phrase}."
    return f"{start}{check.standing.sentence}{end}"
