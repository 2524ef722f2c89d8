"""The two kinds of things of a desk of alerts: alerts, and the rules that find them."""

from datetime import datetime

from django.db.models import Sum

from coordination.casework.clocks import day_in
from coordination.casework.kinds.kind import Kind
from coordination.casework.kinds.views import fill_view
from coordination.errors import CoordinationError
from coordination.prevention.social_alerts.access import ALERT_DESKS, ALERT_READS, alerts_for, rules_for
from coordination.prevention.social_alerts.errors import (
    AlertOfAnotherReviewer,
    AlertRuleNotFound,
    AlertStepLacks,
    AlertTeamDecides,
    BadAlertRule,
    OwnRule,
    RuleApproverDecides,
    SocialAlertNotFound,
)
from coordination.prevention.social_alerts.models import AlertRule, SocialAlert
from coordination.prevention.social_alerts.rules.dates import false_positive_rate
from coordination.prevention.social_alerts.rules.machine import ALERTS, RULES
from coordination.prevention.social_alerts.vocabulary import AlertDisposition, AlertRuleState, AlertRuleStep, AlertStep
from coordination.prevention.social_alerts.wire import (
    AlertActView,
    AlertLine,
    AlertPostView,
    AlertRuleActView,
    AlertRuleView,
    AlertView,
)
from coordination.prevention.social_alerts.work.authors import opened_post, shown_author
from coordination.prevention.social_alerts.work.rules import apply_rule_step
from coordination.prevention.social_alerts.work.steps import apply_alert_step
from mou.foundation.machine import Need

DISPOSITIONS = tuple(one.value for one in AlertDisposition)


# --- alerts -----------------------------------------------------------------------------------------------------------
def _alert_facts(alert: SocialAlert, _at: datetime) -> dict[str, object]:
    return {
        "district": alert.desk.district.name,
        "site": alert.fence.site.name,
        "rule_number": alert.rule.number,
        "author": shown_author(alert.author_hash),
    }


def _facts_of_page(alert: SocialAlert, _at: datetime) -> dict[str, object]:
    """Return what else a reader has of an alert: an officer nothing of the post, nor where else it went."""
    return {
        "site_id": alert.fence.site_id,
        "purpose": alert.rule.purpose,
        "post": _post_view(alert) if alert.decides else None,
        "tip_id": alert.tip_id if alert.decides else None,
        "acts": [fill_view(AlertActView, one) for one in alert.acts.select_related("by").order_by("id")],
    }


def _post_view(alert: SocialAlert) -> AlertPostView | None:
    said = opened_post(alert)
    lon, lat = (said.point if said else None) or (None, None)
    return fill_view(AlertPostView, said, {"lon": lon, "lat": lat, "found": list(said.found)}) if said else None


def _why_not_decided(alert: SocialAlert, step: AlertStep) -> CoordinationError | None:
    return AlertOfAnotherReviewer() if step is AlertStep.DECIDE and not alert.is_mine else None


ALERT_KIND = Kind(
    model=SocialAlert,
    teams=ALERT_DESKS,
    machine=ALERTS,
    reads=ALERT_READS,
    id_name="alert_id",
    came="captured_at",
    ended="decided_at",
    not_found=SocialAlertNotFound,
    lacks=AlertStepLacks,
    ask="Say in your own words what is known.",
    line=AlertLine,
    view=AlertView,
    line_facts=_alert_facts,
    view_facts=_facts_of_page,
    orders=("captured_at", "-decided_at"),
    # What came in one delivery came in one minute.
    then_by=("number",),
    opens=alerts_for,
    stops=lambda alert, _step: None if alert.decides else AlertTeamDecides(),
    refuses=_why_not_decided,
    effect=apply_alert_step,
    records="acts",
    # The words of a decision are the alert's.
    record_columns=lambda _alert, step, _words, _before: {"step": step},
)


# --- rules ------------------------------------------------------------------------------------------------------------
def _rule_facts(rule: AlertRule, at: datetime) -> dict[str, object]:
    numbers = rule.years.aggregate(**{name: Sum(name, default=0) for name in ("matched", *DISPOSITIONS)})
    decided = sum(numbers[one] for one in DISPOSITIONS)
    today, is_approved = day_in(rule.desk.district.time_zone, at), rule.state == AlertRuleState.APPROVED
    return {
        "is_running": is_approved and today <= rule.expires_on,
        "is_review_due": is_approved and rule.review_on <= today <= rule.expires_on,
        "sites": sorted({one.site.name for one in rule.fences.all()}),
        "matched": numbers["matched"],
        "decided": decided,
        "false_positive_rate": false_positive_rate(dismissed=numbers["dismiss"], decided=decided),
        "acts": [fill_view(AlertRuleActView, one) for one in rule.acts.all()],
    }


def _why_not_approver(rule: AlertRule, step: AlertRuleStep) -> CoordinationError | None:
    return RuleApproverDecides() if RULES.needs(step, Need.SECOND_PERSON) and not rule.keeps else None


def _why_not_own(rule: AlertRule, step: AlertRuleStep) -> CoordinationError | None:
    return OwnRule() if RULES.needs(step, Need.SECOND_PERSON) and rule.is_mine else None


RULE_KIND = Kind(
    model=AlertRule,
    teams=ALERT_DESKS,
    machine=RULES,
    id_name="rule_id",
    came="written_at",
    ended="ended_at",
    not_found=AlertRuleNotFound,
    lacks=BadAlertRule,
    ask="Say why.",
    line=AlertRuleView,
    view=AlertRuleView,
    line_facts=_rule_facts,
    orders=("-number", "-number"),
    opens=rules_for,
    stops=_why_not_approver,
    refuses=_why_not_own,
    effect=apply_rule_step,
    records="acts",
    record_columns=lambda _rule, step, words, _before: {"step": step, "words": words},
)
