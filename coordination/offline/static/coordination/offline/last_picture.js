// What the incident's page shows, as texts that say it again without a network: what stands above the map, what is on it,
// the last entries. No one's position: where people are now is never kept.

import { entryText } from "../timeline/entry_words.js";
import { label, saidIn, word } from "../words.js";

/** @typedef {import("../room/room.js").Room} Room */

const LINES = 40;
const ON_MAP = ["facts", "markers", "shapes"];

/**
 * @param {{ room: Room, clock: import("../clock.js").SiteClock, heardAt: number, strip: string[],
 *   sources: Record<string, () => { columns: string[], rows: { cells: string[] }[] }> }} seen
 *   heardAt: by this device's clock
 * @returns {import("./last_known.js").Picture}
 */
export function pictureOf({ room, clock, heardAt, strip, sources }) {
  const at = heardAt + clock.skew_ms;
  const { site, incident_type: kind, severity } = room.incident;
  return {
    title: saidIn(room.incident, "title"),
    site,
    about: `${label("incident_type", kind)} · ${label("severity", severity)}`,
    is_exercise: room.isExercise,
    time: `${clock.day(at)}, ${clock.time(at)}`,
    strip,
    tables: ON_MAP.map((name) => {
      const { columns, rows } = sources[name]();
      return {
        title: word(`twin.${name}`),
        columns: columns.map((one) => word(one)),
        rows: rows.map((row) => row.cells),
      };
    }),
    lines: lastLines(room),
  };
}

/** @param {Room} room */
function lastLines({ log, clock }) {
  const struck = log.objects("struck");
  return [...log.entries.values()]
    .flatMap(({ type, seq, content }) => (type === "entry" && content ? [{ seq, content }] : []))
    .sort((one, other) => one.seq - other.seq)
    .slice(-LINES)
    .map(({ seq, content }) => ({
      time: clock.time(content.at),
      who: [content.by.name, content.by.agency].filter(Boolean).join(" · "),
      text: entryText(content, log),
      is_struck: Boolean(struck[seq]),
    }));
}
