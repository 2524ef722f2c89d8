// Turn one plan (GeoJSON) into Leaflet paths and into the marks on top of them.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { boxOf, contains, doorFrame, labelPoint, polygonsOf, shifted } from "./geometry.js";
import { textWidth } from "./marks.js";
import { linesOf } from "./shape.js";
import { symbol } from "./symbols.js";

/** @typedef {import("./marks.js").Look} Look */
/** @typedef {import("./marks.js").Mark} Mark */
/** @typedef {import("./plan.js").PlanFeature} PlanFeature */
/** @typedef {[text: string, part: string][]} Lines of a label */

const L = globalThis.L;
const LABEL_PX = 12;
const LINE_PX = 15;
const MAX_LABEL_CHARS = 28;
// Which objects win when two would cover each other: first what saves a life, then what lets one in.
const OBJECT_ORDER = [
  "building_side",
  "aed",
  "key_box",
  "trauma_kit",
  "fire_panel",
  "stair",
  "elevator",
  "riser",
  "gas_shutoff",
  "electric_shutoff",
  "water_shutoff",
  "hydrant",
  "hazmat",
  "gate",
  "landing_zone",
  "staging",
  "radio_dead_spot",
];
const WARNINGS = ["radio_dead_spot", "hazard"];
/** @type {Record<string, string>} */
const FAMILIES = {
  walkway: "corridor",
  stairs: "shaft",
  elevator: "shaft",
  opentobelow: "void",
  parking: "ground",
  road: "ground",
  fieldofplay: "green",
  vegetation: "green",
  unenclosedarea: "ground",
};

/** @param {string} category */
export function familyOf(category) {
  return FAMILIES[category] ?? (category.startsWith("restroom") ? "restroom" : "room");
}

// Spaces and doors as paths. Nothing in them takes the mouse: a click belongs to the map, and spaceAt answers.
/** @param {{ features: PlanFeature[] }} plan @param {{ pane: string, renderer: L.Renderer }} where */
export function pathsOf(plan, { pane, renderer }) {
  const options = { pane, renderer, interactive: false };
  /** @type {L.Layer[]} */
  const paths = [];
  // Ground lies under rooms, a warning over them.
  /** @param {PlanFeature} feature */
  const isWarning = ({ properties }) => WARNINGS.includes(properties.category) && properties.kind === "area";
  for (const feature of [...plan.features.filter((one) => !isWarning(one)), ...plan.features.filter(isWarning)]) {
    const { kind, category } = feature.properties;
    if (kind === "area") {
      const isLine = feature.geometry.type.endsWith("LineString");
      paths.push(pathOf(feature, `plan-area plan-area-${category}${isLine ? " plan-area-line" : ""}`, options));
    } else if (kind === "space") {
      paths.push(pathOf(feature, `plan-space plan-${familyOf(category)}`, options));
    } else if (kind === "opening" && feature.geometry.type === "Point") {
      const [lon, lat] = feature.geometry.coordinates;
      paths.push(L.circle([lat, lon], { ...options, radius: 0.35, className: "plan-door-point" }));
    } else if (kind === "opening") {
      const className = feature.properties.is_exterior ? "plan-door plan-door-exterior" : "plan-door";
      paths.push(pathOf(feature, className, options));
    }
  }
  return paths;
}

// One path without a group around it: a floor has hundreds.
/** @param {PlanFeature} feature @param {string} className @param {L.PathOptions} options */
const pathOf = (feature, className, options) =>
  L.GeoJSON.geometryToLayer(feature, /** @type {L.GeoJSONOptions} */ ({ ...options, className }));

/** @param {{ features: PlanFeature[] }} plan @returns {Mark[]} */
export function marksOf(plan) {
  const spaces = plan.features.filter((feature) => feature.properties.kind === "space");
  /** @type {(Mark | null)[]} */
  const marks = [];
  for (const feature of plan.features) {
    const { kind } = feature.properties;
    if (kind === "space") marks.push(labelMark(feature));
    else if (kind === "opening") marks.push(doorMark(feature, spaces));
    else if (kind === "area") marks.push(areaMark(feature));
    else marks.push(objectMark(feature));
  }
  return marks.filter((mark) => mark !== null);
}

// A number alone is enough to find a room by radio; the name joins it where there is room for two lines.
/** @param {PlanFeature} feature @returns {Mark | null} */
function labelMark(feature) {
  const { number = "", name, category } = feature.properties;
  if ((number === "" && name === "") || category === "opentobelow") return null;
  const room = boxOf(polygonsOf(feature.geometry).flatMap((polygon) => polygon[0]));
  const isTall = isTallBox(room) && familyOf(category) === "corridor";
  /** @param {Lines} lines */
  const look = (lines) => textLook(lines, { family: familyOf(category), isTall });
  /** @type {Lines} */
  const all = [
    [number, "number"],
    [name, "name"],
  ];
  const lines = all.filter(([text]) => text !== "");
  const looks = lines.length === 2 ? [look(lines), look(lines.slice(0, 1))] : [look(lines)];
  const rank = 300 - Math.min(200, Math.round((room[2] - room[0]) * (room[3] - room[1]) * 1e9));
  // Where its text would stand is sought when there is room for any.
  /** @type {ReturnType<typeof labelPoint> | null} */
  let place = null;
  const found = () => (place ??= labelPoint(feature.geometry));
  return {
    id: feature.id,
    get at() {
      return found().at;
    },
    get clearance() {
      return found().clearance;
    },
    looks,
    room,
    rank,
    fromZoom: 16,
  };
}

// Of hundreds of labels few have room at a time: what one needs is made when it is asked for.
/** @param {Lines} lines @param {{ family: string, isTall: boolean }} how @returns {Look} */
function textLook(lines, { family, isTall }) {
  const depth = lines.length * LINE_PX;
  let width_px = 0;
  const length = () =>
    (width_px ||=
      Math.max(...lines.map(([text]) => textWidth(shortened(text), `700 ${LABEL_PX}px Inter, system-ui`))) + 6);
  return {
    get width() {
      return isTall ? depth : length();
    },
    get height() {
      return isTall ? length() : depth;
    },
    get element() {
      const spans = lines.map(([text, part]) =>
        element("span", { class: `plan-label-${part}`, text: shortened(text) }),
      );
      const tall = isTall ? " plan-label-tall" : "";
      return element("span", { class: `plan-label plan-label-${family}${tall}` }, ...spans);
    },
  };
}

// What a place without walls is, said as a symbol and a word; on a line, at its middle.
/** @param {PlanFeature} feature @returns {Mark} */
function areaMark(feature) {
  const { category, name } = feature.properties;
  const text = shortened(name || word(category));
  const drawn = element(
    "span",
    { class: `plan-label plan-label-area plan-label-area-${category}` },
    symbol(category),
    element("span", { text }),
  );
  const width = textWidth(text, `700 ${LABEL_PX}px Inter, system-ui`) + 28;
  const looks = [
    { element: drawn, width, height: 20 },
    {
      element: element(
        "span",
        { class: "plan-label plan-label-area", role: "img", "aria-label": text },
        symbol(category),
      ),
      width: 22,
      height: 22,
    },
  ];
  const polygons = polygonsOf(feature.geometry);
  if (polygons.length === 0) {
    const line = linesOf(feature.geometry)[0];
    return { at: line[Math.floor(line.length / 2)], looks, rank: 80, fromZoom: 16 };
  }
  return { at: labelPoint(feature.geometry).at, looks, rank: 70, fromZoom: 15 };
}

/** @param {PlanFeature} feature @param {PlanFeature[]} spaces @returns {Mark | null} */
function doorMark(feature, spaces) {
  const { number = "", is_exterior: isExterior } = feature.properties;
  if (number === "" || !isExterior) return null;
  const { middle, across } = doorFrame(feature.geometry);
  let at = middle;
  if (across !== null) {
    // The number stands outside the wall, on the side where no room is.
    const outward = spaces.some((space) => contains(space.geometry, shifted(middle, across, 1.5)))
      ? [-across[0], -across[1]]
      : across;
    at = shifted(middle, outward, 2.6);
  }
  const text = shortened(number);
  const width = Math.max(20, textWidth(text, `700 ${LABEL_PX}px Inter, system-ui`) + 8);
  const looks = [{ element: element("span", { class: "plan-door-number", text }), width, height: 20 }];
  return { at, looks, rank: number === "1" ? 1 : 10, fromZoom: 16 };
}

/** @param {PlanFeature} feature @returns {Mark} */
function objectMark(feature) {
  const { category, name } = feature.properties;
  const place = OBJECT_ORDER.indexOf(category);
  const rank = place === -1 ? 90 : 20 + place;
  const at = linesOf(feature.geometry)[0][0];
  if (category === "building_side") {
    const drawn = element("span", { class: "plan-side", text: shortened(name) });
    return { at, looks: [{ element: drawn, width: 28, height: 28 }], rank, fromZoom: 15 };
  }
  const drawn = element(
    "span",
    { class: `plan-object plan-object-${category}`, role: "img", "aria-label": name || word(category) },
    symbol(category),
  );
  return {
    at,
    looks: [{ element: drawn, width: 22, height: 22 }],
    rank,
    fromZoom: category === "camera" ? 18.5 : 17.25,
  };
}

/** @param {string} text */
function shortened(text) {
  return text.length > MAX_LABEL_CHARS ? `${text.slice(0, MAX_LABEL_CHARS - 1)}…` : text;
}

/** @param {number[]} box */
function isTallBox([west, south, east, north]) {
  return north - south > (east - west) * Math.cos((south * Math.PI) / 180);
}
