// What a place is drawn as, how old a sighting is, and which door is meant: by the rules that the server has
// (coordination/incident/ground). Pure.

/** @typedef {[lon: number, lat: number]} LonLat */
/** @typedef {{ kind: string, name?: string, points: LonLat[], level_id?: string, where?: string, function: string, set_by: string,
 *   set_at: string, shaped_by?: string, shaped_at?: string, confirmed_by?: string, confirmed_at?: string, closed_by?: string,
 *   closed_at?: string, close_reason?: string }} GroundPlace as the room has it */
/** @typedef {{ kind: string, what?: string, lon: number, lat: number, level_id?: string, where?: string, audience: string,
 *   reported_by: string, reported_at: string, seen_by: string, seen_at: string, old_at: string, stale_at: string,
 *   taken_back_by?: string, taken_back_at?: string, take_back_reason?: string }} Sighting */
/** @typedef {{ door: string, is_room: boolean, lon: number, lat: number, level_id: string, state: string, note?: string,
 *   told_by: string, told_at: string }} DoorState */
/** @typedef {"point" | "line" | "area"} GroundShape */

const POINTS = new Set([
  "casualty_collection_point",
  "ambulance_exchange_point",
  "landing_zone",
  "staging",
  "command_post",
]);
/** @type {Record<string, string>} what stands on the map for a kind, as people say it by radio */
export const SHORT = {
  casualty_collection_point: "CCP",
  ambulance_exchange_point: "AEP",
  protected_corridor: "⇄",
  landing_zone: "LZ",
  staging: "STG",
  command_post: "CP",
  inner_perimeter: "▣",
  outer_perimeter: "▢",
  hot_zone: "HOT",
  warm_zone: "WARM",
  cold_zone: "COLD",
};
/** @type {Record<string, string>} */
export const SEEN_SIGNS = { suspect: "◉", weapon: "✖", suspicious_item: "?", fire: "▲", smoke: "≈" };
export const HAZARD_SIGN = "⚠";
/** @type {Record<string, string>} */
export const DOOR_SIGNS = { breached: "✕", locked: "■", propped: "◧", blocked: "⊘", usable: "○" };
export const USABLE = "usable";
// A sighting that was taken back stays on the map so long, struck out; in the table for good.
const STRUCK_OUT_S = 600;

/** @param {string} kind @returns {GroundShape} */
export function shapeOf(kind) {
  if (kind === "protected_corridor") return "line";
  return POINTS.has(kind) ? "point" : "area";
}

/**
 * @param {Sighting} sighting
 * @param {(at: string) => number} age_s seconds since a moment; below zero before it
 */
export function ageOf({ old_at, stale_at, taken_back_at }, age_s) {
  if (taken_back_at) return "taken_back";
  if (age_s(stale_at) >= 0) return "stale";
  return age_s(old_at) >= 0 ? "old" : "fresh";
}

/** @param {Sighting} sighting @param {(at: string) => number} age_s */
export const isOnMap = ({ taken_back_at }, age_s) => !taken_back_at || age_s(taken_back_at) < STRUCK_OUT_S;

/** @param {LonLat[]} points @returns {LonLat} */
export function middleOf(points) {
  const sum = points.reduce(([lon, lat], [x, y]) => [lon + x, lat + y], /** @type {LonLat} */ ([0, 0]));
  return [sum[0] / points.length, sum[1] / points.length];
}

/**
 * The door next to a point, or null: none is as near as `most_m`.
 * @template {{ lon: number, lat: number }} D
 * @param {D[]} doors
 * @param {{ lon: number, lat: number }} place
 * @param {number} most_m
 * @returns {D | null}
 */
export function nearestDoor(doors, place, most_m) {
  const meters = 111_320;
  const east = Math.cos((place.lat * Math.PI) / 180);
  /** @param {D} door */
  const distance_m = ({ lon, lat }) => Math.hypot((lon - place.lon) * east, lat - place.lat) * meters;
  const [nearest] = [...doors].sort((one, other) => distance_m(one) - distance_m(other));
  return nearest && distance_m(nearest) <= most_m ? nearest : null;
}
