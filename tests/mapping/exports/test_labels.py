"""Labels of rooms: numbers first, each in its own room or led to it, nothing cut unsaid."""

import math

from mapping.exports.sheets.labels.placing import Lettering, Room
from mapping.exports.sheets.labels.taken import Taken, do_overlap
from mapping.geometry.rings import is_inside
from mapping.geometry.shapes import MultiPolygon


def room_on_paper(ref: str, corners: list[tuple[float, float]], number: str = "", name: str = "") -> Room:
    ring = (*corners, corners[0])
    return Room(ref, number, name, "", ((ring,),), is_open=False)


def lettered(*rooms: Room) -> Lettering:
    lettering = Lettering(rooms, (0, 0, 200, 200), Taken())
    lettering.numbers()
    lettering.leaders()
    lettering.names()
    return lettering


def test_a_label_lies_in_its_room_also_where_the_room_is_turned() -> None:
    turned = [(60 + 20 * math.cos(a), 60 + 20 * math.sin(a)) for a in (0.5, 2.1, 3.6, 5.2)]
    lettering = lettered(room_on_paper("r", turned, number="1204"))

    left, top, right, bottom = lettering.placed["r"].box
    area: MultiPolygon = (((*turned, turned[0]),),)
    assert all(is_inside(corner, area) for corner in ((left, top), (right, top), (right, bottom), (left, bottom)))


def test_a_room_too_small_for_its_number_has_a_line_to_it_and_the_number_is_on_no_other_room() -> None:
    closet = room_on_paper("c", [(50, 50), (51, 50), (51, 51), (50, 51)], number="K17")
    hall = room_on_paper("h", [(51, 40), (90, 40), (90, 70), (51, 70)], number="GYM")

    placed = lettered(closet, hall).placed

    leader = placed["c"].leader
    assert leader is not None
    assert leader.start == (50.5, 50.5)
    assert not do_overlap(placed["c"].box, (51, 40, 90, 70))
    assert placed["h"].leader is None


def test_numbers_come_before_names() -> None:
    """Room and hall share a corner where only one text fits."""
    rooms = [
        room_on_paper(f"r{n}", [(n * 9, 50), (n * 9 + 9, 50), (n * 9 + 9, 55), (n * 9, 55)], str(n), "Prekindergarten")
        for n in range(8)
    ]

    placed = lettered(*rooms).placed

    assert [placed[f"r{n}"].lines[0].text for n in range(8)] == [str(n) for n in range(8)]


def test_a_name_that_is_cut_shows_that_it_was() -> None:
    small = room_on_paper("r", [(50, 50), (62, 50), (62, 55), (50, 55)], name="Multipurposeroomannex")

    (line,) = lettered(small).placed["r"].lines

    assert line.text.endswith("…")
    assert "Multi" in line.text
