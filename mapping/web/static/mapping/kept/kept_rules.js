// What of a site may lie on this phone, and for how long; which site an address is about. Pure.

const HOUR_MS = 3_600_000;
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const ADDRESS = new RegExp(`^/(sites|incidents|rooms)/(${UUID})(?:/my-room)?/?$`);

// What was kept by itself is for the room that one was in, and for the day after.
const AFTER_ROOM_H = 24;

// Too long without a word from the server: the right to it may have ended meanwhile, and nobody could say so. A clock
// that was turned back proves nothing either.
export function isExpired(about, now) {
  const silent_ms = now - Date.parse(about.contact_at);
  if (!(silent_ms <= about.max_age_h * HOUR_MS && silent_ms >= -HOUR_MS)) return true;
  return about.is_by_itself && !(now - Date.parse(about.room_at) <= AFTER_ROOM_H * HOUR_MS);
}

// What stands at an address: {kind: "home" | "list" | "panic" | "sites" | "incidents" | "rooms" | "other", id}.
export function targetOf(pathname) {
  const [, kind, id] = ADDRESS.exec(pathname) ?? [];
  if (kind) return { kind, id };
  return { kind: { "/": "home", "/kept": "list", "/panic": "panic" }[pathname] ?? "other", id: null };
}

// The kept site that an address is about, and the room in it, if it is a room's.
export function keptFor(target, abouts) {
  if (target.kind === "sites") return { about: abouts.find((one) => one.site_id === target.id) ?? null, room: null };
  const idOf = { incidents: "incident_id", rooms: "room_id" }[target.kind];
  for (const about of idOf ? abouts : []) {
    const room = about.rooms.find((one) => one[idOf] === target.id);
    if (room) return { about, room };
  }
  return { about: null, room: null };
}

// A room's site is remembered with the room, so that its address leads to the map when the network is gone.
export function withRoom(rooms, room) {
  return room === null ? rooms : [...rooms.filter((one) => one.room_id !== room.room_id), room];
}

export function sizeText(bytes) {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

// 0 min, 5 min, 3 h, 2 d: how long ago, never more exact than it is useful.
export function agoText(text, now) {
  const minutes = Math.max(0, Math.floor((now - Date.parse(text)) / 60_000));
  if (minutes < 90) return `${minutes} min`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
}
