"""The yearly report of a district: numbers by rule and provider, and nothing of any post."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from uuid import UUID

from django.db.models import Sum

from coordination.prevention.social_alerts.models import AlertDesk, AlertRead, AlertRuleYear, AlertTally
from coordination.prevention.social_alerts.rules.dates import false_positive_rate
from mou.foundation.tables.cells import csv_text, harmless_text

COUNTS = ("matched", "told", "unseen", "dismiss", "monitor", "tip", "threat", "immediate")


@dataclass(frozen=True, slots=True)
class RuleNumbers:
    """What a rule came to in a year."""

    rule_number: int
    rule_id: UUID
    purpose: str
    matched: int
    told: int
    unseen: int
    dismiss: int
    monitor: int
    tip: int
    threat: int
    immediate: int
    false_positive_rate: float | None


@dataclass(frozen=True, slots=True)
class ProviderNumbers:
    """What a provider sent in a year, and what of it was refused."""

    provider: str
    posts: int
    not_public: int
    out_of_time: int


@dataclass(frozen=True, slots=True)
class AlertReport:
    """A year of a district's desk."""

    district: str
    year: int
    rules: Sequence[RuleNumbers]
    providers: Sequence[ProviderNumbers]
    readings: int
    searches: int


def report_of(desk: AlertDesk, year: int) -> AlertReport:
    """Return the numbers of a year, by the district's calendar."""
    rows = AlertRuleYear.objects.filter(rule__desk=desk, year=year).select_related("rule").order_by("rule__number")
    tallies = AlertTally.objects.filter(provider__desk=desk, day__year=year).values("provider__name")
    sent = tallies.annotate(all=Sum("posts"), closed=Sum("not_public"), late=Sum("out_of_time"))
    reads = AlertRead.objects.filter(desk=desk, at__year=year)
    return AlertReport(
        district=desk.district.name,
        year=year,
        rules=[_numbers_of_rule(one) for one in rows],
        providers=[
            ProviderNumbers(one["provider__name"], one["all"], one["closed"], one["late"])
            for one in sent.order_by("provider__name")
        ],
        readings=reads.exclude(door__in=("search", "report")).count(),
        searches=reads.filter(door="search").count(),
    )


def _numbers_of_rule(row: AlertRuleYear) -> RuleNumbers:
    decided = row.dismiss + row.monitor + row.tip + row.threat + row.immediate
    return RuleNumbers(
        rule_number=row.rule.number,
        rule_id=row.rule_id,
        purpose=row.rule.purpose,
        false_positive_rate=false_positive_rate(dismissed=row.dismiss, decided=decided),
        **{name: getattr(row, name) for name in COUNTS},
    )


def csv_of(report: AlertReport) -> str:
    """Return the numbers of the rules as CSV (RFC 4180), a row for each rule."""
    names = [one.name for one in fields(RuleNumbers)]
    return csv_text([names, *([_cell_text(value) for value in astuple(one)] for one in report.rules)])


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    return harmless_text(f"{value:.3f}" if isinstance(value, float) else str(value))
