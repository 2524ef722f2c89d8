"""The words of alerts as people read them, by value."""

from django.utils.translation import gettext as _

from coordination.prevention.social_alerts.vocabulary import (
    AlertDisposition,
)


def choices() -> dict[str, str]:
    """Return what a reviewer chooses from; an incident is opened by a form of its own."""
    return {
        AlertDisposition.DISMISS: _("Dismiss: nothing in it"),
        AlertDisposition.MONITOR: _("True, but no action now"),
        AlertDisposition.TIP: _("Make it a tip"),
        AlertDisposition.THREAT: _("Threat: tell the police whom an agreement names"),
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
