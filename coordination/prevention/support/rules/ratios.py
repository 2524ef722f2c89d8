"""How many students there are for each professional, beside the national recommendations. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from types import MappingProxyType

from coordination.prevention.support.vocabulary import SupportProfession

# Students for each: American School Counselor Association 250, National Association of School Psychologists 500,
# School Social Work Association of America 250. Nurses have no number any more (NASN, 2020).
RECOMMENDED: Mapping[SupportProfession, int] = MappingProxyType(
    {
        SupportProfession.COUNSELOR: 250,
        SupportProfession.PSYCHOLOGIST: 500,
        SupportProfession.SOCIAL_WORKER: 250,
    }
)
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Ratio:
    """One profession. `students_each` and `missing` are empty where no one knows how many students there are."""

    profession: SupportProfession
    full_time: Decimal
    recommended: int
    students_each: int | None
    missing: Decimal | None

    @property
    def is_met(self) -> bool:
        """Tell whether the recommendation is met."""
        return self.missing == 0


def list_ratios(enrollment: int | None, full_time: Mapping[SupportProfession, Decimal]) -> list[Ratio]:
    """Return the professions that have a recommendation; `missing` are full-time places, up to a tenth."""
    return [_ratio_of(one, most, enrollment, full_time.get(one, Decimal(0))) for one, most in RECOMMENDED.items()]


def _ratio_of(profession: SupportProfession, most: int, enrollment: int | None, full_time: Decimal) -> Ratio:
    if enrollment is None:
        return Ratio(profession, full_time, most, None, None)
    needed = (Decimal(enrollment) / most).quantize(TENTH, ROUND_CEILING)
    each = round(enrollment / full_time) if full_time else None
    return Ratio(profession, full_time, most, each, max(needed - full_time, Decimal(0)))
