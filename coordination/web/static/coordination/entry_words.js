// Say an entry in words: one line a person can read at a glance. Returns plain text; nothing here touches the page.

import { label, word } from "./words.js";

const SYSTEM = new Set([
  "incident_opened",
  "participant_joined",
  "participant_left",
  "participant_removed",
  "incident_closed",
  "incident_reopened",
  "entry_struck",
  "flash_acknowledged",
]);

// System entries are quieter than people, but for the two that change what everybody may do.
export function isQuiet(type) {
  return SYSTEM.has(type) && type !== "incident_closed" && type !== "incident_reopened";
}

export const STRIKABLE = new Set(["message_posted", "file_attached"]);

export function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

const labels = (list, words) => words.map((one) => label(list, one)).join(", ");
const widenings = (e) =>
  e.widenings.map((one) => `${one.agency}: ${labels("term_kind", one.grants)} (${one.clause})`).join("; ");

// `nameOf` tells participants, `markerOf` and `shapeOf` what an id stood for when that is still known.
const SAY = {
  incident_opened: (e) =>
    word("entry.incident_opened", {
      type: label("incident_type", e.incident_type),
      severity: label("severity", e.severity),
      site: e.site,
      title: e.title,
    }),
  participant_joined: (e) => word("entry.participant_joined", { role: label("role", e.participant.role) }),
  participant_left: () => word("entry.participant_left"),
  participant_removed: (e, known) =>
    word("entry.participant_removed", { name: known.nameOf(e.participant_id), reason: e.reason }),
  message_posted: (e) => e.text,
  marker_placed: (e) => word("entry.marker_placed", { kind: label("marker_kind", e.kind), label: e.label }),
  marker_moved: (e, known) => word("entry.marker_moved", { marker: known.markerOf(e.marker_id) }),
  marker_removed: (e, known) => word("entry.marker_removed", { marker: known.markerOf(e.marker_id) }),
  shape_drawn: (e) =>
    word("entry.shape_drawn", { shape: [label("shape_kind", e.kind), e.label].filter(Boolean).join(" · ") }),
  shape_erased: (e, known) => word("entry.shape_erased", { shape: known.shapeOf(e.shape_id) }),
  status_set: (e) => [label("status", e.status), e.note].filter(Boolean).join(" · "),
  entry_struck: (e) => word("entry.entry_struck", { seq: e.seq, reason: e.reason }),
  file_attached: (e) => e.caption ?? "",
  panic_pressed: (e) => word("entry.panic_pressed", { kind: label("panic_kind", e.kind), words: e.words }),
  panic_cancelled: (e) => word("entry.panic_cancelled", { reason: e.reason }),
  panic_confirmed: () => word("entry.panic_confirmed"),
  stand_down_proposed: (e) => word("entry.stand_down_proposed", { reason: e.reason }),
  stood_down: () => word("entry.stood_down"),
  flash_posted: (e) => word("entry.flash_posted", { text: e.text }),
  flash_acknowledged: () => word("entry.flash_acknowledged"),
  access_widened: (e) => word("entry.access_widened", { what: widenings(e) }),
  access_narrowed: (e) => word("entry.access_narrowed", { what: widenings(e) }),
  glass_broken: (e) => word("entry.glass_broken", { what: labels("term_kind", e.grants), reason: e.reason }),
  disclosure_recorded: (e) =>
    word("entry.disclosure_recorded", {
      what: labels("data_category", e.categories),
      to: `${e.recipient}, ${e.agency}`,
    }),
  incident_closed: (e) => word("entry.incident_closed", { reason: e.reason }),
  incident_reopened: (e) => word("entry.incident_reopened", { reason: e.reason }),
};

export function entryText(content, known) {
  const { event } = content;
  return Object.hasOwn(SAY, event.type) ? SAY[event.type](event, known) : word("entry.unknown", { type: event.type });
}

const DO = {
  post_message: (c) => c.text,
  place_marker: (c) => SAY.marker_placed(c),
  move_marker: (c, known) => SAY.marker_moved(c, known),
  remove_marker: (c, known) => SAY.marker_removed(c, known),
  draw_shape: (c) => SAY.shape_drawn(c),
  erase_shape: (c, known) => SAY.shape_erased(c, known),
  set_status: (c) => SAY.status_set(c),
  strike_entry: (c) => SAY.entry_struck(c),
  attach_file: (c) => word("command.attach_file", { caption: c.caption ?? "" }),
  close_incident: (c) => SAY.incident_closed(c),
  reopen_incident: (c) => SAY.incident_reopened(c),
};

export function commandText(command, known) {
  return Object.hasOwn(DO, command.type) ? DO[command.type](command, known) : command.type;
}
