"""What can go wrong with alerts, each with a stable code and an HTTP status. No text quotes a post or a rule. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


# --- who asks ---------------------------------------------------------------------------------------------------------
class SocialAlertNotFound(CoordinationError):
    """Missing and forbidden look alike: no one learns that an alert exists."""

    code, status, title = "social_alert_not_found", 404, "There is no such alert."


class AlertDeskNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "alert_desk_not_found", 404, "There is no such place for alerts."


class AlertRuleNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "alert_rule_not_found", 404, "There is no such rule."


class AlertTeamDecides(CoordinationError):
    code, status = "alert_team_decides", 403
    title = sentence = _("Only the reviewers decide that. You may read.")


# --- posts that come in -----------------------------------------------------------------------------------------------
class BadAlertPosts(CoordinationError):
    """The pointer names the field. Nothing of the delivery was taken."""

    code, status, title = "bad_alert_posts", 422, "A part of this delivery cannot be."


class TooManyAlertPosts(CoordinationError):
    code, status, title = "too_many_alert_posts", 429, "This provider sends more posts than are taken."
    retry_after_s = 60


# --- steps ------------------------------------------------------------------------------------------------------------
class AlertStepRefused(CoordinationError):
    """A step that the state of an alert does not allow."""

    status = 409


class AlertNotInReview(AlertStepRefused):
    code = "alert_not_in_review"
    title = sentence = _("Begin the review first.")


class AlertInReviewAlready(AlertStepRefused):
    code = "alert_in_review_already"
    title = sentence = _("Someone reviews it already.")


class AlertOfAnotherReviewer(AlertStepRefused):
    code = "alert_of_another_reviewer"
    title = sentence = _("Another person reviews it. They decide, or hand it back.")


class AlertDecidedAlready(AlertStepRefused):
    """What the post said is gone since."""

    code, title = "alert_decided_already", "It was decided before."
    sentence = _("It was decided before. What the post said is gone.")


class AlertStepLacks(CoordinationError):
    """The pointer names what the step needs besides: a disposition, or words."""

    code, status, title = "alert_step_lacks", 422, "Something that this step needs is missing."
    sentence = _("Something is missing: choose from the list, or write in your own words.")


class NoTipDesk(CoordinationError):
    code, status = "no_tip_desk", 409
    title = sentence = _("Neither the school nor its district takes tips yet.")


class NobodyToTell(CoordinationError):
    """No agreement in force shares alerts always."""

    code, status = "nobody_to_tell", 409
    title = sentence = _("No agreement shares alerts with the police. Make it a tip instead.")


class PostsWords(CoordinationError):
    """Five words in a row of the post would leave the alert."""

    code, status, title = "posts_words", 422, "Use your own words: the words of the post do not leave it."
    sentence = _("Use your own words. What the post says stays here.")


# --- rules ------------------------------------------------------------------------------------------------------------
class BadAlertRule(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_alert_rule", 422, "A part of this rule cannot be."
    sentence = _("Something here cannot be: look at the words, the reasons and the days.")


class RuleRefused(CoordinationError):
    """A rule that no one may approve. The pointer names the word."""

    status = 422


class RuleTargetsPolitics(RuleRefused):
    code = "rule_targets_politics"
    title = sentence = _("A rule may not look for political views.")


class RuleTargetsReligion(RuleRefused):
    code = "rule_targets_religion"
    title = sentence = _("A rule may not look for religion.")


class RuleTargetsProtest(RuleRefused):
    code = "rule_targets_protest"
    title = sentence = _("A rule may not look for protests.")


class RuleTargetsGroup(RuleRefused):
    code = "rule_targets_group"
    title = sentence = _("A rule may not look for a group of people.")


class RuleTargetsPerson(RuleRefused):
    code = "rule_targets_person"
    title = sentence = _("A rule may not look for a person.")


class RuleFollowsAccounts(RuleRefused):
    code = "rule_follows_accounts"
    title = sentence = _("A rule may not follow accounts.")


class RuleOfPrivatePosts(RuleRefused):
    code = "rule_of_private_posts"
    title = sentence = _("A rule may look at public posts only.")


class RuleStepRefused(CoordinationError):
    """A step that the state of a rule does not allow."""

    status = 409


class RuleNotApproved(RuleStepRefused):
    code = "rule_not_approved"
    title = sentence = _("The rule is not approved yet.")


class RuleApprovedAlready(RuleStepRefused):
    code = "rule_approved_already"
    title = sentence = _("The rule was approved before. Renew it, or end it.")


class RuleHasEnded(RuleStepRefused):
    code = "rule_has_ended"
    title = sentence = _("The rule has ended. Write a new one.")


class OwnRule(CoordinationError):
    code, status = "own_rule", 403
    title = sentence = _("Who wrote a rule does not approve it.")


class RuleApproverDecides(CoordinationError):
    code, status = "rule_approver_decides", 403
    title = sentence = _("An administrator of the district approves rules.")


# --- the desk ---------------------------------------------------------------------------------------------------------
class BadAlertDesk(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_alert_desk", 422, "A part of these settings cannot be."
    sentence = _("Something here cannot be: look at the site, the days and the file.")
