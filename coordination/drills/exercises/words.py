"""The words of exercises as people read them, by value."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from coordination.drills.exercises.errors import BadExercise
from coordination.drills.exercises.rules.readiness import OpenPoint
from coordination.drills.exercises.vocabulary import (
    ExerciseKind,
    MselDefectCode,
)
from mou.foundation.forms.act_form import Refusal
from mou.foundation.labelled import Reason


def kind_hints() -> dict[str, str]:
    """Return what each kind is, for a person who chooses one."""
    return {
        ExerciseKind.SEMINAR: _("People hear about a plan."),
        ExerciseKind.WORKSHOP: _("People write a plan together."),
        ExerciseKind.TABLETOP: _("People talk a scenario through at a table."),
        ExerciseKind.GAME: _("Teams decide against each other or the clock."),
        ExerciseKind.DRILL: _("One action is practiced, by one organization."),
        ExerciseKind.FUNCTIONAL: _("Command works in real time; no one moves in the field."),
        ExerciseKind.FULL_SCALE: _("Everybody does everything, on the ground."),
    }


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds to choose from, each with what it is."""
    hints = kind_hints()
    return [(value, f"{text}: {hints[value]}") for value, text in ExerciseKind.labels().items()]


def announced_choices() -> list[tuple[object, str]]:
    """Return the answers to whether an exercise is announced."""
    return [(True, _("Yes, everybody knows when")), (False, _("No: players see it when it begins"))]


def told_choices() -> list[tuple[object, str]]:
    """Return the answers to who is told when a person presses in an exercise."""
    return [
        (False, _("Only those who take part")),
        (True, _("Everybody whom the rules of the site name, marked as an exercise")),
    ]


def check_words() -> dict[str, str]:
    return {
        "assailant_with_students": _("No one acts an assailant before students. Take the actors or the students out."),
        "unannounced_with_students": _("Students are told before. Announce it."),
        "props_with_young_students": _("Up to grade 5 nothing is simulated. Take the props or these students out."),
        "no_real_audio": _("No recording of a real incident is played."),
        "no_live_ammunition": _("No live ammunition, and no weapon that could fire, is on the site of play."),
        "weapons_protocol": _(
            "A safety officer checks everybody for weapons, twice; signs say so; no one else comes in."
        ),
        "staff_unannounced": _("Staff are not told before. Unannounced drills have harmed people."),
        "opt_out": _("Everybody may say no, without giving a reason, and has something else to do."),
        "mental_health_plans": _("A mental health professional is on the planning team."),
        "mental_health_present": _("A mental health professional is there, watches people, and may stop it."),
        "props_explained": _("Before it begins everybody sees and hears each prop, and what it is for."),
        "special_needs": _("A plan looks after disabilities, injuries, trauma, and people who speak no English."),
        "exit_word": _("There is a word that everybody knows; who says it is out at once."),
        "debrief": _("A debrief is planned right after it, for everybody, with someone to talk to."),
        "parents_told": _("Parents are told before: when, what, why, and how a child stays out of it."),
        "age_appropriate": _("What is said and done fits each age."),
        "staff_first": _("Staff have talked it through without students first."),
        "discussion_first": _("It was talked through at a table here, within a year, before it is played."),
    }


def point_words(point: OpenPoint) -> str:
    """Return what is open, in the reader's language."""
    found = {
        "past": _("The exercise would have ended by now."),
        "age_tiers": _("Say which students take part."),
        "objectives": _("Write at least one objective."),
        "capabilities": _("Objective %(name)s maps to no core capability."),
        "tasks": _("Objective %(name)s has no critical task to rate."),
        "injects": _("This kind of exercise needs a MSEL."),
        "place": _("Inject %(name)s is a marker without a place."),
        "recipient": _("Inject %(name)s goes to an organization that does not take part."),
        "director": _("No one directs the exercise."),
        "players": _("No one plays."),
        "evaluators": _("No one evaluates."),
        "safety_officer": _("No one is the safety officer."),
    }
    if point.code == "check":
        return check_words()[point.name]
    if point.code == "second":
        return _("A second person has not confirmed: %(check)s") % {"check": check_words()[point.name]}
    return found[point.code] % {"name": point.name}


def defect_words(code: MselDefectCode, arguments: Mapping[str, str]) -> str:
    """Return what is wrong in a row of a MSEL's file, in the reader's language."""
    whys = MselDefectCode
    found = {
        whys.TOO_LONG: _("At most %(most)s characters, none of which is hidden."),
        whys.NO_TEXT: _("Say what is brought into play."),
        whys.NO_TIME: _("“%(said)s” is no time: minutes from STARTEX, minutes:seconds, or hours:minutes:seconds."),
        whys.TIME_OUT_OF_BOUNDS: _("From STARTEX to three days after it."),
        whys.NO_SUCH_DELIVERY: _("One of these: %(known)s."),
        whys.NO_SUCH_KIND: _("One of these: %(known)s."),
        whys.NO_SUCH_MARKER: _("One of these: %(known)s."),
        whys.NO_SUCH_ALARM: _("One of these: %(known)s."),
        whys.HALF_A_PLACE: _("A place has a longitude and a latitude."),
        whys.NO_DEGREES: _("Degrees as GPS counts them, such as -98.49 and 39.8."),
        whys.NO_SUCH_LEVEL: _("The site has no such floor."),
        whys.NOT_OF_EXERCISE: _("“%(said)s” takes no part in this exercise."),
        whys.NO_NUMBER: _("A whole number from 1 to 9999."),
        whys.NUMBER_TWICE: _("The number %(said)s stands in a row above."),
    }
    return found[code] % arguments


def refusal_sentence(refusal: Refusal) -> str:
    """Return what a form says of a refusal: of a field that is wrong, what it takes."""
    if not isinstance(refusal, BadExercise) or isinstance(refusal.detail, Reason):
        return refusal.sentence_or(str(refusal))
    fields = {
        "name": _("Give it a name of at most 120 characters."),
        "planned_start": _("Say when it begins."),
        "planned_end": _("It ends after it begins, in the future and within two weeks."),
        "agency_id": _("Choose an organization of the district, or with an agreement in force at the site."),
        "person_id": _("Choose someone of an organization that takes part."),
        "role": _("Someone must direct the exercise."),
        "to_agency_id": _("Choose an organization that takes part."),
        "controller_id": _("Choose someone of the exercise's staff."),
        "text": _("Write a text that is not too long."),
        "table": _(
            "This is no CSV file with at most 200 injects whose first row names the columns, as a downloaded one."
        ),
        "offset_s": _("A time counts from the start: minutes, or hours:minutes:seconds; at most three days."),
        "place": _("No place of that name was found at the site."),
        "answer": _("This check does not take this answer: the plan must change."),
        "words": _("Say why, and what is done instead, in at most 400 characters."),
        "players_planned": _("A number of players from 0 to 5,000."),
        "key": _("This does not apply to the exercise any more."),
        "accepts": _("The sponsor takes part, or cancels the exercise."),
    }
    return fields.get(refusal.pointer.lstrip("/")) or refusal.sentence_or(refusal.detail)
