"""What kinds of rooms and doors are called that seldom stand on a school's plan, for lists that offer all of them."""

from django.utils.translation import gettext as _


def rare_category_words() -> dict[str, str]:
    """Return a name for each, by its key; no two kinds are called alike."""
    return {
        "bicycle": _("Bicycle entrance"),
        "pedestrian.transit": _("Entrance from transit"),
        "brick": _("Brick wall"),
        "column": _("Column (pillar)"),
        "concrete": _("Concrete wall"),
        "drywall": _("Drywall"),
        "escalator": _("Escalator"),
        "fitnessroom": _("Fitness room"),
        "footbridge": _("Footbridge"),
        "glass": _("Glass wall"),
        "huddleroom": _("Huddle room"),
        "mailroom": _("Mail room"),
        "mothersroom": _("Mothers' room"),
        "movietheater": _("Movie theater"),
        "movingwalkway": _("Moving walkway"),
        "phoneroom": _("Phone room"),
        "platform": _("Platform"),
        "privatelounge": _("Private lounge"),
        "ramp": _("Ramp"),
        "restroom.female.wheelchair": _("Girls' restroom, accessible"),
        "restroom.male.wheelchair": _("Boys' restroom, accessible"),
        "restroom.unisex": _("Restroom, all-gender"),
        "restroom.unisex.wheelchair": _("Restroom, all-gender, accessible"),
        "restroom.wheelchair": _("Restroom, accessible"),
        "restroom.family": _("Restroom, family"),
        "restroom.transgender": _("Restroom, transgender"),
        "restroom.transgender.wheelchair": _("Restroom, transgender, accessible"),
        "shower": _("Showers"),
        "smokingarea": _("Smoking area"),
        "steps": _("A few steps"),
        "structure": _("Other structure"),
        "terrace": _("Terrace"),
        "unspecified": _("Not said"),
        "waitingroom": _("Waiting room"),
        "walkway.island": _("Traffic island"),
        "wood": _("Wooden wall"),
    }
