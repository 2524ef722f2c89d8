"""What can go wrong with alerts, each with a stable code and an HTTP status. No text quotes a post or a rule. Pure."""

from coordination.casework.refusals import (
    declare_fault,
    declare_not_found,
    declare_refusal,
    declare_step_lack,
    declare_step_refusal,
)
from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _

# --- who asks ---------------------------------------------------------------------------------------------------------
SocialAlertNotFound = declare_not_found("social_alert_not_found", "There is no such alert.")
AlertDeskNotFound = declare_not_found("alert_desk_not_found", "There is no such place for alerts.")
AlertRuleNotFound = declare_not_found("alert_rule_not_found", "There is no such rule.")
AlertTeamDecides = declare_refusal("alert_team_decides", 403, _("Only the reviewers decide that. You may read."))


# --- posts that come in -----------------------------------------------------------------------------------------------
class BadAlertPosts(CoordinationError):
    """The pointer names the field. Nothing of the delivery was taken."""

    code, status, title = "bad_alert_posts", 422, _("A part of this delivery cannot be.")


class TooManyAlertPosts(CoordinationError):
    code, status, title = "too_many_alert_posts", 429, _("This provider sends more posts than are taken.")
    retry_after_s = 60


# --- steps ------------------------------------------------------------------------------------------------------------
AlertNotInReview = declare_step_refusal("alert_not_in_review", _("Begin the review first."))
AlertInReviewAlready = declare_step_refusal("alert_in_review_already", _("Someone reviews it already."))
AlertOfAnotherReviewer = declare_step_refusal(
    "alert_of_another_reviewer", _("Another person reviews it. They decide, or hand it back.")
)
# What the post said is gone since.
AlertDecidedAlready = declare_step_refusal(
    "alert_decided_already", _("It was decided before. What the post said is gone."), title="It was decided before."
)
# The pointer names what the step needs besides: a disposition, or words.
AlertStepLacks = declare_step_lack(
    "alert_step_lacks",
    _("Something is missing: choose from the list, or write in your own words."),
    title="Something that this step needs is missing.",
)
NoTipDesk = declare_refusal("no_tip_desk", 409, _("Neither the school nor its district takes tips yet."))
# No agreement in force shares alerts always.
NobodyToTell = declare_refusal(
    "nobody_to_tell", 409, _("No agreement shares alerts with the police. Make it a tip instead.")
)
# Five words in a row of the post would leave the alert.
PostsWords = declare_refusal(
    "posts_words",
    422,
    _("Use your own words. What the post says stays here."),
    title="Use your own words: the words of the post do not leave it.",
)

# --- rules ------------------------------------------------------------------------------------------------------------
BadAlertRule = declare_fault(
    "bad_alert_rule",
    title="A part of this rule cannot be.",
    sentence=_("Something here cannot be: look at the words, the reasons and the days."),
)
RuleTargetsPolitics = declare_refusal("rule_targets_politics", 422, _("A rule may not look for political views."))
RuleTargetsReligion = declare_refusal("rule_targets_religion", 422, _("A rule may not look for religion."))
RuleTargetsProtest = declare_refusal("rule_targets_protest", 422, _("A rule may not look for protests."))
RuleTargetsGroup = declare_refusal("rule_targets_group", 422, _("A rule may not look for a group of people."))
RuleTargetsPerson = declare_refusal("rule_targets_person", 422, _("A rule may not look for a person."))
RuleFollowsAccounts = declare_refusal("rule_follows_accounts", 422, _("A rule may not follow accounts."))
RuleOfPrivatePosts = declare_refusal("rule_of_private_posts", 422, _("A rule may look at public posts only."))
RuleNotApproved = declare_step_refusal("rule_not_approved", _("The rule is not approved yet."))
RuleApprovedAlready = declare_step_refusal(
    "rule_approved_already", _("The rule was approved before. Renew it, or end it.")
)
RuleHasEnded = declare_step_refusal("rule_has_ended", _("The rule has ended. Write a new one."))
OwnRule = declare_refusal("own_rule", 403, _("Who wrote a rule does not approve it."))
RuleApproverDecides = declare_refusal(
    "rule_approver_decides", 403, _("An administrator of the district approves rules.")
)

# --- the desk ---------------------------------------------------------------------------------------------------------
BadAlertDesk = declare_fault(
    "bad_alert_desk",
    title="A part of these settings cannot be.",
    sentence=_("Something here cannot be: look at the site, the days and the file."),
)
