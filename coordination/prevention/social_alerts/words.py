"""The words of alerts as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.prevention.social_alerts.vocabulary import (
    AlertDisposition,
    AlertMatch,
    AlertRuleState,
    AlertRuleStep,
    AlertState,
    AlertStep,
    AlertWindowKind,
)


def states() -> dict[str, str]:
    return {
        AlertState.RECEIVED: _("Received"),
        AlertState.IN_REVIEW: pgettext("alert", "In review"),
        AlertState.DECIDED: pgettext("alert", "Decided"),
    }


def steps() -> dict[str, str]:
    return {
        AlertStep.BEGIN_REVIEW: _("Begin the review"),
        AlertStep.HAND_BACK: _("Hand it back"),
        AlertStep.DECIDE: _("Decide"),
    }


def dispositions() -> dict[str, str]:
    return {
        AlertDisposition.DISMISS: _("Dismissed: nothing in it"),
        AlertDisposition.MONITOR: _("No action now"),
        AlertDisposition.TIP: _("Became a tip"),
        AlertDisposition.THREAT: _("Threat: the police were told"),
        AlertDisposition.IMMEDIATE: _("Life threat: an incident was opened"),
    }


def choices() -> dict[str, str]:
    """Return what a reviewer chooses from; an incident is opened by a form of its own."""
    return {
        AlertDisposition.DISMISS: _("Dismiss: nothing in it"),
        AlertDisposition.MONITOR: _("True, but no action now"),
        AlertDisposition.TIP: _("Make it a tip"),
        AlertDisposition.THREAT: _("Threat: tell the police whom an agreement names"),
    }


def matches() -> dict[str, str]:
    return {
        AlertMatch.POINT: _("Written inside the fence"),
        AlertMatch.PLACE_TAG: _("Tagged with the place"),
        AlertMatch.TEXT_MENTION: _("Names the place"),
    }


def rule_states() -> dict[str, str]:
    return {
        AlertRuleState.PROPOSED: pgettext("rule", "Waits for approval"),
        AlertRuleState.APPROVED: pgettext("rule", "Approved"),
        AlertRuleState.ENDED: pgettext("rule", "Ended"),
    }


def rule_steps() -> dict[str, str]:
    return {
        AlertRuleStep.APPROVE: pgettext("rule", "Approve"),
        AlertRuleStep.REVIEW: pgettext("rule", "Note the review"),
        AlertRuleStep.RENEW: pgettext("rule", "Renew"),
        AlertRuleStep.END: pgettext("rule", "End the rule"),
    }


def window_kinds() -> dict[str, str]:
    return {
        AlertWindowKind.GAME: _("Game"),
        AlertWindowKind.GRADUATION: _("Graduation"),
        AlertWindowKind.OTHER_EVENT: _("Another event"),
    }


def doors() -> dict[str, str]:
    return {"page": _("on the page"), "api": _("by the interface"), "search": _("search"), "report": _("report")}


def problem_words(code: str, detail: str) -> str:
    """Return what a form says of an error."""
    found = {
        "not_ones_own_place": _("Nobody puts themself on a team, or lets in whom they asked for."),
        "alert_team_decides": _("Only the reviewers decide that. You may read."),
        "alert_not_in_review": _("Begin the review first."),
        "alert_in_review_already": _("Somebody reviews it already."),
        "alert_of_another_reviewer": _("Another person reviews it. They decide, or hand it back."),
        "alert_decided_already": _("It was decided before. What the post said is gone."),
        "alert_step_lacks": _("Something is missing: choose from the list, or write in your own words."),
        "no_tip_desk": _("Neither the school nor its district takes tips yet."),
        "nobody_to_tell": _("No agreement shares alerts with the police. Make it a tip instead."),
        "posts_words": _("Use your own words. What the post says stays here."),
        "bad_alert_rule": _("Something here cannot be: look at the words, the reasons and the days."),
        "rule_targets_politics": _("A rule may not look for political views."),
        "rule_targets_religion": _("A rule may not look for religion."),
        "rule_targets_protest": _("A rule may not look for protests."),
        "rule_targets_group": _("A rule may not look for a group of people."),
        "rule_targets_person": _("A rule may not look for a person."),
        "rule_follows_accounts": _("A rule may not follow accounts."),
        "rule_of_private_posts": _("A rule may look at public posts only."),
        "rule_not_approved": _("The rule is not approved yet."),
        "rule_approved_already": _("The rule was approved before. Renew it, or end it."),
        "rule_has_ended": _("The rule has ended. Write a new one."),
        "own_rule": _("Who wrote a rule does not approve it."),
        "rule_approver_decides": _("An administrator of the district approves rules."),
        "bad_alert_desk": _("Something here cannot be: look at the site, the days and the file."),
    }
    return found.get(code, detail)
