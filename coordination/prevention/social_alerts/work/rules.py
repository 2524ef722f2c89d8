"""Write a rule, and what its steps do beside its state: each is for at most ninety days."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from coordination.casework.clocks import day_in
from coordination.models import User
from coordination.prevention.social_alerts.access import desk_with_rules_for
from coordination.prevention.social_alerts.errors import BadAlertRule, RuleFollowsAccounts, RuleOfPrivatePosts
from coordination.prevention.social_alerts.models import AlertDesk, AlertRule
from coordination.prevention.social_alerts.rules.dates import check_dates
from coordination.prevention.social_alerts.rules.given import AlertRuleIn, AlertRuleStepIn
from coordination.prevention.social_alerts.rules.posts import PUBLIC
from coordination.prevention.social_alerts.rules.viewpoints import check_purpose, check_words
from coordination.prevention.social_alerts.vocabulary import AlertRuleState, AlertRuleStep
from coordination.prevention.social_alerts.work.fences import drawn_fences
from mapping.models import Site
from mou.foundation.shown_text import first_hidden, hidden_sentence

MOST_WORDS, WORD_CHARS, TEXT_CHARS, MOST_RULES = 50, range(3, 61), range(10, 501), 100


def propose_rule(*, actor_id: int, district_id: UUID, given: AlertRuleIn, at: datetime) -> AlertRule:
    """Write a rule, which finds nothing before someone else has approved it. Durable; locks the desk.

    Raises: AlertDeskNotFound, BadAlertRule. What no rule may look for, by a code that says why.
    """
    with transaction.atomic(durable=True):
        desk = desk_with_rules_for(user_id=actor_id, district_id=district_id, at=at)
        AlertDesk.objects.select_for_update(of=("self",)).get(pk=desk.pk)
        _check_rule(desk, given, at)
        fences = list(drawn_fences(desk).filter(pk__in=given.fence_ids))
        if not fences or len(fences) != len(set(given.fence_ids)):
            raise BadAlertRule("Choose fences of the district.", pointer="/fence_ids")
        number = desk.rules.count() + 1
        rule = AlertRule.objects.create(
            desk=desk,
            number=number,
            words=[one.strip() for one in given.words],
            purpose=given.purpose.strip(),
            legal_basis=given.legal_basis.strip(),
            expires_on=given.expires_on,
            review_on=given.review_on,
            written_by_id=actor_id,
            written_at=at,
        )
        rule.fences.set(fences)
        return rule


def _check_rule(desk: AlertDesk, given: AlertRuleIn, at: datetime) -> None:
    if given.visibility != PUBLIC:
        raise RuleOfPrivatePosts(pointer="/visibility")
    if given.accounts:
        raise RuleFollowsAccounts(pointer="/accounts")
    if desk.rules.exclude(state=AlertRuleState.ENDED.value).count() >= MOST_RULES:
        raise BadAlertRule("At most 100 rules. End one first.", pointer="/words")
    words = [one.strip() for one in given.words]
    if not 1 <= len(words) <= MOST_WORDS:
        raise BadAlertRule("1 to 50 words.", pointer="/words")
    for number, word in enumerate(words):
        _check_text(word, WORD_CHARS, f"/words/{number}")
        if sum(one.isalnum() for one in word) < WORD_CHARS.start:
            raise BadAlertRule("Letters and digits.", pointer=f"/words/{number}")
    _check_text(given.purpose.strip(), TEXT_CHARS, "/purpose")
    _check_text(given.legal_basis.strip(), TEXT_CHARS, "/legal_basis")
    check_purpose(given.purpose)
    check_words(words, people=_people_of(desk), places=_places_of(desk))
    check_dates(today=day_in(desk.district.time_zone, at), expires_on=given.expires_on, review_on=given.review_on)


def _check_text(text: str, chars: range, pointer: str) -> None:
    if hidden := first_hidden(text):
        raise BadAlertRule(hidden_sentence("text", hidden), pointer=pointer)
    if len(text) not in chars:
        raise BadAlertRule(f"{chars.start} to {chars.stop - 1} characters.", pointer=pointer)


def _people_of(desk: AlertDesk) -> list[str]:
    """Return the names of people of the district whom the product knows."""
    here = Q(memberships__agency_id=desk.district_id) | Q(memberships__agency__parent_id=desk.district_id)
    return list(User.objects.filter(here).values_list("display_name", flat=True).distinct())


def _places_of(desk: AlertDesk) -> list[str]:
    return list(Site.objects.filter(district_id=desk.district_id).values_list("name", flat=True))


def apply_rule_step(rule: AlertRule, given: AlertRuleStepIn, actor_id: int, at: datetime) -> None:
    """Apply what a step does beside the state. Raises: BadAlertRule."""
    if words := given.words.strip():
        _check_text(words, range(1, 501), "/words")
    if (change := CHANGES.get(given.step)) is not None:
        change(rule, given, actor_id, at)


def _approve_rule(rule: AlertRule, _given: AlertRuleStepIn, actor_id: int, at: datetime) -> None:
    # It may have waited: its days are counted from now.
    check_dates(today=day_in(rule.desk.district.time_zone, at), expires_on=rule.expires_on, review_on=rule.review_on)
    rule.approved_by_id, rule.approved_at = actor_id, at


def _review_rule(rule: AlertRule, given: AlertRuleStepIn, _actor_id: int, at: datetime) -> None:
    if given.review_on is None or not given.words.strip():
        raise BadAlertRule("Say what you found, and when the next review is.", pointer="/review_on")
    check_dates(today=day_in(rule.desk.district.time_zone, at), expires_on=rule.expires_on, review_on=given.review_on)
    rule.review_on = given.review_on


def _renew_rule(rule: AlertRule, given: AlertRuleStepIn, actor_id: int, at: datetime) -> None:
    if given.review_on is None or given.expires_on is None or not given.words.strip():
        raise BadAlertRule("Say why, until when, and when the next review is.", pointer="/expires_on")
    check_dates(today=day_in(rule.desk.district.time_zone, at), expires_on=given.expires_on, review_on=given.review_on)
    rule.expires_on, rule.review_on = given.expires_on, given.review_on
    rule.approved_by_id, rule.approved_at = actor_id, at


CHANGES = {
    AlertRuleStep.APPROVE: _approve_rule,
    AlertRuleStep.REVIEW: _review_rule,
    AlertRuleStep.RENEW: _renew_rule,
}
