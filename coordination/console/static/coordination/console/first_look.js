// Where the console's map looks as long as no one has moved it: at what really happens; else at the exercises that are
// open; else at the sites, as far as they lie together. Never at half a continent because one site lies far away. Pure.

/** @typedef {{ key: string, kind: string, lon: number, lat: number, hasAlarm?: boolean }} Placed */

// Some thirty miles to each side: a county, and what belongs to it.
const COUNTY_DEG = 0.5;

/**
 * @param {Placed[]} things
 * @returns {Placed[]} what to look at, none where nothing is there
 */
export function lookedAt(things) {
  for (const wanted of ["real", "exercise"]) {
    const open = things.filter(({ kind }) => kind === wanted);
    const calling = open.filter(({ hasAlarm }) => hasAlarm);
    if (open.length > 0) return together(calling.length > 0 ? calling : open);
  }
  const sites = together(things.filter(({ kind }) => kind === "site"));
  return sites.length > 0 ? sites : together(things);
}

/** What calls for looking again: another real incident, or one with a call for help now. @param {Placed[]} things */
export const newsOf = (things) =>
  new Set(
    things
      .filter(({ kind }) => kind === "real")
      .flatMap(({ key, hasAlarm }) => (hasAlarm ? [key, `${key} calls`] : [key])),
  );

/**
 * The most that lie in one county: of two, the one with the thing that comes first.
 * @param {Placed[]} things
 */
export function together(things) {
  /** @type {Placed[]} */
  let most = [];
  for (const { lon, lat } of things) {
    const wide = COUNTY_DEG / Math.max(0.1, Math.cos((lat * Math.PI) / 180));
    const near = things.filter((one) => Math.abs(one.lat - lat) <= COUNTY_DEG && Math.abs(one.lon - lon) <= wide);
    if (near.length > most.length) most = near;
  }
  return most;
}
