// Which rooms a team walks through, which comes next, and how far each floor is searched. The order is the server's
// (read_rooms_to_search).

/** @typedef {{ space_id: string, room: string, number: string, level_id: string, level: string, building: string,
 *   lon: number, lat: number }} SearchSpace */
/** @typedef {{ room: string, level_id: string, state: string, team?: string, note?: string, marked_by: string,
 *   marked_at: string, opened_again_at?: string }} SpaceSearch as the room has it */
/** @typedef {{ name: string, team: string, level_id: string, wing?: string, first_room?: string, last_room?: string }} SearchArea */
/** @typedef {Record<string, SpaceSearch>} Searches the room's `space_searches`, by the space */
/** @typedef {{ level_id: string, floor: string, rooms: number, searched: number, percent: number }} FloorSearched */

export const UNSEARCHED = "unsearched";
const SEARCHED = new Set(["cleared", "secured"]);
/** @type {Record<string, string>} a sign for each state: a color alone says nothing at night, or to one who sees none */
export const SIGNS = {
  unsearched: "?",
  in_progress: "…",
  cleared: "✓",
  secured: "✓✓",
  blocked: "⊘",
  hazard: "⚠",
  casualty: "✚",
};

const TEAM = "search_team";
/** The team for which the reader of this window searches: typed once, said with each room. */
export const teamOfReader = () => sessionStorage.getItem(TEAM) ?? "";
export const keepTeam = (/** @type {string} */ team) => sessionStorage.setItem(TEAM, team);

/** @param {Searches} searches @param {string} spaceId */
export const stateOf = (searches, spaceId) => searches[spaceId]?.state ?? UNSEARCHED;

/** @param {string} number */
const naturalKey = (number) =>
  (
    number
      .toLowerCase()
      .trim()
      .match(/\d+|\D+/g) ?? []
  ).map((one) => (/^\d+$/.test(one) ? { rank: 0, n: Number(one), text: "" } : { rank: 1, n: 0, text: one }));

/** @param {string} one @param {string} other @returns {number} below zero where the first number comes first */
export function inNaturalOrder(one, other) {
  const [keys, others] = [naturalKey(one), naturalKey(other)];
  for (let at = 0; at < Math.min(keys.length, others.length); at += 1) {
    const { rank, n, text } = keys[at];
    const against = others[at];
    const said = rank - against.rank || n - against.n || (text < against.text ? -1 : Number(text > against.text));
    if (said !== 0) return said;
  }
  return keys.length - others.length;
}

/** @param {{ level_id: string, number: string }} space @param {SearchArea} area */
export function isInArea(space, { level_id, wing, first_room: first, last_room: last }) {
  if (space.level_id !== level_id) return false;
  if (wing && !space.number.toLowerCase().startsWith(wing.toLowerCase())) return false;
  if (!first && !last) return true;
  if (!space.number) return false;
  return (!first || inNaturalOrder(first, space.number) <= 0) && (!last || inNaturalOrder(space.number, last) <= 0);
}

/**
 * The next room that is not searched, from one on and around; null where all are.
 * @param {SearchSpace[]} spaces in the order of the walk
 * @param {Searches} searches
 * @param {string | null} after the room that one is at
 */
export function nextRoom(spaces, searches, after) {
  const at = spaces.findIndex((one) => one.space_id === after);
  const around = [...spaces.slice(at + 1), ...spaces.slice(0, at + 1)];
  return around.find((one) => !SEARCHED.has(stateOf(searches, one.space_id))) ?? null;
}

/**
 * @param {SearchSpace[]} spaces
 * @param {Searches} searches
 * @returns {FloorSearched[]} in the order of the walk; of a floor 100 only where every room is
 */
export function floorsSearched(spaces, searches) {
  /** @type {Map<string, FloorSearched>} */
  const floors = new Map();
  for (const { space_id, level_id, level, building } of spaces) {
    const floor = [building, level].filter(Boolean).join(", ");
    const known = floors.get(level_id) ?? { level_id, floor, rooms: 0, searched: 0, percent: 0 };
    known.rooms += 1;
    known.searched += Number(SEARCHED.has(stateOf(searches, space_id)));
    known.percent = Math.floor((100 * known.searched) / known.rooms);
    floors.set(level_id, known);
  }
  return [...floors.values()];
}
