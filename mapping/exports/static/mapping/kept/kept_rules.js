// What of a site may lie on this phone, and for how long; which site an address is about. Pure.

/** @typedef {{ room_id: string, incident_id: string, is_exercise: boolean }} RoomHere a room that one is in */
/** @typedef {{
 *   pack_id: string, site_id: string, site_name: string, user_id: string, key: string, signature: string, tag: string | null,
 *   made_at: string, size_bytes: number, contact_at: string, room_at: string | null, max_age_h: number, rooms: RoomHere[],
 *   is_by_itself: boolean, is_sealed?: boolean
 * }} KeptAbout what is known of a kept pack; contact_at: when the server last confirmed it */
/** @typedef {{ kind: string, id: string | null }} Target what stands at an address */

const HOUR_MS = 3_600_000;
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const ADDRESS = new RegExp(`^/(sites|incidents|rooms)/(${UUID})(?:/my-room)?/?$`);

// What was kept by itself is for the room that one was in, and for the day after.
const AFTER_ROOM_H = 24;

// Too long without a word from the server: the right may have ended meanwhile without this device hearing of it. A
// clock that was turned back proves nothing either.
/** @param {KeptAbout} about @param {number} now */
export function isExpired(about, now) {
  const silent_ms = now - Date.parse(about.contact_at);
  if (!(silent_ms <= about.max_age_h * HOUR_MS && silent_ms >= -HOUR_MS)) return true;
  return about.is_by_itself && !(now - Date.parse(about.room_at ?? "") <= AFTER_ROOM_H * HOUR_MS);
}

// What stands at an address: {kind: "home" | "list" | "panic" | "sites" | "incidents" | "rooms" | "other", id}.
/** @param {string} pathname @returns {Target} */
export function targetOf(pathname) {
  const [, kind, id] = ADDRESS.exec(pathname) ?? [];
  if (kind) return { kind, id };
  /** @type {Record<string, string>} */
  const kinds = { "/": "home", "/kept": "list", "/panic": "panic" };
  return { kind: kinds[pathname] ?? "other", id: null };
}

// The kept site that an address is about, and the room in it, if it is a room's.
/** @param {Target} target @param {KeptAbout[]} abouts @returns {{ about: KeptAbout | null, room: RoomHere | null }} */
export function keptFor(target, abouts) {
  if (target.kind === "sites") return { about: abouts.find((one) => one.site_id === target.id) ?? null, room: null };
  /** @type {Record<string, "incident_id" | "room_id">} */
  const ids = { incidents: "incident_id", rooms: "room_id" };
  const idOf = ids[target.kind];
  for (const about of idOf ? abouts : []) {
    const room = about.rooms.find((one) => one[idOf] === target.id);
    if (room) return { about, room };
  }
  return { about: null, room: null };
}

// A room's site is remembered with the room, so that its address leads to the map when the network is gone.
/** @param {RoomHere[]} rooms @param {RoomHere | null} room */
export function withRoom(rooms, room) {
  return room === null ? rooms : [...rooms.filter((one) => one.room_id !== room.room_id), room];
}

/** @param {number} bytes */
export function sizeText(bytes) {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

// 0 min, 5 min, 3 h, 2 d: how long ago, never more exact than it is useful.
/** @param {string} text @param {number} now */
export function agoText(text, now) {
  const minutes = Math.max(0, Math.floor((now - Date.parse(text)) / 60_000));
  if (minutes < 90) return `${minutes} min`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
}
