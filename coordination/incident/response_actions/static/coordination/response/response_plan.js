// Response actions on the plan: each floor's rooms and outline take the color of what holds there; rooms of a lockdown
// that a responder has opened are drawn apart.

import { word } from "../words.js";

const L = globalThis.L;
const PANE = "response";
// Above what rooms reported, which would be drawn over the words.
const WORDS_PANE = "response-words";

/** @typedef {import("../../mapping/plan/plan.js").PlanFeature} PlanFeature */
/** @typedef {import("./responses.js").ResponseAction} ResponseAction */
/** @typedef {{ id: string, building_id: string | null }} DrawnLevel */

export class ResponsePlan {
  /** @param {{ map: L.Map }} parts */
  constructor({ map }) {
    this.map = map;
    map.createPane(PANE).style.zIndex = "445";
    map.createPane(WORDS_PANE).style.zIndex = "447";
    this.layer = L.layerGroup([], { pane: PANE }).addTo(map);
    this.shown = "";
  }

  /**
   * @param {ResponseAction[]} all every response action of the room
   * @param {any} layers the floors, as PlanLayers draws them; none where the reader may not see them
   */
  show(all, layers) {
    const actions = all.filter((action) => action.status === "in_force");
    const level = layers?.level ?? null;
    const key = JSON.stringify([level?.id, layers?.plan?.features?.length, actions]);
    if (key === this.shown) return;
    this.shown = key;
    this.layer.clearLayers();
    if (!layers?.plan || !level) return;
    /** @type {PlanFeature[]} */
    const features = layers.plan.features;
    const rooms = features.filter((one) => one.properties?.kind === "space");
    for (const action of actions) for (const room of rooms) if (holds(action, room, level)) this.#draw(action, room);
  }

  /** @param {ResponseAction} action @param {PlanFeature} room */
  #draw(action, room) {
    const isOpen = Boolean(action.opened?.[room.id]);
    const className = `response-room response-room-${isOpen ? "open" : action.kind}`;
    const shape = L.geoJSON(room, { pane: PANE, interactive: false, style: { className } }).addTo(this.layer);
    if (isOpen) this.#mark(shape.getBounds().getCenter());
  }

  // In words too: a color alone says little at night, and what the room reported lies over it.
  /** @param {L.LatLng} center */
  #mark(center) {
    const icon = L.divIcon({ className: "response-opened", html: "", iconSize: [56, 20], iconAnchor: [28, 54] });
    const mark = L.marker(center, { icon, pane: WORDS_PANE, interactive: false, keyboard: false }).addTo(this.layer);
    mark.getElement()?.replaceChildren(`✓ ${word("response.is_open")}`);
  }
}

/** @param {ResponseAction} action @param {PlanFeature} room @param {DrawnLevel} level */
function holds(action, room, level) {
  const spaces = Object.keys(action.spaces ?? {});
  if (spaces.length > 0) return spaces.includes(room.id);
  if (action.level_id) return action.level_id === level.id;
  return !action.building_id || action.building_id === level.building_id;
}
