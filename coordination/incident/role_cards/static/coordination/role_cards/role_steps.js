// Which steps of a role card are to be done now, which are open, and since when: for the reader's card and for command's
// board. Pure.

/** @typedef {{ number: number, phase: string, action: string | null, words: string }} RoleStep */
/** @typedef {{ name: string, why: string, why_words: string }} PassedOver */
/** @typedef {{ role: string, site_id?: string | null, label: string, is_of_one: boolean, is_mine: boolean, is_named: boolean,
 *   stands_aside: boolean, is_held: boolean, holder: string, holder_has_joined: boolean, reason: string,
 *   passed: PassedOver[], people: number, people_here: number, version_words: string, steps: RoleStep[] }} RoleInRoom
 *   as the server says it (list_roles_in_room) */
/** @typedef {{ role: string, site_id?: string | null, step: number, ticked_by: string, ticked_at: string }} Tick */
/** @typedef {{ kind: string, site_id?: string | null, status: string, hides?: boolean, initiated_at: string, released_at?: string }} Action */
/** @typedef {{ step: RoleStep, ticks: Tick[], since: string, isDone: boolean }} StepNow */

const IN_FORCE = "in_force";
const REUNIFY = "reunify";
// Families are reunited after these, if at all.
const LEADS_TO_REUNION = new Set(["evacuate", "lockdown", "shelter"]);

/**
 * Since when each action is on, by its word. Reunification is on from an evacuation, and once a lockdown or shelter is
 * over; what comes after is on ("after") once nothing is in force any more.
 * @param {Action[]} actions
 * @returns {Map<string, string>}
 */
export function actionsOn(actions) {
  /** @type {Map<string, string>} */
  const on = new Map();
  const note = (/** @type {string} */ word, /** @type {string} */ since) => {
    const known = on.get(word);
    if (known === undefined || since < known) on.set(word, since);
  };
  for (const one of actions) {
    if (one.status === IN_FORCE) note(one.kind, one.initiated_at);
    if (one.kind === "evacuate" && one.status === IN_FORCE) note(REUNIFY, one.initiated_at);
    if (one.status !== IN_FORCE && LEADS_TO_REUNION.has(one.kind)) note(REUNIFY, one.released_at ?? one.initiated_at);
  }
  const isOver = actions.length > 0 && actions.every((one) => one.status !== IN_FORCE);
  if (isOver) {
    const ends = actions.map((one) => one.released_at ?? one.initiated_at);
    note(
      "after",
      ends.reduce((last, one) => (one > last ? one : last)),
    );
  }
  return on;
}

/**
 * The steps of a role to do now, each with who ticked it. `participantId`: of a role that several hold, whose ticks
 * count; none for the board, which counts them.
 * @param {RoleInRoom} role
 * @param {{ ticks: Tick[], actions: Action[], openedAt: string, participantId?: string }} here
 * @returns {StepNow[]}
 */
export function stepsNow(role, { ticks, actions, openedAt, participantId }) {
  // Of several schools in an incident, each does what is called there.
  const isThere = (/** @type {{ site_id?: string | null }} */ one) => (one.site_id ?? null) === (role.site_id ?? null);
  const on = actionsOn(actions.filter(isThere));
  const mine = ticks.filter(
    (one) =>
      isThere(one) && one.role === role.role && (role.is_of_one || !participantId || one.ticked_by === participantId),
  );
  return role.steps.flatMap((step) => {
    const since = step.phase === "after" ? on.get("after") : step.action === null ? openedAt : on.get(step.action);
    const given = mine.filter((one) => one.step === step.number);
    // What was ticked stays in sight when its action is over.
    if (since === undefined && given.length === 0) return [];
    const needed = role.is_of_one || participantId ? 1 : Math.max(role.people_here, 1);
    return [{ step, ticks: given, since: since ?? openedAt, isDone: given.length >= needed }];
  });
}

/** What is open of a role, the oldest first. @param {StepNow[]} steps */
export const openSteps = (steps) =>
  steps
    .filter(({ isDone }) => !isDone)
    .sort((one, other) => (one.since < other.since ? -1 : Number(one.since > other.since)));
