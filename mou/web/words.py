"""The words that the agreements' pages and scripts show, in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mou.vocabulary import CommentState, EditKind, Topic, VersionPhase, VersionState
from mou.web.term_words import term_words


def step_words() -> dict[str, str]:
    """Return what each step of a version led to: with the last signature it need not be in force yet."""
    return {**VersionState.labels(), "in_force": _("Signed by all")}


def phase_note(phase: VersionPhase, effective_on: date) -> str:
    """Return what has to be said of a version that is signed and does not hold, or nothing."""
    if phase is VersionPhase.SIGNED:
        return _("In force from %(day)s") % {"day": date_format(effective_on)}
    return _("One of the parties is switched off.") if phase is VersionPhase.PARTY_INACTIVE else ""


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
        **{f"state.{key}": text for key, text in VersionPhase.labels().items()},
        **{f"topic.{key}": text for key, text in Topic.labels().items()},
    }


def _saving_words() -> dict[str, str]:
    return {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "failed": _("Not saved: the server was not reached. Your words are kept here and sent again."),
        "refused": _("Not saved: {why}"),
        "conflict": _("Someone else changed this clause meanwhile. Your words are still here."),
        "removed_meanwhile": _("Someone else removed this clause meanwhile. Your words are still here to be copied."),
        "let_go": _("Let it go"),
        "take_theirs": _("Show theirs"),
        "keep_mine": _("Save mine over theirs"),
        "alone": _("No one else has this version open."),
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
        **{f"edit.{key}": text for key, text in EditKind.labels().items()},
        "console": _("the console"),
        "assigned": _("Assigned to"),
        "no_one": _("no one"),
        "new_clause": _("New clause"),
        "close": _("Close"),
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
        **{f"comment.{key}": text for key, text in CommentState.labels().items()},
    }
