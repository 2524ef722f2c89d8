// Our own pictograms: an agency is known by its shape, not only by its hue, on screen and in black-and-white print.

import { svg } from "./element.js";

/** @type {Record<string, string[]>} */
const AGENCY = {
  police: ["M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z"],
  sheriff: ["M12 3l2.7 5.7 6.2.8-4.6 4.3 1.2 6.2L12 17l-5.5 3 1.2-6.2-4.6-4.3 6.2-.8z"],
  fire: ["M12 3c1 4 5.5 5.5 5.5 10.5a5.5 5.5 0 0 1-11 0c0-2 1-3.5 2-4.5.3 1.5 1 2.2 2 2.5C11 9 11 6 12 3z"],
  ems: ["M12 4v16", "M5.1 8l13.8 8", "M18.9 8L5.1 16"],
  school: ["M2.5 9.5L12 5l9.5 4.5L12 14z", "M7 12v4.5c3 2 7 2 10 0V12"],
  district: ["M2.5 9.5L12 5l9.5 4.5L12 14z", "M7 12v4.5c3 2 7 2 10 0V12", "M21.5 9.5v6"],
  dispatch: [
    "M5 15v-3a7 7 0 0 1 14 0v3",
    "M5 14h3v5H6.5A1.5 1.5 0 0 1 5 17.5z",
    "M19 14h-3v5h1.5a1.5 1.5 0 0 0 1.5-1.5z",
  ],
  emergency_management: ["M12 4l8 15H4z", "M12 10v4", "M12 16.5v.1"],
  other: ["M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z", "M12 11.9v.2"],
};

/** @type {Record<string, string[]>} */
const TOOL = {
  message: ["M4 5h16v11H9l-5 4z"],
  marker: ["M12 21s7-7 7-12a7 7 0 0 0-14 0c0 5 7 12 7 12z", "M12 8.9v.2"],
  status: ["M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", "M8 12l3 3 5-6"],
  say: ["M4 4h16v11h-8l-4 5v-5H4z", "M12 7a2 2 0 0 0-2 2c0 1.6 2 3.6 2 3.6s2-2 2-3.6a2 2 0 0 0-2-2z"],
  line: ["M4 19L10 8l5 6 5-10"],
  zone: ["M5 8l7-4 7 5-2 9-9 2z"],
  table: ["M4 5h16v14H4z", "M4 10h16", "M4 14.5h16", "M10 5v14"],
  grid: ["M4 4h16v16H4z", "M4 9.3h16M4 14.7h16M9.3 4v16M14.7 4v16"],
  scan: ["M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4", "M8 8h8v8H8z"],
  locate: ["M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M12 2v3M12 19v3M2 12h3M19 12h3"],
  me: ["M12 3l7 18-7-4-7 4z"],
  tools: ["M4 7h9M17 7h3M4 17h3M11 17h9", "M15 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z", "M9 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"],
  fit: ["M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"],
  attach: ["M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4L14 7.5"],
  send: ["M4 12l16-8-5 16-3-6z"],
  people: [
    "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    "M3 20c0-4 3-6 6-6s6 2 6 6",
    "M16 5.5a3 3 0 0 1 0 5.5M18 14.5c2 .8 3 2.7 3 5.5",
  ],
  search: ["M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z", "M15.5 15.5L20 20"],
  close: ["M6 6l12 12M18 6L6 18"],
  beside: ["M4 5h16v14H4z", "M12 5v14"],
  windows: ["M9 9h11v11H9z", "M5 15V4h11"],
};

/** @param {string[]} paths @param {string} classes */
function drawn(paths, classes) {
  const picture = svg("svg", { viewBox: "0 0 24 24", class: classes, "aria-hidden": "true", focusable: "false" });
  picture.append(...paths.map((d) => svg("path", { d })));
  return picture;
}

/** @param {string} kind */
export function agencyGlyph(kind) {
  const known = Object.hasOwn(AGENCY, kind) ? kind : "other";
  return drawn(AGENCY[known], `icon agency-glyph agency-${known}`);
}

/** @param {string} name */
export function toolGlyph(name) {
  return drawn(TOOL[name] ?? [], "icon");
}

// What the radio and the paper map say; the full word stands beside it wherever there is room.
/** @type {Readonly<Record<string, string>>} */
export const MARKER_SHORT = Object.freeze({
  command_post: "CP",
  staging: "STG",
  casualty_collection_point: "CCP",
  ambulance_exchange_point: "AEP",
  casualty: "CAS",
  hazard: "HAZ",
  suspect_last_seen: "SUS",
  entry_point: "ENT",
  assembly_point: "ASM",
  reunification: "REU",
  landing_zone: "LZ",
  other: "●",
});

/** @type {Readonly<Record<string, string>>} */
export const MARKER_TONE = Object.freeze({
  casualty: "danger",
  hazard: "warning",
  suspect_last_seen: "danger",
  casualty_collection_point: "ok",
  ambulance_exchange_point: "ok",
});
