// The table that says what the map draws, with what is over: a row for each place, sighting and door.

import { label, word } from "../words.js";
import { DOOR_SIGNS } from "./ground_kinds.js";

const COLUMNS = ["what", "where", "state", "by", "time"];
/** @typedef {{ said: import("./ground_said.js").GroundSaid,
 *   fly: (at: import("./ground_kinds.js").LonLat, levelId?: string) => void }} Parts */

export const columns = () => COLUMNS.map((one) => word(`ground.column_${one}`));

/** @param {Parts} parts @param {string} id @param {import("./ground_kinds.js").GroundPlace} one */
export function rowOfPlace({ said, fly }, id, one) {
  const { closed_at, closed_by, close_reason: reason = "" } = one;
  const known = [one.set_at, one.shaped_at ?? "", one.confirmed_at ?? ""].sort()[2];
  const state = closed_at
    ? word("ground.closed", { ...said.when(closed_by, closed_at), reason })
    : String(said.historyOf(one).at(-1));
  return {
    key: id,
    onOpen: () => fly(one.points[0], one.level_id),
    cells: [
      said.nameOfPlace(one),
      said.whereOf(one),
      state,
      label("ground_function", one.function),
      said.aged(closed_at ?? known),
    ],
  };
}

/** @param {Parts} parts @param {string} id @param {import("./ground_kinds.js").Sighting} one */
export function rowOfSighting({ said, fly }, id, one) {
  const { taken_back_at, taken_back_by, take_back_reason: reason = "" } = one;
  const state = taken_back_at
    ? word("ground.taken_back", { ...said.when(taken_back_by, taken_back_at), reason })
    : label("sighting_age", said.ageOf(one));
  return {
    key: id,
    onOpen: () => fly([one.lon, one.lat], one.level_id),
    cells: [said.nameOfSighting(one), said.whereOf(one), state, said.room.nameOf(one.seen_by), said.aged(one.seen_at)],
  };
}

/** @param {Parts} parts @param {string} id @param {import("./ground_kinds.js").DoorState} one */
export function rowOfDoor({ said, fly }, id, one) {
  const state = `${DOOR_SIGNS[one.state]} ${label("door_condition", one.state)}`;
  return {
    key: id,
    onOpen: () => fly([one.lon, one.lat], one.level_id),
    cells: [
      said.nameOfDoor(one),
      said.floor(one.level_id),
      [state, one.note].filter(Boolean).join(" · "),
      said.room.nameOf(one.told_by),
      said.aged(one.told_at),
    ],
  };
}
