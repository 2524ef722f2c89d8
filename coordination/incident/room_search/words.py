"""What the incident page says of the search of rooms, in the reader's language."""

from django.utils.translation import gettext as _


def search_words() -> dict[str, str]:
    """Return the catalog of the panel of searches."""
    return {
        "room_search.said": _("{state} · {team}"),
        "room_search.when": _("{name}, {time} · {age}"),
        "room_search.opened_again": _("Opened again at {time}"),
        "room_search.floor": _("{floor}: {percent} % of {rooms} rooms"),
        "room_search.all_rooms": _("All rooms"),
        "room_search.area": _("{name} · {team}"),
        "room_search.next": _("Next room"),
        "room_search.previous": _("Room before"),
        "room_search.of": _("{n} of {all}"),
        "room_search.none": _("No rooms are known here."),
        "room_search.all_searched": _("All of these rooms are searched."),
        "room_search.unreached": _("The rooms are not known yet: the server was not reached."),
        "room_search.column_room": _("Room"),
        "room_search.column_floor": _("Floor"),
        "room_search.column_state": _("Search"),
        "room_search.column_team": _("Team"),
        "room_search.column_time": _("Time"),
        "room_search.release": _("End {name}"),
        "room_search.secured_before": _("The room is secured. Say that it is not any more?"),
        "room_search.not_any_more": _("{what}, found after it was secured"),
        "room_search.undone": _("Marked by mistake, taken back at once"),
        "command.mark_space": _("Mark a room searched"),
        "command.assign_search_area": _("Give a team an area"),
        "command.release_search_area": _("End a search area"),
    }
