"""The forms, block by block, with the numbers and titles of FEMA 502-2 (ICS forms booklet)."""

from coordination.incident.ics_forms.official.declared import (
    AGENCY,
    NAME,
    ORGANIZATION,
    POSITION,
    TEXT,
    Block,
    Column,
    Form,
    Subject,
    name_block,
    number_block,
    period_block,
    prepared_block,
)
from coordination.incident.ics_forms.official.status_summary import STATUS_SUMMARY
from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.room.reading.form_lines import Section, Topic
from mou.foundation.labelled import gettext_noop as _

TIME, CONTACT, PEOPLE = Column("time", _("Time")), Column("contact", _("Contact")), Column("people", _("People"))
LEADER, IDENTIFIER, KIND = (
    Column("leader", _("Leader")),
    Column("identifier", _("Identifier")),
    Column("kind", _("Kind")),
)
PLACE, STATUS, NOTES = Column("place", _("Location")), Column("status", _("Status")), Column("notes", _("Notes"))
TEAM, ZONE, ASSIGNMENT = Column("team", _("Team")), Column("zone", _("Zone")), Column("assignment", _("Assignment"))
ORDERED, ARRIVED = Column("ordered", _("Ordered")), Column("arrived", _("Arrived"))

FORMS: dict[IcsForm, Form] = {
    one.form: one
    for one in (
        Form(
            IcsForm.F201,
            Section.PLANNING,
            (
                name_block(),
                number_block(),
                Block("3", _("Date/Time Initiated"), (Topic.INITIATED,)),
                Block("4", _("Map/Sketch"), (Topic.MAP,), (KIND, TEXT, PLACE)),
                Block(
                    "5",
                    _("Situation Summary and Health and Safety Briefing"),
                    (Topic.SITUATION, Topic.LIFE_SAFETY, Topic.PUBLIC_STATUS, Topic.HAZARDS, Topic.PROTECTION),
                ),
                prepared_block("6"),
                Block("7", _("Current and Planned Objectives"), (Topic.OBJECTIVES,), also=(IcsForm.F202, "3")),
                Block(
                    "8",
                    _("Current and Planned Actions, Strategies, and Tactics"),
                    (Topic.ACTIONS,),
                    (TIME, TEXT),
                    by_time=True,
                ),
                Block(
                    "9",
                    _("Current Organization"),
                    (
                        *(Topic.COMMAND, Topic.COMMAND_STAFF, Topic.OPERATIONS, Topic.PLANNING),
                        *(Topic.LOGISTICS, Topic.FINANCE),
                    ),
                    ORGANIZATION,
                ),
                Block(
                    "10",
                    _("Resource Summary"),
                    (Topic.RESOURCES,),
                    (KIND, IDENTIFIER, ORDERED, Column("eta", _("ETA")), ARRIVED, NOTES),
                ),
            ),
        ),
        Form(
            IcsForm.F202,
            Section.PLANNING,
            (
                name_block(),
                period_block(),
                Block("3", _("Objectives"), (Topic.OBJECTIVES,)),
                Block(
                    "4",
                    _("Operational Period Command Emphasis"),
                    (Topic.SITUATION, Topic.LIFE_SAFETY, Topic.HAZARDS),
                ),
                Block("5", _("Site Safety Plan Required?"), also=(IcsForm.F208, "4")),
                Block("6", _("Incident Action Plan")),
                prepared_block("7"),
                Block("8", _("Approved by Incident Commander"), (Topic.COMMAND,), ORGANIZATION),
            ),
        ),
        Form(
            IcsForm.F203,
            Section.PLANNING,
            (
                name_block(),
                period_block(),
                Block(
                    "3",
                    _("Incident Commander(s) and Command Staff"),
                    (Topic.COMMAND, Topic.COMMAND_STAFF, Topic.COMMAND_ORDER),
                    ORGANIZATION,
                ),
                Block("4", _("Agency/Organization Representatives"), (Topic.AGENCIES,), (AGENCY, NAME, POSITION)),
                Block("5", _("Planning Section"), (Topic.PLANNING,), ORGANIZATION),
                Block("6", _("Logistics Section"), (Topic.LOGISTICS,), ORGANIZATION),
                Block("7", _("Operations Section"), (Topic.OPERATIONS,), ORGANIZATION),
                Block("8", _("Finance/Administration Section"), (Topic.FINANCE,), ORGANIZATION),
                prepared_block("9"),
            ),
        ),
        Form(
            IcsForm.F204,
            Section.OPERATIONS,
            (
                name_block(),
                period_block(),
                Block("3", _("Branch, Division, Group, Staging Area"), (Topic.GROUP_NAME, Topic.CHECK_IN_PLACE)),
                Block("4", _("Operations Personnel"), (Topic.COMMAND, Topic.OPERATIONS), (*ORGANIZATION, CONTACT)),
                Block(
                    "5",
                    _("Resources Assigned"),
                    (Topic.RESOURCES,),
                    (IDENTIFIER, LEADER, PEOPLE, CONTACT, PLACE, TEAM, ZONE, ASSIGNMENT),
                ),
                Block("6", _("Work Assignments"), (Topic.ACTIONS, Topic.GROUP_WORK), (TIME, TEXT), by_time=True),
                Block("7", _("Special Instructions"), (Topic.HAZARDS, Topic.PROTECTION)),
                Block(
                    "8",
                    _("Communications"),
                    (Topic.CHANNELS,),
                    (Column("function", _("Function")), Column("channel", _("Channel")), ASSIGNMENT),
                ),
                prepared_block("9"),
            ),
            subject=Subject.GROUP,
        ),
        Form(
            IcsForm.F205,
            Section.LOGISTICS,
            (
                name_block(),
                Block("2", _("Date/Time Prepared")),
                period_block("3"),
                Block(
                    "4",
                    _("Basic Radio Channel Use"),
                    (Topic.CHANNELS,),
                    (
                        Column("zone_group", _("Zone Grp.")),
                        Column("number", _("Ch #")),
                        Column("function", _("Function")),
                        Column("channel", _("Channel Name/Trunked Radio System Talkgroup")),
                        ASSIGNMENT,
                        Column("rx", _("RX Freq N or W")),
                        Column("rx_tone", _("RX Tone/NAC")),
                        Column("tx", _("TX Freq N or W")),
                        Column("tx_tone", _("TX Tone/NAC")),
                        Column("mode", _("Mode (A, D, or M)")),
                        Column("remarks", _("Remarks")),
                    ),
                ),
                Block("5", _("Special Instructions")),
                prepared_block("6"),
            ),
            is_wide=True,
        ),
        Form(
            IcsForm.F206,
            Section.LOGISTICS,
            (
                name_block(),
                period_block(),
                Block(
                    "3",
                    _("Medical Aid Stations"),
                    (Topic.AID_STATIONS,),
                    (NAME, PLACE, CONTACT, Column("paramedics", _("Paramedics on Site?"))),
                ),
                Block(
                    "4",
                    _("Transportation"),
                    (Topic.AMBULANCES,),
                    (NAME, PLACE, CONTACT, Column("level", _("Level of Service")), STATUS),
                ),
                Block(
                    "5",
                    _("Hospitals"),
                    (Topic.HOSPITALS,),
                    (
                        NAME,
                        PLACE,
                        CONTACT,
                        Column("travel", _("Travel Time")),
                        Column("trauma", _("Trauma Center")),
                        Column("burn", _("Burn Center")),
                        Column("helipad", _("Helipad")),
                        STATUS,
                    ),
                ),
                Block("6", _("Special Medical Emergency Procedures")),
                Block("7", _("Prepared by (Medical Unit Leader)"), (Topic.PREPARED_BY,)),
                Block("8", _("Approved by (Safety Officer)")),
            ),
        ),
        Form(
            IcsForm.F207,
            Section.PLANNING,
            (
                name_block(),
                period_block(),
                Block(
                    "3",
                    _("Organization Chart"),
                    (
                        *(Topic.COMMAND, Topic.COMMAND_STAFF, Topic.COMMAND_ORDER, Topic.OPERATIONS),
                        *(Topic.PLANNING, Topic.LOGISTICS, Topic.FINANCE, Topic.AGENCIES),
                    ),
                    ORGANIZATION,
                ),
                prepared_block("4"),
            ),
        ),
        Form(
            IcsForm.F208,
            Section.SAFETY,
            (
                name_block(),
                period_block(),
                Block(
                    "3",
                    _("Safety Message/Expanded Safety Message, Safety Plan, Site Safety Plan"),
                    (Topic.LIFE_SAFETY, Topic.HAZARDS, Topic.PROTECTION),
                ),
                Block("4", _("Site Safety Plan Required?")),
                prepared_block("5"),
            ),
        ),
        STATUS_SUMMARY,
        Form(
            IcsForm.F211,
            Section.PLANNING,
            (
                name_block(),
                number_block(),
                Block("3", _("Check-In Location"), (Topic.CHECK_IN_PLACE,)),
                Block("4", _("Start Date/Time"), (Topic.INITIATED,)),
                # The official blocks 5 to 16 are the columns of one list.
                Block(
                    "5-16",
                    _("Check-In Information"),
                    (Topic.RESOURCES,),
                    (
                        Column("identifier", _("5 Resource")),
                        Column("kind", _("5 Kind")),
                        Column("team", _("5 ST or TF")),
                        Column("ordered", _("6 Order Request #")),
                        Column("arrived", _("7 Date/Time Check-In")),
                        Column("leader", _("8 Leader's Name")),
                        Column("people", _("9 Total Number of Personnel")),
                        Column("contact", _("10 Incident Contact")),
                        Column("agency", _("11 Home Unit or Agency")),
                        Column("departure", _("12 Departure Point, Date and Time")),
                        Column("travel", _("13 Method of Travel")),
                        Column("assignment", _("14 Incident Assignment")),
                        Column("qualifications", _("15 Other Qualifications")),
                        Column("sent", _("16 Data Provided to Resources Unit")),
                    ),
                ),
                prepared_block("17"),
            ),
            is_wide=True,
        ),
        Form(
            IcsForm.F213,
            Section.LIAISON,
            (
                name_block(),
                Block("2", _("To"), (Topic.MESSAGE_TO,)),
                Block("3", _("From"), (Topic.MESSAGE_FROM,)),
                Block("4", _("Subject")),
                Block("5", _("Date"), (Topic.MESSAGE_DATE,)),
                Block("6", _("Time"), (Topic.MESSAGE_TIME,)),
                Block("7", _("Message"), (Topic.MESSAGE_TEXT,)),
                Block("8", _("Approved by")),
                Block("9", _("Reply")),
                Block("10", _("Replied by")),
            ),
            subject=Subject.MESSAGE,
        ),
        Form(
            IcsForm.F214,
            Section.PLANNING,
            (
                name_block(),
                period_block(),
                Block("3", _("Name"), (Topic.SUBJECT_NAME,)),
                Block("4", _("ICS Position"), (Topic.SUBJECT_POSITION,)),
                Block("5", _("Home Agency (and Unit)"), (Topic.SUBJECT_AGENCY,)),
                Block("6", _("Resources Assigned"), (Topic.SUBJECT_RESOURCES,), (NAME, POSITION, AGENCY)),
                Block("7", _("Activity Log"), (Topic.SUBJECT_ACTIVITY,), (TIME, TEXT), by_time=True),
                prepared_block("8"),
            ),
            subject=Subject.PERSON_OR_UNIT,
        ),
        Form(
            IcsForm.F215,
            Section.OPERATIONS,
            (
                name_block(),
                period_block(),
                # The official blocks 3 to 10 are the columns of one list.
                Block(
                    "3-10",
                    _("Work Assignments and Resources"),
                    (Topic.RESOURCES,),
                    (
                        Column("zone", _("3 Branch")),
                        Column("team", _("4 Division, Group, or Other")),
                        Column("assignment", _("5 Work Assignment and Special Instructions")),
                        Column("identifier", _("6 Resource")),
                        Column("people", _("6 Have")),
                        Column("need", _("6 Need")),
                        Column("leader", _("7 Overhead Position(s)")),
                        Column("qualifications", _("8 Special Equipment and Supplies")),
                        Column("place", _("9 Reporting Location")),
                        Column("eta", _("10 Requested Arrival Time")),
                    ),
                ),
                Block("11", _("Total Resources Required")),
                Block("12", _("Total Resources Have on Hand"), (Topic.RESPONDER_STATUS,)),
                Block("13", _("Total Resources Need To Order"), (Topic.SUPPLIES,)),
                prepared_block("14"),
            ),
            is_wide=True,
        ),
        Form(
            IcsForm.F215A,
            Section.SAFETY,
            (
                name_block(),
                number_block(),
                Block("3", _("Date/Time Prepared")),
                period_block("4"),
                # The official blocks 5 to 7 are the columns of one list.
                Block(
                    "5-7",
                    _("Hazards, Risks and Mitigations"),
                    (Topic.HAZARDS, Topic.PROTECTION),
                    (
                        Column("place", _("5 Incident Area")),
                        Column("text", _("6 Hazards/Risks")),
                        Column("mitigation", _("7 Mitigations")),
                    ),
                ),
                prepared_block("8"),
            ),
            is_wide=True,
        ),
        Form(
            IcsForm.F309,
            Section.LOGISTICS,
            (
                name_block(),
                period_block(),
                Block("3", _("Radio Net Name or Position/Tactical Call"), (Topic.CHANNELS,)),
                Block("4", _("Radio Operator")),
                Block(
                    "5",
                    _("Communications Log"),
                    (Topic.MESSAGES,),
                    (TIME, Column("from", _("From")), Column("to", _("To")), Column("text", _("Message"))),
                    by_time=True,
                ),
                prepared_block("6"),
                Block("7", _("Date/Time Prepared")),
            ),
        ),
    )
}
