// Lines and zones on the map. Hot, warm and cold differ by pattern, so that a print and a colour-blind eye tell them
// apart.

import { element } from "../element.js";
import { label, word } from "../words.js";

const LINES = new Set(["line", "route"]);
/** @type {Record<string, string>} */
const PATTERN = {
  hot_zone: "hatch-hot",
  warm_zone: "hatch-warm",
  cold_zone: "hatch-cold",
  search_area: "hatch-search",
  other_zone: "hatch-other",
};
/** @type {Record<string, string>} */
const DASHES = { route: "10 8", outer_perimeter: "14 8", inner_perimeter: "4 6", warm_zone: "12 6", cold_zone: "3 6" };

/** @typedef {{ kind: string, label?: string, audience: string, points: [lon: number, lat: number][],
 *   level_id?: string | null, drawn_at: string, drawn_by: string }} DrawnShape as the room has it */

/** @param {string} kind */
export const isLine = (kind) => LINES.has(kind);

/** @param {string} kind @returns {L.PathOptions} */
export function shapeStyle(kind) {
  const style = { className: `shape shape-${kind}`, weight: 3, dashArray: DASHES[kind] ?? undefined };
  if (isLine(kind)) return { ...style, fill: false };
  return { ...style, fillColor: PATTERN[kind] ? `url(#${PATTERN[kind]})` : "transparent", fillOpacity: 1 };
}

/** Where the name of a shape stands: what happens inside lies below it. @param {L.LatLng[]} points */
const northernEnd = (points) => points.reduce((north, point) => (point.lat > north.lat ? point : north));

// By keyboard as by pointer; Enter says what it is, and the first thing to do with it has the focus.
/** @param {L.Polyline<any>} path @param {string} name */
function reachable(path, name) {
  const node = path.getElement();
  if (!node) return;
  for (const [key, value] of [
    ["tabindex", "0"],
    ["role", "button"],
    ["aria-label", name],
  ])
    node.setAttribute(key, value);
  node.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    if (node.closest(".is-placing")) return;
    event.preventDefault();
    event.stopPropagation();
    path.openPopup(path.getBounds().getCenter());
    path.getPopup()?.getElement()?.querySelector("button, a")?.focus();
  });
}

export class Shapes {
  /**
   * @param {{ map: L.Map, room: import("../room/room.js").Room, onErase: (id: string) => void,
   *   offerRoom: (place: { lon: number, lat: number }) => Node | null }} parts offerRoom: what can be said of the room that
   *   was tapped
   */
  constructor({ map, room, onErase, offerRoom }) {
    this.map = map;
    this.room = room;
    this.onErase = onErase;
    this.offerRoom = offerRoom;
    this.layer = L.layerGroup().addTo(map);
    /** @type {Map<string, L.Polyline<any>>} */
    this.drawn = new Map(); // by the shape's id
  }

  /** @param {Record<string, DrawnShape>} shapes by id @param {import("./markers.js").IsHere} isHere */
  show(shapes, isHere) {
    const wanted = new Map(Object.entries(shapes).filter(([, state]) => isHere(state.level_id)));
    for (const [id, path] of this.drawn) {
      if (wanted.has(id)) continue;
      path.remove();
      this.drawn.delete(id);
    }
    for (const [id, state] of wanted) if (!this.drawn.has(id)) this.drawn.set(id, this.#path(id, state));
  }

  /** @param {string} id @param {DrawnShape} state */
  #path(id, state) {
    const points = state.points.map(([lon, lat]) => L.latLng(lat, lon));
    const style = shapeStyle(state.kind);
    const path = isLine(state.kind) ? L.polyline(points, style) : L.polygon(points, style);
    /** @type {L.LatLng | null} */
    let tapped = null; // opened by a key, it is asked about its middle
    path.on("click", ({ latlng }) => {
      tapped = latlng;
    });
    path.bindPopup(() => this.#popup(id, state, tapped ?? path.getBounds().getCenter()), {
      maxWidth: 280,
      minWidth: 200,
    });
    path.on("popupclose", () => {
      tapped = null;
    });
    const name = [label("shape_kind", state.kind), state.label].filter(Boolean).join(" · ");
    path.bindTooltip(element("span", { text: name }), {
      permanent: true,
      direction: "top",
      className: `shape-name shape-name-${state.kind}`,
      interactive: false,
    });
    path.addTo(this.layer);
    // At the northern end, so that the name does not lie on what happens inside.
    reachable(path, name);
    path.getTooltip()?.setLatLng(northernEnd(points));
    return path;
  }

  // A zone lies over rooms: what is said of a room most is offered there as well, and the zone's own end comes last.
  /** @param {string} id @param {DrawnShape} state @param {L.LatLng} at */
  #popup(id, state, { lng: lon, lat }) {
    const erase = this.room.isOpen
      ? element("button", {
          type: "button",
          class: "button danger",
          text: word("shape.erase"),
          onclick: () => {
            this.map.closePopup();
            this.onErase(id);
          },
        })
      : null;
    return element(
      "div",
      { class: "popup" },
      element("h3", { text: label("shape_kind", state.kind) }),
      state.label ? element("p", { text: state.label }) : null,
      element("p", {
        class: "quiet small",
        text: word("shape.drawn", {
          time: this.room.clock.time(state.drawn_at),
          name: this.room.nameOf(state.drawn_by),
        }),
      }),
      state.audience === "everyone"
        ? null
        : element("p", {}, element("span", { class: "badge", text: label("audience", state.audience) })),
      isLine(state.kind) ? null : this.offerRoom({ lon, lat }),
      erase,
    );
  }
}
