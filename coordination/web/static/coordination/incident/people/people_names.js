// What a person is called on the map and in lists: by callsign, as on the radio, where they have one.

/** @typedef {{ name?: string, callsign?: string | null }} Named */

/** @param {Named | null | undefined} person */
export const shortName = (person) => person?.callsign || person?.name || "";

/** @param {Named | null | undefined} person */
export const fullName = (person) => [person?.callsign, person?.name].filter(Boolean).join(" · ");
