// What the strip above the map says first, and in which order its parts stand when it is unfolded: for its reader. Pure.
//
// Who is at the school reads what to do to stay alive; who comes to help where it is, by which door; dispatch what no one
// has taken. What waits for the reader's own answer interrupts each of them. A capability that brings another kind gives
// it a place here; a kind without one stands last.

// `task`: what of it is for the reader to do, in plain words (own_task.js); none where nothing is; `ask`: the same in short.
// `decisions`: what of it waits for the decision of who commands, by kind. What is to be read whole comes in wordings from
// long to short: `wordings` for one line of the strip, `rows` for each of two, `asks` for the line below it.
/** @typedef {{ kind: string, text: string, strip?: string, task?: string, ask?: string, decisions?: string[],
 *   asksMe?: boolean, isUntaken?: boolean, isReal?: boolean, asks?: string[] }} Part */
/** @typedef {Part & { key: string, node: Node, sign?: string, places?: string[], wordings?: string[], rows?: string[][] }} DrawnPart as a
 *   capability gives it to the bar; places: where the worst call is, beside what tells of something else; sign: what stands before
 *   it, where it is another one than of its kind */

const ASKS_ME = "what waits for the reader's answer";
const UNTAKEN = "what no one has taken";
// What is real in an exercise, and that it stands, goes before everything.
const FIRST = ["real", "paused"];
const LAST = ["duplicate", "message", "beside", "response", "command", "note"];
/** @type {Record<string, string[]>} */
const ORDER = {
  school: [...FIRST, "lockdown", "response", ASKS_ME, "mayday", "panic", "vacant", "advice", ...LAST],
  responder: [...FIRST, "mayday", "panic", ASKS_ME, "vacant", "par", "lockdown", ...LAST],
  dispatch: [...FIRST, UNTAKEN, ASKS_ME, "mayday", "panic", "vacant", "par", "lockdown", ...LAST],
};
// Of what has one place, as all do that wait for the reader's answer: never by who gives it to the strip first.
const TIED = ["message", "panic", "mayday", "par", "lockdown", "response", "vacant", "command", "staff", "beside"];
const DANGER = new Set(["real", "mayday", "lockdown", "panic", "vacant"]);

/**
 * Whose strip it is. The people of a district, and a leader who does not go there, read what a school reads.
 * @param {{ audiences: string[] }} me
 * @param {string | undefined} agencyKind
 */
export function readerOf(me, agencyKind) {
  if (agencyKind === "dispatch") return "dispatch";
  return me.audiences.includes("responders") ? "responder" : "school";
}

/** @param {Part} part @param {string[]} order */
function placeOf(part, order) {
  const places = [part.kind, part.asksMe ? ASKS_ME : "", part.isUntaken ? UNTAKEN : ""].map((one) =>
    order.indexOf(one),
  );
  return Math.min(...places.filter((one) => one >= 0), order.length);
}

/** @param {string[]} order @param {string} kind */
const placeIn = (order, kind) => (order.includes(kind) ? order.indexOf(kind) : order.length);

/** Command that is offered waits for one person, a message for everybody. @param {Part} part */
const isOffer = ({ kind, asksMe }) => kind === "command" && asksMe === true;

/**
 * @template {Part} P
 * @param {P[]} parts
 * @param {string} reader
 * @returns {P[]}
 */
export function inOrder(parts, reader) {
  const order = ORDER[reader];
  return [...parts].sort(
    (one, other) =>
      placeOf(one, order) - placeOf(other, order) ||
      Number(isOffer(other)) - Number(isOffer(one)) ||
      placeIn(TIED, one.kind) - placeIn(TIED, other.kind),
  );
}

/**
 * The lines of the folded strip: what goes first, and below it what waits for the reader; else, for the school, where it
 * is or what is advised first, and for the others what else they do, or the next danger.
 * @template {Part} P
 * @param {P[]} parts in their order
 * @param {string} reader
 * @returns {P[]}
 */
export function linesOf(parts, reader) {
  const [first, ...others] = parts;
  const asks = others.find((one) => one.asksMe);
  const second =
    asks ??
    (reader === "school"
      ? (others.find(isPanic) ?? others.find(isAdvice))
      : (others.find(isTask) ?? others.find(isDanger)));
  return second ? [first, second] : [first];
}

/** @param {Part} part */
const isTask = ({ task }) => Boolean(task);
/** @param {Part} part */
const isPanic = ({ kind }) => kind === "panic";
/** @param {Part} part */
const isAdvice = ({ kind }) => kind === "advice";

/**
 * The line that also names where the worst alarm is, because no line does; -1 where one does, or there is no alarm. What
 * no one has taken is not mistaken for something in that room; else it is the last line: a directive is not cut for it.
 * @param {Part[]} parts
 * @param {Part[]} lines
 * @returns {number}
 */
export function lineOfPlace(parts, lines) {
  if (!parts.some(isPanic) || lines.some(isPanic)) return -1;
  const vacant = lines.findIndex(({ kind }) => kind === "vacant");
  return vacant >= 0 ? vacant : lines.length - 1;
}

// What is behind the strip, where it is one thing: a number alone says nothing of it.
/** @type {Record<string, string>} */
const BEHIND = {
  panic: "call",
  mayday: "call",
  vacant: "command",
  command: "command",
  lockdown: "lockdown",
  response: "action",
  message: "message",
  advice: "advice",
};

/**
 * The word for what the folded strip does not show, and how much it is; none where it shows all.
 * @param {Part[]} parts
 * @param {Part[]} lines
 * @returns {{ key: string, n: number } | null}
 */
export function moreOf(parts, lines) {
  const left = parts.filter((one) => !lines.includes(one));
  if (left.length === 0) return null;
  const what = left.length === 1 ? BEHIND[left[0].kind] : undefined;
  return { key: what ? `alarm.more_${what}` : "alarm.more", n: left.length };
}

/** @param {Part} part */
export const isDanger = ({ kind }) => DANGER.has(kind);
