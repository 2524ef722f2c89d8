// One line of a press for who goes there: the room, the door, the floor, the side, and then what; what is not known is left
// out, but that the place is not known is said.

import { label, word } from "../words.js";

/** @param {{ kind: string, place: any }} press */
export function pressLine({ kind, place }) {
  const where = [
    place.room,
    place.door ? word("alarm.by_door", { door: place.door }) : null,
    place.level,
    place.room ? null : place.building,
    place.side ? word("alarm.side", { side: place.side }) : null,
  ].filter(Boolean);
  return [...(where.length ? where : [word("alarm.place_unknown")]), label("panic_kind", kind)].join(" · ");
}
