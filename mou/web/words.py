"""The words that the agreements' pages and scripts show, in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mou.vocabulary import TemplateKind, VersionPhase, VersionState
from mou.web.term_words import term_words


def state_words() -> dict[str, str]:
    """Return what each state of a version is called."""
    return {
        "draft": _("Draft"),
        "in_review": _("In review"),
        "approved": _("Approved"),
        "out_for_signature": _("Out for signature"),
        "in_force": _("In force"),
        "expired": _("Expired"),
        "terminated": _("Terminated"),
        "superseded": _("Superseded"),
    }


def phase_words() -> dict[str, str]:
    """Return what a version is called today."""
    return {**state_words(), "signed": _("Signed"), "party_inactive": _("Not in force")}


def step_words() -> dict[str, str]:
    """Return what each step of a version led to: with the last signature it need not be in force yet."""
    return {**state_words(), "in_force": _("Signed by all")}


def phase_note(phase: VersionPhase, effective_on: date) -> str:
    """Return what has to be said of a version that is signed and does not hold, or nothing."""
    if phase is VersionPhase.SIGNED:
        return _("In force from %(day)s") % {"day": date_format(effective_on)}
    return _("One of the parties is switched off.") if phase is VersionPhase.PARTY_INACTIVE else ""


def template_words() -> dict[str, str]:
    """Return what each kind of agreement is called."""
    return {
        TemplateKind.SRO.value: _("District and police: school resource officers"),
        TemplateKind.FIRE_EMS.value: _("District and fire or ambulance service"),
        TemplateKind.REUNIFICATION_HOST.value: _("Reunification host"),
        TemplateKind.MUTUAL_AID.value: _("Mutual aid"),
        TemplateKind.OTHER.value: _("Without a template"),
    }


def move_words() -> dict[str, str]:
    """Return what the button of each step says."""
    return {
        VersionState.IN_REVIEW.value: _("Send to review"),
        VersionState.APPROVED.value: _("Approve"),
        VersionState.OUT_FOR_SIGNATURE.value: _("Send out for signature"),
        VersionState.DRAFT.value: _("Back to a draft"),
    }


def editor_words() -> dict[str, str]:
    """Return every text of the editor's scripts by its key."""
    return {
        **_saving_words(),
        **_clause_words(),
        **_comment_words(),
        **term_words(),
        **{f"state.{key}": text for key, text in phase_words().items()},
        **{f"topic.{key}": text for key, text in topic_words().items()},
    }


def _saving_words() -> dict[str, str]:
    return {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "failed": _("Not saved: the server was not reached. Your words are kept here and sent again."),
        "refused": _("Not saved: {why}"),
        "conflict": _("Somebody else changed this clause meanwhile. Your words are still here."),
        "removed_meanwhile": _("Somebody else removed this clause meanwhile. Your words are still here to be copied."),
        "let_go": _("Let it go"),
        "take_theirs": _("Show theirs"),
        "keep_mine": _("Save mine over theirs"),
        "alone": _("Nobody else has this version open."),
        "here": _("Here now: {names}"),
        "writes_here": _("{name} is in this clause"),
        "moved_on": _("This version is now: {state}. The page shows it as it is."),
        "gone": _("This version is no longer open to you."),
    }


def _clause_words() -> dict[str, str]:
    return {
        "heading": _("Heading"),
        "topic": _("Topic"),
        "body": _("Words of clause {n}"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "list": _("List"),
        "numbered": _("Numbered list"),
        "up": _("Move up"),
        "down": _("Move down"),
        "remove": _("Remove clause"),
        "remove_sure": _("Remove this clause? Its history stays."),
        "history": _("History"),
        "history_line": _("Edit {n} · {kind} · {who} · {when}"),
        **{f"edit.{key}": text for key, text in edit_kind_words().items()},
        "console": _("the console"),
        "assigned": _("Assigned to"),
        "nobody": _("nobody"),
        "new_clause": _("New clause"),
        "close": _("Close"),
    }


def edit_kind_words() -> dict[str, str]:
    """Return what each kind of edit is called."""
    return {
        "added": _("added"),
        "changed": _("changed"),
        "moved": _("moved"),
        "removed": _("removed"),
        "accepted": _("suggestion accepted"),
    }


def _comment_words() -> dict[str, str]:
    return {
        "remarks": _("Remarks ({n})"),
        "remark": _("Your remark"),
        "suggest": _("Suggest other words"),
        "suggestion": _("Suggested words"),
        "send": _("Send remark"),
        "accept": _("Accept"),
        "reject": _("Reject"),
        "resolve": _("Resolve"),
        "comment.open": pgettext("remark", "open"),
        "comment.resolved": _("resolved"),
        "comment.accepted": _("accepted"),
        "comment.rejected": _("rejected"),
    }


def topic_words() -> dict[str, str]:
    """Return what each topic is called."""
    return {
        "parties": _("Parties"),
        "purpose_goals": _("Purpose and goals"),
        "roles": _("Roles"),
        "chain_of_command": _("Chain of command"),
        "duty": _("Duty"),
        "selection": _("Selection"),
        "training": _("Training"),
        "info_sharing": _("Information sharing"),
        "technology": _("Technology"),
        "response": _("Response"),
        "enforcement": _("Enforcement"),
        "discipline_boundary": _("Discipline"),
        "threat_assessment": _("Threat assessment"),
        "crisis_planning": _("Crisis planning"),
        "funding": _("Funding"),
        "data_reporting": _("Data and reporting"),
        "evaluation_complaints": _("Evaluation and complaints"),
        "liability": _("Liability"),
        "civil_rights": _("Civil rights"),
        "miscellaneous": _("Miscellaneous"),
    }
