// What a person may do now, as the incident stands: each button of the page asks here before it is shown, and the server
// decides by the same rules when it is pressed. tests/coordination/incident/test_offers.py holds the two together. Pure.

/** @typedef {{ log: { objects: (key: string) => Record<string, any> }, me: any, isOpen: boolean, siteId?: string }} Here */

// Alarms that end with their incident, without an all clear (coordination/incident/panic/tiers.py).
const EVERYDAY = new Set(["medical", "staff_assist"]);
const LOCKDOWN = "lockdown";
const DISPATCH = "dispatch";

/** @param {Here} here @param {string} key */
const valuesOf = (here, key) => Object.values(here.log.objects(key));
/** @param {Here} here @param {string} key */
const onlyOf = (here, key) => valuesOf(here, key)[0] ?? null;
const isResponder = (/** @type {Here} */ here) => here.me.audiences.includes("responders");
/** @param {Here} here */
export const isOfDispatch = (here) => here.log.objects("people")[here.me.participant_id]?.agency_kind === DISPATCH;

/** @param {Here} here */
export const commandersOf = (here) => onlyOf(here, "incident_command")?.commanders ?? {};
/** @param {Here} here */
export const isInCommand = (here) => here.me.participant_id in commandersOf(here);
export const isCommanded = (/** @type {Here} */ here) => Object.keys(commandersOf(here)).length > 0;

// --- response actions -------------------------------------------------------------------------------------------------
export const inForce = (/** @type {Here} */ here) =>
  valuesOf(here, "response_actions").filter((one) => one.status === "in_force");
export const isLockedDown = (/** @type {Here} */ here) => inForce(here).some((one) => one.kind === LOCKDOWN);

// A guest by code opens rooms and ends nothing.
export function isByMutualAid(/** @type {Here} */ here) {
  return valuesOf(here, "mutual_aid").some((one) => one.participant_id === here.me.participant_id);
}

/** @param {Here} here @param {{ kind: string }} action */
export function mayOpenRooms(here, action) {
  return here.isOpen && action.kind === LOCKDOWN && isResponder(here);
}

/** @param {Here} here @param {{ kind: string }} action */
export function mayChange(here, action) {
  if (!here.isOpen) return false;
  if (action.kind === LOCKDOWN) return isResponder(here) && !isByMutualAid(here);
  return isCommanded(here) ? isInCommand(here) : here.me.may_command;
}

/**
 * @param {Here} here
 * @param {{ kind: string }} action
 * @param {number | null} left how many rooms of a lockdown are still closed; null while that is not known
 */
export function mayRelease(here, action, left) {
  return mayChange(here, action) && (action.kind !== LOCKDOWN || left === 0);
}

// Of an incident at several schools: whether the reader is there for one that has joined, and what was called at theirs.
/** @param {Here} here */
export const isAtJoined = (here) => here.siteId !== undefined && here.me.site_id !== here.siteId;
/** @param {Here} here */
export const actionsAtOwnSite = (here) =>
  valuesOf(here, "response_actions").filter((one) => (one.site_id ?? here.siteId) === (here.me.site_id ?? here.siteId));

// What an incident's type proposes is offered to the school and to those who command, until there was any action.
/** @param {Here} here */
export function mayStartProposed(here) {
  const isSchool = here.me.is_of_site || (isAtJoined(here) && here.me.does === "school");
  const isFirst = here.isOpen && actionsAtOwnSite(here).length === 0;
  return isFirst && (isSchool || (isCommanded(here) ? isInCommand(here) : here.me.may_command));
}

// --- the alarm and its end --------------------------------------------------------------------------------------------
function alarmStands(/** @type {Here} */ here) {
  return valuesOf(here, "panic_alerts").length > 0 && !onlyOf(here, "all_clear")?.given_at;
}
const mayBeEnded = (/** @type {Here} */ here) => here.isOpen && alarmStands(here) && !isLockedDown(here);

/** @param {Here} here @param {{ confirmed_at?: string, cancelled_at?: string }} press */
export function mayConfirmPanic(here, press) {
  return here.isOpen && here.me.may_confirm_panic && !press.confirmed_at && !press.cancelled_at;
}

/** @param {Here} here */
export function mayProposeAllClear(here) {
  return mayBeEnded(here) && onlyOf(here, "all_clear") === null && isCommanded(here);
}

/** @param {Here} here */
export function mayConfirmAllClear(here) {
  const proposed_by = onlyOf(here, "all_clear")?.proposed_by;
  if (!mayBeEnded(here) || proposed_by === undefined || proposed_by === here.me.participant_id) return false;
  return isInCommand(here) || proposed_by in commandersOf(here);
}

// --- the incident -----------------------------------------------------------------------------------------------------
/** What an incident waits for before who commands may close it: a word's key, or null where nothing stands in the way.
 * @param {Here} here */
export function closingWaitsFor(here) {
  if (valuesOf(here, "maydays").some((one) => !one.cleared_at)) return "closing.mayday";
  if (inForce(here).length > 0) return "closing.action";
  const isEveryday = valuesOf(here, "panic_alerts").every((one) => EVERYDAY.has(one.kind));
  return alarmStands(here) && !isEveryday ? "closing.alarm" : null;
}

/** @param {Here} here */
export const mayClose = (here) => here.isOpen && isInCommand(here) && closingWaitsFor(here) === null;

// --- command ----------------------------------------------------------------------------------------------------------
/**
 * The buttons of command, by name.
 * @param {Here} here
 * @param {{ may_take?: boolean } | null} view what the server says of the reader's place in the order of command
 */
export function commandOffers(here, view) {
  if (!here.isOpen) return [];
  const { offer = null } = onlyOf(here, "incident_command") ?? {};
  if (offer?.to === here.me.participant_id) return ["accept", "decline"];
  if (isInCommand(here)) return [offer ? "withdraw" : "offer", "leave"];
  const mayTake = isCommanded(here) ? Boolean(view?.may_take) : here.me.may_take_command;
  return mayTake ? ["claim"] : [];
}

/** Who may take command of what no one commands: at once, and without a reason. @param {Here} here */
export const mayTakeVacant = (here) => !isCommanded(here) && commandOffers(here, null).includes("claim");

// --- what waits for an answer -----------------------------------------------------------------------------------------
/** @param {Here} here @param {{ posted_by: string, acknowledged_by: Record<string, string> }} message */
export function mayAcknowledgeMessage(here, message) {
  const me = here.me.participant_id;
  return here.isOpen && message.posted_by !== me && !(me in message.acknowledged_by);
}

// --- rooms ------------------------------------------------------------------------------------------------------------
/** Who is in a classroom says how it is there; who leads reads what they say. @param {Here} here */
export const isInClassroom = (here) => here.me.audiences.includes("school") && !here.me.may_command;

/** Who has not said yet how their room is. @param {Here} here */
export function owesReport(here) {
  const reports = valuesOf(here, "room_reports");
  return here.isOpen && isInClassroom(here) && !reports.some((one) => one.reported_by === here.me.participant_id);
}

// --- the words of a press ---------------------------------------------------------------------------------------------
/**
 * Under which heading the words of a press are given: to be said to 9-1-1, or what 9-1-1 itself needs of it. None to who
 * comes to help and has a dispatcher here: those speak with 9-1-1.
 * @param {Here} here
 */
export function headingOfWords(here) {
  const people = here.log.objects("people");
  if (isOfDispatch(here)) return "alarm.call_details";
  const isHere = (/** @type {Record<string, any>} */ one) => one.agency_kind === DISPATCH && one.presence === "in_room";
  return isResponder(here) && Object.values(people).some(isHere) ? null : "alarm.dispatch_words";
}

/** @param {Here} here @param {import("../../mayday/maydays.js").Mayday} one */
export function mayAcknowledgeMayday(here, one) {
  const acknowledged = here.me.participant_id in (one.acknowledged_by ?? {});
  return here.isOpen && !one.cleared_at && (!acknowledged || (isInCommand(here) && !one.answered_at));
}

/** @param {Here} here @param {import("../../mayday/maydays.js").Mayday} one */
export function mayClearMayday(here, one) {
  return here.isOpen && !one.cleared_at && isInCommand(here) && Boolean(one.answered_at);
}
