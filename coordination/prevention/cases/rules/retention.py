"""When a closed case is sealed, and when nothing of it is kept any more. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from coordination.prevention.cases.vocabulary import CaseClassification

MINOR = (CaseClassification.NOT_A_THREAT, CaseClassification.TRANSIENT)


@dataclass(frozen=True, slots=True)
class CaseRetention:
    """A team's days after the end of a case: until it is sealed, and until it is expunged."""

    seal_after_days: int
    keep_days_minor: int
    keep_days: int

    def seals_at(self, closed_at: datetime) -> datetime:
        """Return when a case is sealed by rule."""
        return closed_at + timedelta(days=self.seal_after_days)

    def expunges_at(self, closed_at: datetime, classification: CaseClassification) -> datetime:
        """Return when nothing of a case is left; what was no threat, or a passing one, goes sooner."""
        return closed_at + timedelta(days=self.days_of(classification))

    def days_of(self, classification: CaseClassification) -> int:
        """Return for how many days after its end a case is retained."""
        return self.keep_days_minor if classification in MINOR else self.keep_days
