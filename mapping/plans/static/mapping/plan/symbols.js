// Pictograms of plan objects, drawn by us after the idea of NFPA 170: one shape per kind, readable in one colour.

import { svg } from "../../coordination/element.js";

/** @type {Record<string, [tag: string, attributes: Record<string, string | number>, text?: string][]>} */
const DRAWINGS = {
  aed: [
    ["path", { d: "M12 19 5 12a4.2 4.2 0 0 1 7-4.5A4.2 4.2 0 0 1 19 12z" }],
    ["path", { d: "m13 8-3 4h4l-3 4", class: "symbol-cut" }],
  ],
  key_box: [
    ["circle", { cx: 8.5, cy: 12, r: 3.5 }],
    ["path", { d: "M12 11h8v4h-2v-2h-2v2h-2v-2h-2z" }],
  ],
  trauma_kit: [
    ["path", { d: "M4 8h16v11H4z" }],
    ["path", { d: "M9 8V5h6v3", class: "symbol-line" }],
    ["path", { d: "M12 10.5v6M9 13.5h6", class: "symbol-cut" }],
  ],
  fire_panel: [
    ["path", { d: "M5 4h14v16H5z" }],
    ["path", { d: "M8 8h8M8 12h3M13 12h3M8 16h8", class: "symbol-cut" }],
  ],
  fire_extinguisher: [
    ["path", { d: "M9 9h6v11H9z" }],
    ["path", { d: "M12 9V5h5M8 6l4-1", class: "symbol-line" }],
  ],
  riser: [
    ["path", { d: "M10 3h4v18h-4z" }],
    ["path", { d: "M5 8h14M5 15h14", class: "symbol-line" }],
  ],
  gas_shutoff: [
    ["path", { d: "m4 7 8 5-8 5zM20 7l-8 5 8 5z" }],
    ["text", { x: 12, y: 23 }, "G"],
  ],
  water_shutoff: [
    ["path", { d: "m4 7 8 5-8 5zM20 7l-8 5 8 5z" }],
    ["text", { x: 12, y: 23 }, "W"],
  ],
  electric_shutoff: [["path", { d: "M13 2 5 14h6l-2 8 9-13h-6z" }]],
  elevator: [
    ["path", { d: "M5 3h14v18H5z" }],
    ["path", { d: "m12 6 3 4H9zM12 18l3-4H9z", class: "symbol-hole" }],
  ],
  stair: [["path", { d: "M4 20v-4h4v-4h4V8h4V4h4v16z" }]],
  hydrant: [["path", { d: "M9 8a3 3 0 0 1 6 0v2h3v4h-3v6H9v-6H6v-4h3z" }]],
  camera: [
    ["path", { d: "M3 8h12v8H3z" }],
    ["path", { d: "m15 11 6-3v8l-6-3z" }],
  ],
  entrance: [["path", { d: "M12 4 5 13h4v7h6v-7h4z" }]],
  staging: [
    ["path", { d: "M4 4h16v16H4z" }],
    ["path", { d: "M15 8H9v4h6v4H9", class: "symbol-cut" }],
  ],
  hazmat: [
    ["path", { d: "M12 2 22 12 12 22 2 12z" }],
    ["path", { d: "M12 7v6M12 15.5v1.5", class: "symbol-cut" }],
  ],
  gate: [
    ["path", { d: "M4 5h3v15H4zM17 5h3v15h-3z" }],
    ["path", { d: "M7 9h10M7 13h10M7 17h10", class: "symbol-line" }],
  ],
  landing_zone: [
    ["circle", { cx: 12, cy: 12, r: 10 }],
    ["path", { d: "M8.5 7v10M15.5 7v10M8.5 12h7", class: "symbol-cut" }],
  ],
  radio_dead_spot: [
    ["path", { d: "M11 11h2v10h-2z" }],
    ["path", { d: "M8 7a5.5 5.5 0 0 0 0 7M16 7a5.5 5.5 0 0 1 0 7M3 3l18 18", class: "symbol-line" }],
  ],
  bus_loop: [
    ["path", { d: "M5 4h14v13H5zM6 17h3v3H6zM15 17h3v3h-3z" }],
    ["path", { d: "M7.5 10.5h9", class: "symbol-cut" }],
  ],
  parking: [
    ["path", { d: "M4 3h16v18H4z" }],
    ["path", { d: "M9.5 18V7h3.5a3 3 0 0 1 0 6.5H9.5", class: "symbol-cut" }],
  ],
  field: [
    ["path", { d: "M3 6h18v12H3z" }],
    ["path", { d: "M12 6v12M12 9.5a2.5 2.5 0 0 1 0 5 2.5 2.5 0 0 1 0-5", class: "symbol-cut" }],
  ],
  hazard: [
    ["path", { d: "M12 3 22 20H2z" }],
    ["path", { d: "M12 9v5M12 16v2", class: "symbol-cut" }],
  ],
  road: [
    ["path", { d: "M9 3h6l4 18H5z" }],
    ["path", { d: "M12 5v3M12 11v3M12 17v3", class: "symbol-cut" }],
  ],
  neighbor: [["path", { d: "M12 3 3 11h3v9h12v-9h3z" }]],
  photo: [
    ["path", { d: "M3 7h4l2-3h6l2 3h4v13H3z" }],
    ["circle", { cx: 12, cy: 13, r: 3.5, class: "symbol-cut" }],
  ],
  other: [["circle", { cx: 12, cy: 12, r: 6 }]],
};

/** @param {string} kind */
export function symbol(kind) {
  const parts = DRAWINGS[kind] ?? DRAWINGS.other;
  const drawn = parts.map(([tag, attributes, text]) =>
    svg(tag, text === undefined ? attributes : { ...attributes, text }),
  );
  return svg("svg", { viewBox: "0 0 24 24", class: "symbol", "aria-hidden": "true" }, ...drawn);
}
