"""Say what an import did: counts and first defects for people, everything as JSON for programs."""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from mapping.interchange.ledger import Defect, Ledger
from mapping.vocabulary import DefectOutcome

FIRST_DEFECTS = 12


class DefectEntry(TypedDict):
    feature: str
    code: str
    detail: str
    outcome: str
    place: tuple[float, float] | None


class IgnoredEntry(TypedDict):
    feature: str
    reason: str


class LedgerReport(TypedDict):
    counts: dict[str, int]
    ignored_by_reason: dict[str, int]
    defects: list[DefectEntry]
    ignored: list[IgnoredEntry]


def ledger_report(ledger: Ledger) -> LedgerReport:
    """Return a ledger feature by feature."""
    return {
        "counts": ledger.counts(),
        "ignored_by_reason": ledger.ignored_by_reason(),
        "defects": [
            {
                "feature": one.feature_ref,
                "code": one.code,
                "detail": one.detail,
                "outcome": one.outcome.value,
                "place": one.place,
            }
            for one in ledger.defects
        ],
        "ignored": [{"feature": one.feature_ref, "reason": one.reason} for one in ledger.ignored],
    }


def ledger_lines(name: str, ledger: Ledger, *, is_verbose: bool) -> Iterable[str]:
    """Yield a ledger as lines for a terminal; the defects that changed something come first."""
    counts = ledger.counts()
    yield f"{name}: " + ", ".join(f"{number} {what}" for what, number in counts.items())
    for reason, number in ledger.ignored_by_reason().items():
        yield f"    ignored {number}: {reason}"
    defects = sorted(ledger.defects, key=lambda one: one.outcome is DefectOutcome.NOTED)
    shown = defects if is_verbose else defects[:FIRST_DEFECTS]
    yield from (defect_line(one) for one in shown)
    if len(defects) > len(shown):
        yield f"    … and {len(defects) - len(shown)} more; --json or --verbosity 2 lists all"
    if is_verbose:
        yield from (f"    ignored {one.feature_ref}: {one.reason}" for one in ledger.ignored)


def defect_line(defect: Defect) -> str:
    """Return one defect as one line."""
    return f"    {defect.outcome.value} {defect.feature_ref}: {defect.code}. {defect.detail}"


def tally_line(what: str, tally: Mapping[str, int]) -> str:
    """Return a count of rows as one line."""
    return f"{what}: " + ", ".join(f"{number} {name}" for name, number in tally.items())
