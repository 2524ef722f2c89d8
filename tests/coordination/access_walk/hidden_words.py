"""What no one may learn who is given nothing: words and ids of what stands on the stage."""

from tests.coordination.access_walk.found import found_names
from tests.factories.assessments import SECRETS as ASSESSMENT_SECRETS
from tests.factories.rosters import QUINCE
from tests.stage.full_room import SECRET, Stage


def secrets_of(stage: Stage) -> list[str]:
    """Return what a stranger must not be able to learn from any answer."""
    cast = stage.cast
    return [
        SECRET,
        *sorted(found_names("SECRETS")),
        str(stage.drill_id),
        str(stage.climate_task_id),
        str(stage.social_alert_id),
        str(stage.referral_id),
        str(stage.crisis_id),
        *ASSESSMENT_SECRETS,
        *(str(one) for one in (stage.assessment_id, stage.finding_id)),
        *(str(one) for one in (stage.tip_id, stage.case_id, stage.flag_id, stage.police_copy_id)),
        *(str(one) for one in (stage.sro_id, stage.training_record_id)),
        QUINCE,
        str(stage.roster.student_id),
        cast.site.name,
        cast.school.name,
        *(str(one) for one in (cast.site.id, cast.school.id, cast.district.id, cast.agreement.id)),
        *(str(one) for one in (stage.room.id, stage.room.incident_id, stage.level_id, stage.draft_id, stage.marker_id)),
    ]
