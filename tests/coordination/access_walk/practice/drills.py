"""Every table of drills and training, gathered: who is answered what, and what must reach no one else."""

from tests.coordination.access_walk.practice.conduct import CONDUCT_PAGES, CONDUCTING, INJECT_SECRET
from tests.coordination.access_walk.practice.drill_law import DRILL_LAW, DRILL_LAW_PAGES
from tests.coordination.access_walk.practice.evaluation import EVALUATION, EVALUATION_PAGES, EVALUATION_SECRET
from tests.coordination.access_walk.practice.exercises import EXERCISE_PAGES, EXERCISES
from tests.coordination.access_walk.practice.improvement import IMPROVEMENT, IMPROVEMENT_PAGES
from tests.coordination.access_walk.practice.training import TRAINING, TRAINING_PAGES
from tests.factories.practice.drills import DRILL_SECRETS
from tests.factories.practice.exercises import EXERCISE_SECRETS
from tests.factories.practice.improvement import IMPROVEMENT_SECRETS
from tests.factories.practice.training import TRAINING_SECRETS

DRILLS = EXERCISES | CONDUCTING | EVALUATION | IMPROVEMENT | DRILL_LAW | TRAINING
DRILL_PAGES = EXERCISE_PAGES | CONDUCT_PAGES | EVALUATION_PAGES | IMPROVEMENT_PAGES | DRILL_LAW_PAGES | TRAINING_PAGES
SECRETS_OF_DRILLS = (
    INJECT_SECRET,
    EVALUATION_SECRET,
    *DRILL_SECRETS,
    *EXERCISE_SECRETS,
    *IMPROVEMENT_SECRETS,
    *TRAINING_SECRETS,
)
