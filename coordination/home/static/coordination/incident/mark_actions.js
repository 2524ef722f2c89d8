// What a person does with markers, lines and zones: on the map by pointer, or from the table by keyboard.

import { confirmed } from "../components/confirm.js";
import { toast } from "../components/toast.js";
import { uuid } from "../element.js";
import { ask } from "../question.js";
import { isLine } from "../map/shapes.js";
import { label, word } from "../words.js";

const dialog = (/** @type {string} */ name) => document.getElementById(`ask-${name}`);

/** @typedef {import("../map/markers.js").KnownMarker} KnownMarker */
/** @typedef {{ lon: number, lat: number }} LonLat */
/** @typedef {{ type: string, field: string, kinds: string, yes: string, done: string,
 *   again: (state: any) => Record<string, any> & { type: string } }} Way */

// How each is taken away, and brought back by who has erred: as a new one, for the log keeps both.
/** @type {Record<"markers" | "shapes", Way>} */
const WAYS = {
  markers: {
    type: "remove_marker",
    field: "marker_id",
    kinds: "marker_kind",
    yes: "marker.remove",
    done: "marker.removed",
    again: ({ kind, label: text, lon, lat, level_id, audience }) => ({
      ...{ type: "place_marker", marker_id: uuid() },
      ...{ kind, label: text, lon, lat, level_id, audience },
    }),
  },
  shapes: {
    type: "erase_shape",
    field: "shape_id",
    kinds: "shape_kind",
    yes: "shape.erase",
    done: "shape.erased",
    again: ({ kind, label: text, points, level_id, audience }) => ({
      ...{ type: "draw_shape", shape_id: uuid() },
      ...{ kind, label: text, points, level_id, audience },
    }),
  },
};

export class MarkActions {
  /**
   * @param {{ page: any, room: import("../room/room.js").Room, submit: (command: Record<string, any>) => unknown }} parts
   *   page: the incident page, put together
   */
  constructor({ page, room, submit }) {
    this.page = page;
    this.room = room;
    this.submit = submit;
    /** @type {KnownMarker | null} */
    this.moving = null;
  }

  /** @param {string} type @param {Record<string, unknown>} fields */
  #send(type, fields) {
    this.submit({ type, id: uuid(), ...fields });
  }

  /** @param {string} markerId */
  remove(markerId) {
    return this.#takeAway("markers", markerId);
  }

  /** @param {string} shapeId */
  erase(shapeId) {
    return this.#takeAway("shapes", shapeId);
  }

  // What others rely on does not go at one tap: it is named, asked for once, and can be brought back for a while.
  /** @param {"markers" | "shapes"} list @param {string} id */
  async #takeAway(list, id) {
    const way = WAYS[list];
    const state = this.room.log.object(list, id);
    const about = [label(way.kinds, state?.kind), state?.label].filter(Boolean).join(" · ");
    if (!(await confirmed({ title: word(`sure.${way.type}`), about, yes: word(way.yes) }))) return;
    this.#send(way.type, { [way.field]: id });
    const undone = await toast(word(way.done, { mark: about }), { undo: word("undo") });
    if (undone === "undone" && state && this.room.isOpen) this.submit({ id: uuid(), ...way.again(state) });
  }

  // Point first, words second: in a hurry the place is what one knows.
  place() {
    makeRoomForMap(this.page);
    this.page.tools.askPoint(word("tool.place_marker"), (/** @type {LonLat} */ place) => {
      const { level_id, words } = this.page.live.plan.placeAt(place);
      return this.placeAt({ ...place, level_id }, words);
    });
  }

  /**
   * Ask what stands at a place that is known.
   * @param {LonLat & { level_id: string | null }} place
   * @param {string} words what it is called, if nothing else is said
   */
  async placeAt({ lon, lat, level_id }, words) {
    const answer = await ask(dialog("marker"), {
      prepare: (form) => {
        form.elements.label.placeholder = words;
        this.page.audiences.prepare(form, "mark");
      },
    });
    if (!answer) return;
    this.#send("place_marker", {
      marker_id: uuid(),
      kind: answer.kind,
      label: answer.label.trim() || words || label("marker_kind", answer.kind),
      audience: this.page.audiences.chosen(answer, "mark"),
      ...{ lon, lat, level_id },
    });
  }

  /** @param {"line" | "zone"} family */
  async draw(family) {
    const answer = await ask(dialog(family), { prepare: (form) => this.page.audiences.prepare(form, "mark") });
    if (!answer) return;
    makeRoomForMap(this.page);
    const hint = word(isLine(answer.kind) ? "tool.draw_line" : "tool.draw_zone");
    this.page.tools.askShape(answer.kind, hint, (/** @type {string} */ _kind, /** @type {LonLat[]} */ points) =>
      this.#drawn(
        answer,
        points.map(({ lon, lat }) => [lon, lat]),
        this.page.live.levelId,
      ),
    );
  }

  /**
   * Ask which zone a room is; its walls are the zone's edge.
   * @param {{ ring: number[][], level_id: string }} room
   * @param {string} words what it is called, if nothing else is said
   */
  async drawAround({ ring, level_id }, words) {
    const prepare = (/** @type {any} */ form) => {
      form.elements.label.placeholder = words;
      form.elements.scope.value = "level";
      this.page.audiences.prepare(form, "mark");
    };
    const answer = await ask(dialog("zone"), { prepare });
    if (answer) this.#drawn({ ...answer, label: answer.label.trim() || words }, ring, level_id);
  }

  /** @param {any} answer of the dialog @param {number[][]} points @param {string | null} levelId */
  #drawn(answer, points, levelId) {
    this.#send("draw_shape", {
      shape_id: uuid(),
      kind: answer.kind,
      points,
      label: answer.label.trim() || null,
      level_id: answer.scope === "level" ? levelId : null,
      audience: this.page.audiences.chosen(answer, "mark"),
    });
  }

  // Called twice: first without a place, to begin; then with it, from the drop or from a tap on the map.
  /** @param {KnownMarker} marker @param {LonLat | null} place */
  move(marker, place) {
    if (place) {
      this.moving = null;
      this.page.tools.cancel();
      return this.#moveTo(marker, place);
    }
    this.moving = marker;
    makeRoomForMap(this.page);
    this.page.tools.askPoint(word("tool.move_marker", { marker: marker.label }), (/** @type {LonLat} */ tapped) => {
      this.moving = null;
      this.page.live.markers.finishMoving(marker.id, tapped);
      this.#moveTo(marker, tapped);
    });
    this.moving = marker;
    return undefined;
  }

  /**
   * Move it by keyboard: the map flies there, arrows move the map under its middle, Enter puts it down.
   * @param {string} id
   */
  async startMoving(id) {
    const state = this.room.log.object("markers", id);
    makeRoomForMap(this.page);
    await this.page.live.flyTo(state.lon, state.lat, state.level_id);
    this.page.live.markers.startMoving(id);
  }

  /** @param {KnownMarker} marker @param {LonLat} place */
  #moveTo(marker, { lon, lat }) {
    const { level_id } = this.page.live.plan.placeAt({ lon, lat });
    this.#send("move_marker", { marker_id: marker.id, lon, lat, level_id });
  }

  cancelled() {
    if (this.moving) this.page.live.markers.finishMoving(this.moving.id, null);
    this.moving = null;
  }
}

/** @param {any} page */
export function makeRoomForMap(page) {
  page.strip.unfold(false);
  page.sheet.to("peek");
  document.getElementById("twin").hidden = true;
}
