"""The closed lists of IMDF 1.0.0, and what its amenities are on a plan of ours. Pure."""

from mapping.vocabulary import ObjectKind

LEVEL_CATEGORIES = frozenset(
    (  # noqa: SIM905 - one paragraph reads like the table it was copied from
        "arrivals arrivals.domestic arrivals.intl departures departures.domestic departures.intl parking "
        "transit unspecified"
    ).split()
)
AMENITY_CATEGORIES = frozenset(
    (  # noqa: SIM905 - one paragraph reads like the table it was copied from
        "amphitheater animalreliefarea arrivalgate atm babychanging baggagecarousel baggagecarousel.intl "
        "baggagecarts baggageclaim baggageclaim.oversize baggagerecheck baggagestorage boardinggate "
        "boardinggate.aircraft boardinggate.bus boardinggate.ferry boardinggate.train bus bus.muni "
        "bus.national businesscenter cabin caregiver carrental cashier changemachine checkin checkin.desk "
        "checkin.desk.oversizebaggage checkin.desk.transfer checkin.selfservice childplayarea coinlocker "
        "copymachine defibrillator drinkingfountain eatingdrinking elevator emergencyshelter entry escalator "
        "exhibit faregate faregate.oversized fieldofplay fieldofplay.americanfootball fieldofplay.baseball "
        "fieldofplay.basketball fieldofplay.fieldhockey fieldofplay.icehockey fieldofplay.rugby "
        "fieldofplay.soccer fieldofplay.softball fieldofplay.tennis fieldofplay.trackfield "
        "fieldofplay.volleyball firealarmpullstation fireextinguisher firstaid fittingroom foodservice "
        "gatearea groundtransportation guestservices handsanitizerstation healthscreening hoteling "
        "immigration information information.bid information.carrental information.hotel information.mufid "
        "information.mufid.arrivals information.mufid.departures information.transit landmark library limo "
        "lostandfound mailbox meditation meetingpoint mobilityrescue mothersroom movingwalkway paidarea "
        "parkandride parking parking.bicycle parking.compact parking.ev parking.longterm parking.motorcycle "
        "parking.shortterm parking.waitingarea payphone pedestriancrossing peoplemover phone phone.emergency "
        "photobooth platform police powerchargingstation prayerroom prayerroom.buddhism "
        "prayerroom.christianity prayerroom.hinduism prayerroom.islam prayerroom.islam.female "
        "prayerroom.islam.male prayerroom.judaism prayerroom.shintoism prayerroom.sikh prayerroom.taoic "
        "privatelounge productreturn rail.muni rail.national ramp reception.desk recreation restroom "
        "restroom.family restroom.female restroom.female.wheelchair restroom.male restroom.male.wheelchair "
        "restroom.transgender restroom.transgender.wheelchair restroom.unisex restroom.unisex.wheelchair "
        "restroom.wheelchair rideshare seat seating security security.checkpoint security.inspection service "
        "shower shuttle sleepbox smokingarea stairs storage strollerrental studentadmissions studentservices "
        "swimmingpool swimmingpool.children swimmingpool.family taxi ticketing ticketing.airline "
        "ticketing.bus ticketing.bus.muni ticketing.bus.national ticketing.rail ticketing.rail.muni "
        "ticketing.rail.national ticketing.shuttle traintrack transit unspecified valet vendingmachine "
        "vendingmachine.trainticket wheelchairassist wifi yoga"
    ).split()
)
OBJECT_BY_AMENITY = {
    "defibrillator": ObjectKind.AED,
    "elevator": ObjectKind.ELEVATOR,
    "entry": ObjectKind.ENTRANCE,
    "fireextinguisher": ObjectKind.FIRE_EXTINGUISHER,
    "stairs": ObjectKind.STAIR,
}
# The types of the standard: which are drawn, and which feature of which type each property must name.
TYPES = (
    "address",
    "venue",
    "building",
    "footprint",
    "level",
    "unit",
    "opening",
    "amenity",
    "anchor",
    "occupant",
    "section",
    "fixture",
    "kiosk",
    "detail",
    "geofence",
    "relationship",
)
REFERENCES = {
    "address_id": "address",
    "anchor_id": "anchor",
    "building_ids": "building",
    "level_id": "level",
    "level_ids": "level",
    "unit_id": "unit",
    "unit_ids": "unit",
}
