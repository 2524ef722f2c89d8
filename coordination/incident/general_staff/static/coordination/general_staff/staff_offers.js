// What a reader may do with a function of the staff: each button asks here before it is shown, and the server decides by
// the same rules when it is pressed. Pure.

/** @typedef {{ function: string, subdivision?: string, holder?: string, since?: string, basis?: string,
 *   appointed_by?: string, offer?: { to: string, offered_at: string }, vacant_since?: string }} HeldFunction */
/** @typedef {{ kinds: string[], school: boolean }} WhoMayHold */
/** @typedef {{ functions: Record<string, WhoMayHold>, roles: string[], leaders: string[] }} StaffRules from the server */
/** @typedef {{ agency_kind: string, role: string, presence?: string }} Person */

const SCHOOL = new Set(["school", "district"]);
export const SUBDIVISIONS = ["branch", "division", "group"];

/**
 * @param {StaffRules} rules
 * @param {string} name of the function
 * @param {Person | undefined} person
 * @returns {boolean}
 */
export function mayHold(rules, name, person) {
  if (!person) return false;
  const { kinds, school } = rules.functions[name];
  if (SCHOOL.has(person.agency_kind)) return school && rules.leaders.includes(person.role);
  return kinds.includes(person.agency_kind) && rules.roles.includes(person.role);
}

/**
 * @param {HeldFunction} held
 * @param {{ me: string, mayAppoint: boolean, mayHold: boolean, inCommand: boolean }} reader mayAppoint: gives this function
 * @returns {string[]} the names of the buttons, in their order
 */
export function offersOf(held, { me, mayAppoint, mayHold: may, inCommand }) {
  const isMine = held.holder === me;
  const isOffered = held.offer?.to === me;
  return [
    isOffered ? "accept" : "",
    isOffered ? "decline" : "",
    !held.holder && may && !SUBDIVISIONS.includes(held.function) ? "take" : "",
    mayAppoint ? "appoint" : "",
    isMine && !held.offer ? "offer" : "",
    held.offer && !isOffered && (isMine || inCommand) ? "withdraw" : "",
    isMine ? "release" : "",
    held.holder && !isMine && mayAppoint ? "relieve" : "",
  ].filter(Boolean);
}
