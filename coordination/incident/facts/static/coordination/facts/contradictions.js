// Which pinned facts stand, in which order, and which of them contradict each other. Pure.

/** @typedef {{
 *   kind: string, value: string, subject: string | null, standing: string, pinned_at: string, pinned_by: string, since: string,
 *   valid_minutes: number, source: string, source_note?: string, audience: string, confirmed_by?: string,
 *   confirmed_source?: string, lon?: number, lat?: number, level_id?: string | null
 * }} Fact as the log has it */

const KINDS = ["suspects", "suspect_description", "occupied_room", "breached_door", "hazard", "other"];
// Two dangers are two dangers, unless both are about the same thing.
const NEEDS_SUBJECT = new Set(["hazard", "other"]);

/** @param {string | null | undefined} text */
const plain = (text) => (text ?? "").trim().replace(/\s+/g, " ").toLowerCase();

/** @param {Record<string, Fact>} facts */
export function standing(facts) {
  return Object.entries(facts)
    .filter(([, fact]) => fact.standing === "stands")
    .sort(([, one], [, other]) => {
      const [here, there] = [one, other].map((fact) => [KINDS.indexOf(fact.kind), plain(fact.subject), fact.pinned_at]);
      return here < there ? -1 : 1;
    })
    .sort(([, one], [, other]) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind));
}

// Old news: to be asked for again, and shown all the same.
/** @param {{ valid_minutes: number }} fact @param {number} age_s since it was pinned or confirmed */
export const isOld = (fact, age_s) => age_s >= fact.valid_minutes * 60;

// For each fact that stands, the ids of those that say something else of the same thing.
/** @param {Record<string, Fact>} facts */
export function contradictions(facts) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const all = standing(facts);
  for (const [id, fact] of all) {
    const others = all.filter(([other, one]) => other !== id && contradict(fact, one)).map(([other]) => other);
    if (others.length > 0) found.set(id, others);
  }
  return found;
}

/** @param {Fact} one @param {Fact} other */
function contradict(one, other) {
  if (one.kind !== other.kind || plain(one.subject) !== plain(other.subject)) return false;
  if (NEEDS_SUBJECT.has(one.kind) && plain(one.subject) === "") return false;
  return plain(one.value) !== plain(other.value);
}
