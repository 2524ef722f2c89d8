// Markers on the map: a pin with the field's short word, its label, when it was placed and by whom.

import { element } from "../element.js";
import { MARKER_SHORT, MARKER_TONE } from "../glyphs.js";
import { label, word } from "../words.js";

/** @typedef {{ kind: string, label: string, audience: string, lon: number, lat: number, level_id?: string | null,
 *   placed_at: string, placed_by: string, moved_at: string }} MapMarker as the room has it */
/** @typedef {MapMarker & { id: string }} KnownMarker */
/** @typedef {{ pin: L.Marker, state: MapMarker, isMoving?: boolean }} Drawn */
/** @typedef {(levelId: string | null | undefined) => boolean} IsHere whether it is on the floor that is shown */

export class Markers {
  /**
   * @param {{ map: L.Map, room: import("../room/room.js").Room,
   *   onMove: (marker: KnownMarker, place: { lon: number, lat: number } | null) => void,
   *   onRemove: (id: string) => void }} parts
   */
  constructor({ map, room, onMove, onRemove }) {
    this.map = map;
    this.room = room;
    this.onMove = onMove;
    this.onRemove = onRemove;
    this.layer = L.layerGroup().addTo(map);
    /** @type {Map<string, Drawn>} */
    this.drawn = new Map(); // by the marker's id
  }

  // Show exactly these, by id; what has not changed is left alone, so that an open popup stays open.
  /** @param {Record<string, MapMarker>} markers @param {IsHere} isHere */
  show(markers, isHere) {
    const wanted = new Map(Object.entries(markers).filter(([, state]) => isHere(state.level_id)));
    for (const [id, { pin }] of this.drawn) {
      if (wanted.has(id)) continue;
      pin.remove();
      this.drawn.delete(id);
    }
    for (const [id, state] of wanted) {
      const before = this.drawn.get(id);
      if (before?.state === state) continue;
      if (before) this.#move(before, state);
      else this.drawn.set(id, { pin: this.#pin(id, state), state });
    }
  }

  /** @param {Drawn} drawn @param {MapMarker} state */
  #move(drawn, state) {
    drawn.state = state;
    if (drawn.pin.isPopupOpen()) drawn.pin.getPopup()?.update();
    if (!drawn.isMoving) drawn.pin.setLatLng([state.lat, state.lon]);
  }

  /** @param {string} id @param {MapMarker} state */
  #pin(id, state) {
    const pin = L.marker([state.lat, state.lon], {
      icon: L.divIcon({ className: "pin", html: this.#picture(state), iconSize: [44, 44], iconAnchor: [22, 44] }),
      title: `${label("marker_kind", state.kind)}: ${state.label}`,
      alt: `${label("marker_kind", state.kind)}: ${state.label}`,
      keyboard: true,
      riseOnHover: true,
      autoPanOnFocus: false,
    });
    pin.bindPopup(() => this.#popup(id, this.drawn.get(id)?.state ?? state), { maxWidth: 280, minWidth: 200 });
    pin.on("dragend", () => this.#dropped(id));
    return pin.addTo(this.layer);
  }

  /** @param {MapMarker} state */
  #picture(state) {
    const tone = MARKER_TONE[state.kind] ?? "info";
    return element(
      "div",
      { class: `marker marker-${tone} audience-${state.audience}` },
      element("span", { class: "marker-pin", text: MARKER_SHORT[state.kind] ?? "●" }),
      element("span", { class: "marker-label", text: state.label }),
    );
  }

  /** @param {string} id @param {MapMarker} state */
  #popup(id, state) {
    const moved =
      state.moved_at === state.placed_at
        ? null
        : element("p", {
            class: "quiet small",
            text: word("marker.moved", { time: this.room.clock.time(state.moved_at) }),
          });
    const buttons = this.room.isOpen
      ? element(
          "div",
          { class: "row" },
          element("button", {
            type: "button",
            class: "button",
            text: word("marker.move"),
            onclick: () => this.startMoving(id),
          }),
          element("button", {
            type: "button",
            class: "button danger",
            text: word("marker.remove"),
            onclick: () => {
              this.map.closePopup();
              this.onRemove(id);
            },
          }),
        )
      : null;
    return element(
      "div",
      { class: "popup" },
      element("h3", { text: label("marker_kind", state.kind) }),
      element("p", { text: state.label }),
      element("p", {
        class: "quiet small",
        text: word("marker.placed", {
          time: this.room.clock.time(state.placed_at),
          name: this.room.nameOf(state.placed_by),
        }),
      }),
      moved,
      state.audience === "everyone"
        ? null
        : element("p", {}, element("span", { class: "badge", text: label("audience", state.audience) })),
      buttons,
    );
  }

  // Dragging is asked for first: a thumb that pans the map must not move a casualty.
  /** @param {string} id */
  startMoving(id) {
    const drawn = this.drawn.get(id);
    if (!drawn) return;
    this.map.closePopup();
    drawn.isMoving = true;
    drawn.pin.dragging?.enable();
    drawn.pin.getElement()?.classList.add("is-moving");
    this.onMove({ id, ...drawn.state }, null);
  }

  /** @param {string} id */
  #dropped(id) {
    const drawn = this.drawn.get(id);
    if (!drawn) return;
    const { lat, lng } = drawn.pin.getLatLng();
    this.#stopMoving(drawn);
    this.onMove({ id, ...drawn.state }, { lon: lng, lat });
  }

  /** @param {Drawn} drawn */
  #stopMoving(drawn) {
    drawn.isMoving = false;
    drawn.pin.dragging?.disable();
    drawn.pin.getElement()?.classList.remove("is-moving");
  }

  // The move was given up, or the map was tapped where it should go.
  /** @param {string} id @param {{ lon: number, lat: number } | null} place */
  finishMoving(id, place) {
    const drawn = this.drawn.get(id);
    if (!drawn) return;
    this.#stopMoving(drawn);
    drawn.pin.setLatLng(place ? [place.lat, place.lon] : [drawn.state.lat, drawn.state.lon]);
  }
}
