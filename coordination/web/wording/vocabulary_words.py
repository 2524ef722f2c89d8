"""The words of the closed lists in the reader's language. Every value has one: tests/coordination/web checks it."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.vocabulary import ResponderStatus
from mou.vocabulary import DataCategory, MemberRole, TermKind

type WordList = dict[str, str]


def vocabulary_words() -> dict[str, WordList]:
    """Return a label for every value of every list that the pages show."""
    return {
        "incident_type": incident_types(),
        "severity": severities(),
        "audience": audiences(),
        "responder_status": statuses(),
        "marker_kind": marker_kinds(),
        "shape_kind": shape_kinds(),
        "role": MemberRole.labels(),
        "panic_kind": panic_kinds(),
        **response_action_lists(),
        **room_report_lists(),
        **command_lists(),
        **fact_lists(),
        "term_kind": TermKind.labels(),
        "data_category": DataCategory.labels(),
    }


def incident_types() -> WordList:
    """Return the incident types, worst first, as the opening form lists them."""
    return {
        "ACTSHOOT": _("Active shooter"),
        "SHOOT": _("Shooting"),
        "STABBING": _("Stabbing"),
        "WEAPON": _("Person with a weapon"),
        "THREATS": _("Threats"),
        "BOMB": _("Bomb threat or device"),
        "ALRPANA": _("Panic alarm, audible"),
        "ALRPANS": _("Panic alarm, silent"),
        "FSTRU": _("Structure fire"),
        "FSMOKE": _("Smoke"),
        "ALRF": _("Fire alarm"),
        "GASLEAKI": _("Gas leak inside"),
        "GASLEAKO": _("Gas leak outside"),
        "HAZMAT": _("Hazardous materials"),
        "MCI": _("Mass casualty incident"),
        "CARDIAC": _("Cardiac arrest or chest pain"),
        "SEIZURE": _("Seizure"),
        "TRAUMA": _("Injury"),
        "SUICTHRT": _("Suicide threat"),
        "FIGHT": _("Fight"),
        "ASSAULT": _("Assault"),
        "PERSUSP": _("Suspicious person"),
        "PERMISS": _("Missing person"),
        "TRESPASS": _("Trespass"),
        "SCH": _("Offense at school"),
        "STDBY": _("Standby"),
        "INFO": _("Information"),
    }


def severities() -> WordList:
    return {
        "extreme": _("Extreme"),
        "severe": _("Severe"),
        "moderate": _("Moderate"),
        "minor": _("Minor"),
        "unknown": _("Not known yet"),
    }


def audiences() -> WordList:
    return {
        "everyone": _("Everyone"),
        "responders": _("Responders"),
        "command": _("Command"),
        "school": pgettext("audience", "School"),
        "addressed": pgettext("audience", "To some players"),
    }


def statuses_for(*, responds: bool) -> WordList:
    """Return the statuses that fit somebody, the likeliest first: nobody at the school is on the way to it."""
    if responds:
        return statuses()
    fitting = (
        ResponderStatus.CHECKED_IN,
        ResponderStatus.ACKNOWLEDGED,
        ResponderStatus.ON_SCENE,
        ResponderStatus.DEPARTED,
    )
    return {one.value: statuses()[one.value] for one in fitting}


def statuses() -> WordList:
    return {
        "AcknowledgedTransmission": _("Acknowledged"),
        "EnRoute": _("En route"),
        "Staging": _("Staging"),
        "OnScene": _("On scene"),
        "CheckedIn": _("Checked in"),
        "PatientContact": _("Patient contact"),
        "Transporting": _("Transporting"),
        "InService": _("In service"),
        "OutofService": _("Out of service"),
        "Departed": _("Departed"),
    }


def marker_kinds() -> WordList:
    return {
        "command_post": _("Command post"),
        "staging": _("Staging area"),
        "casualty_collection_point": _("Casualty collection point"),
        "ambulance_exchange_point": _("Ambulance exchange point"),
        "casualty": _("Casualty"),
        "hazard": _("Hazard"),
        "suspect_last_seen": _("Suspect last seen"),
        "entry_point": _("Entry point"),
        "assembly_point": _("Assembly point"),
        "reunification": _("Reunification"),
        "landing_zone": _("Landing zone"),
        "other": _("Other"),
    }


def lines() -> WordList:
    return {"line": _("Line"), "route": _("Route")}


def zones() -> WordList:
    return {
        "hot_zone": _("Hot zone"),
        "warm_zone": _("Warm zone"),
        "cold_zone": _("Cold zone"),
        "inner_perimeter": _("Inner perimeter"),
        "outer_perimeter": _("Outer perimeter"),
        "search_area": _("Search area"),
        "other_zone": _("Other zone"),
    }


def shape_kinds() -> WordList:
    return {**lines(), **zones()}


def panic_kinds() -> WordList:
    return {
        "emergency": _("Emergency"),
        "active_threat": _("Active threat"),
        "secure": _("Threat outside"),
        "fire": _("Fire"),
        "medical": _("Medical emergency"),
        "staff_assist": _("Staff assist"),
    }


def response_action_kinds() -> WordList:
    """Return the terms of art: as they are spoken, so that everybody knows the word."""
    return {
        "hold": pgettext("response action", "Hold"),
        "secure": pgettext("response action", "Secure"),
        "lockdown": pgettext("response action", "Lockdown"),
        "evacuate": pgettext("response action", "Evacuate"),
        "shelter": pgettext("response action", "Shelter"),
    }


def response_action_lists() -> dict[str, WordList]:
    """Return the lists that say the rest of a response action."""
    return {
        "response_action_kind": response_action_kinds(),
        "response_action_status": {
            "in_force": _("In force"),
            "changed": _("Changed"),
            "released": _("Released"),
            "ended": _("Ended with the incident"),
        },
        "release_mode": {"all_clear": _("All clear"), "room_by_room": _("Room by room")},
        "shelter_hazard": {
            "tornado": _("Tornado"),
            "hazmat": _("Hazardous materials"),
            "earthquake": _("Earthquake"),
            "tsunami": _("Tsunami"),
        },
        "safety_strategy": {
            "evacuate_to_shelter_area": _("Evacuate to the shelter area"),
            "seal_the_room": _("Seal the room"),
            "drop_cover_and_hold": _("Drop, cover and hold"),
            "get_to_high_ground": _("Get to high ground"),
        },
    }


def room_report_lists() -> dict[str, WordList]:
    """Return the lists of a report of a room."""
    return {
        "room_report_state": {
            "ok": pgettext("room report", "OK"),
            "need_help": pgettext("room report", "Need help"),
            "medical": pgettext("room report", "Medical"),
        },
        "door_lock": {
            "locked": pgettext("door", "locked"),
            "unlocked": pgettext("door", "not locked"),
        },
        "room_lead": {
            "scheduled_teacher": pgettext("room report", "the scheduled teacher"),
            "substitute": pgettext("room report", "a substitute"),
        },
        "report_source": {
            "radio": pgettext("room report", "heard by radio"),
            "phone": pgettext("room report", "heard by phone"),
            "card": pgettext("room report", "seen on a card"),
        },
    }


def command_lists() -> dict[str, WordList]:
    """Return the lists that say how command changes."""
    return {
        "command_offer_kind": {"transfer": _("Transfer of command"), "unified": _("Unified command")},
        "command_offer_outcome": {
            "declined": _("Command was declined"),
            "withdrawn": _("The offer of command was taken back"),
        },
        "claim_basis": {
            "school_leadership": _("leadership of the school"),
            "order_of_command": _("order of command"),
            "no_order_agreed": _("no order agreed"),
        },
        "command_end": {
            "left_room": _("left the room"),
            "removed": _("was removed"),
            "access_ended": _("access has ended"),
        },
        "mutual_aid_end": {
            "by_command": _("ended by whoever commands"),
            "incident_closed": _("the incident was closed"),
            "ran_out": _("its time was over"),
        },
    }


def fact_lists() -> dict[str, WordList]:
    """Return the lists of pinned facts and maydays."""
    return {
        "fact_kind": {
            "suspects": _("Suspects"),
            "suspect_description": _("Suspect description"),
            "occupied_room": _("Room occupied"),
            "breached_door": _("Door breached"),
            "hazard": _("Danger"),
            "other": _("Fact"),
        },
        "fact_source": {
            "caller": _("a caller"),
            "camera": _("a camera"),
            "officer": _("an officer"),
            "firefighter": _("a firefighter"),
            "teacher": _("a teacher"),
            "student": _("a student"),
            "sensor": _("a sensor"),
            "other": _("another source"),
        },
        "fact_standing": {
            "stands": _("Stands"),
            "superseded": _("Superseded"),
            "withdrawn": _("Withdrawn"),
        },
        "mayday_kind": {"mayday": _("MAYDAY"), "officer_down": _("OFFICER DOWN")},
    }
