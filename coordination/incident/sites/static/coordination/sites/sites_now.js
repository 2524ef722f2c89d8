// The sites that are in an incident now: its own, unless it is away from it, and those that have joined.

/** @typedef {{ id: string, name: string, isOwn: boolean }} SiteNow isOwn: it is the site whose incident it is */

/**
 * The reader's own site first, then the incident's, then the others by name.
 * @param {import("../room/room.js").Room} room
 * @returns {SiteNow[]}
 */
export function sitesNow(room) {
  const joined = Object.entries(room.log.objects("sites"))
    .filter(([, one]) => !one.left_at)
    .map(([id, { site }]) => ({ id, name: site, isOwn: id === room.siteId }));
  const isThere = !room.incident?.place && !joined.some(({ isOwn }) => isOwn);
  const all = isThere ? [{ id: room.siteId, name: room.siteName, isOwn: true }, ...joined] : joined;
  const rank = (/** @type {SiteNow} */ one) => (one.id === room.me.site_id ? 0 : one.isOwn ? 1 : 2);
  return all.sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}
