"""The words that the agreements' pages and scripts show, in the reader's language."""

from django.utils.translation import gettext as _

from mou.vocabulary import TemplateKind, VersionState


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
        **_term_words(),
        **{f"state.{key}": text for key, text in state_words().items()},
        **{f"topic.{key}": text for key, text in topic_words().items()},
        **{f"kind.{key}": text for key, text in term_kind_words().items()},
        **{f"category.{key}": text for key, text in category_words().items()},
    }


def _saving_words() -> dict[str, str]:
    return {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "failed": _("Not saved: the server was not reached. Your words are kept here and sent again."),
        "refused": _("Not saved: {why}"),
        "conflict": _("Somebody else changed this clause meanwhile. Your words are still here."),
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
        "edit.added": _("added"),
        "edit.changed": _("changed"),
        "edit.moved": _("moved"),
        "edit.removed": _("removed"),
        "edit.accepted": _("suggestion accepted"),
        "console": _("the console"),
        "assigned": _("Assigned to"),
        "nobody": _("nobody"),
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
        "comment.open": _("open"),
        "comment.resolved": _("resolved"),
        "comment.accepted": _("accepted"),
        "comment.rejected": _("rejected"),
    }


def _term_words() -> dict[str, str]:
    return {
        "terms": _("What the software acts on"),
        "no_terms": _("No typed terms in this clause."),
        "add_term": _("Add a term"),
        "remove_term": _("Remove term"),
        "matrix": _("Data matrix: what is shared, and when"),
        "category": _("Category"),
        "to_agency": _("District to agency"),
        "to_district": _("Agency to district"),
        "unsaid": _("not said"),
        "time.never": _("never"),
        "time.emergency": _("emergency"),
        "time.on_request": _("on request"),
        "time.continuous": _("continuous"),
        "granted": _("Granted"),
        "yes": _("Yes"),
        "when": _("When"),
        "trigger": _("Trigger"),
        "number": _("Number"),
        "minutes": _("Minutes"),
        "hours": _("Hours"),
        "within_days": _("Within days"),
        "days": _("Days"),
        "duty": _("Whose duty"),
        "mode": _("Mode"),
        "channels": _("Channels, one on a line"),
        "initial": _("Commands first"),
        "order": _("Then, one kind of agency on a line"),
        "scope": _("Course"),
        "condition": _("Holds"),
        "always": _("always"),
        "incident_open": _("while a real incident is open at the site"),
        "drill_too": _("while an incident or exercise is open at the site"),
        "as_data": _("Value"),
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


def term_kind_words() -> dict[str, str]:
    """Return what each kind of term is called."""
    return {
        "floorplan_access": _("Access to floorplans"),
        "room_access": _("Access to incident rooms"),
        "roster_access": _("Access to the roster"),
        "camera_access": _("Access to cameras"),
        "data_sharing": _("Data sharing"),
        "ferpa_school_official": _("Officer is a school official (FERPA)"),
        "command_transfer_to": _("Order of command"),
        "radio_interop": _("Radio"),
        "response_time_target_minutes": _("Response time target"),
        "contacts": _("Contacts"),
        "duty_paging": _("Page people off duty"),
        "sro_disciplinarian": _("Officer disciplines students"),
        "training_hours": _("Training hours"),
        "drills_per_year": _("Drills per year"),
        "map_update_days": _("Map update"),
        "review_interval_months": _("Review every months"),
        "renewal_notice_days": _("Renewal notice, days"),
        "termination_notice_days": _("Termination notice, days"),
    }


def category_words() -> dict[str, str]:
    """Return what each row of the data matrix is called."""
    return {
        "student_roster": _("Student roster"),
        "staff_roster": _("Staff roster"),
        "photo": _("Photos"),
        "schedule": _("Schedules"),
        "attendance": _("Attendance"),
        "address_guardians": _("Addresses and guardians"),
        "discipline": _("Discipline records"),
        "special_education": _("Special education"),
        "medical": _("Medical"),
        "counselling": _("Counseling"),
        "threat_assessment": _("Threat assessments"),
        "visitor_log": _("Visitor log"),
        "door_events": _("Door events"),
        "live_video": _("Live video"),
        "recorded_video": _("Recorded video"),
        "floor_plan": _("Floor plans"),
        "tip_reports": _("Tips"),
        "social_media_alert": _("Social media alerts"),
        "device_location": _("Locations of devices"),
    }
