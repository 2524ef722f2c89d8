// What the strip above the map says first, and in which order its parts stand when it is unfolded. Pure.

// What is real in an exercise, that it stands, a responder in trouble, what to do to stay alive, then why, then that nobody commands, then what somebody has to answer, then everything else. A capability that brings
// another kind gives it a place here; a kind without one stands last.
const ORDER = [
  "real",
  "paused",
  "mayday",
  "lockdown",
  "panic",
  "vacant",
  "duplicate",
  "message",
  "beside",
  "response",
  "command",
  "note",
];
const DANGER = new Set(["real", "mayday", "lockdown", "panic", "vacant"]);

const placeOf = ({ kind }) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);

export const inOrder = (parts) => [...parts].sort((one, other) => placeOf(one) - placeOf(other));
export const isDanger = ({ kind }) => DANGER.has(kind);
