"""Who is answered what by the commands of the ground, which command_answers.py takes in."""

from tests.coordination.access_walk.rows import Answers, answers

NO_GROUND = answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403)
GROUND_ROWS: dict[str, Answers] = {
    # The sample is a protected corridor, which law enforcement sets; the insider is in command, and reads none of it.
    "set_ground_place": NO_GROUND,
    "tell_door": NO_GROUND,
    # No place is set; test_ground has some.
    **dict.fromkeys(
        ("reshape_ground_place", "relabel_ground_place", "confirm_ground_place", "close_ground_place"),
        answers(insider=403, teacher=403, officer=404, keeper=403, visitor=403),
    ),
    # Nothing was seen; test_sightings has some.
    **dict.fromkeys(
        ("confirm_sighting", "take_back_sighting"),
        answers(insider=404, teacher=404, officer=404, keeper=403, visitor=403),
    ),
    # No unit is there; test_units has some.
    "place_unit": answers(insider=404, teacher=404, officer=404, keeper=403, visitor=403),
}
