// What a person can put on the map: a marker, a line, a zone; and the move of a marker. One tool at a time, one way
// out.

import { element } from "../element.js";
import { isLine, shapeStyle } from "./shapes.js";
import { word } from "../words.js";

/** @typedef {{ lon: number, lat: number }} LonLat */
/** @typedef {{ hint: string, onPoint: (place: LonLat) => void }} PointTool */
/** @typedef {{ hint: string, kind: string, needs: number, onShape: (kind: string, points: LonLat[]) => void }} ShapeTool */
/** @typedef {PointTool | ShapeTool} Tool `onPoint` and `onShape` are called when it is done */

/** @param {Tool | null} tool @returns {tool is ShapeTool} */
const drawsShape = (tool) => tool !== null && "onShape" in tool;

export class MapTools {
  /**
   * @param {{ map: L.Map, bar: HTMLElement, onCancel?: (tool: Tool) => void,
   *   onTap: (place: LonLat) => HTMLElement | null }} parts bar: shows what to do now; onTap: what is offered of a place
   *   that no tool has asked for
   */
  constructor({ map, bar, onCancel, onTap }) {
    this.map = map;
    this.onTap = onTap;
    this.bar = bar;
    this.onCancel = onCancel;
    /** @type {Tool | null} */
    this.tool = null;
    /** @type {LonLat[]} */
    this.points = [];
    /** @type {L.LayerGroup | null} */
    this.draft = null;
    map.on("click", (event) => this.#clicked(event.latlng));
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  get isActive() {
    return this.tool !== null;
  }

  // Ask for one point: where a marker goes.
  /** @param {string} hint @param {PointTool["onPoint"]} onPoint */
  askPoint(hint, onPoint) {
    this.#begin({ hint, onPoint });
  }

  /** @param {string} kind @param {string} hint @param {ShapeTool["onShape"]} onShape */
  askShape(kind, hint, onShape) {
    this.#begin({ hint, kind, onShape, needs: isLine(kind) ? 2 : 3 });
    this.map.doubleClickZoom.disable();
  }

  // The map, with what stands around it.
  get #panel() {
    const map = this.map.getContainer();
    return map.closest(".map-panel") ?? map;
  }

  /** @param {Tool} tool */
  #begin(tool) {
    this.cancel();
    this.tool = tool;
    this.points = [];
    this.#panel.classList.add("is-placing");
    this.#showBar(tool);
    this.map.getContainer().focus({ preventScroll: true });
  }

  cancel() {
    const tool = this.tool;
    this.#end();
    if (tool) this.onCancel?.(tool);
  }

  #end() {
    this.tool = null;
    this.points = [];
    this.draft?.remove();
    this.draft = null;
    this.bar.hidden = true;
    this.#panel.classList.remove("is-placing");
    setTimeout(() => this.map.doubleClickZoom.enable(), 300);
  }

  /** @param {{ lat: number, lng: number }} latlng */
  #clicked(latlng) {
    const place = { lon: latlng.lng, lat: latlng.lat };
    const { tool } = this;
    if (tool === null) this.offer(this.onTap(place));
    else if (drawsShape(tool)) this.#addPoint(tool, place);
    else {
      this.#end();
      tool.onPoint(place);
    }
  }

  /** @param {ShapeTool} tool @param {LonLat} place */
  #addPoint(tool, place) {
    this.points.push(place);
    this.#drawDraft(tool);
    this.#showBar(tool);
  }

  /** @param {ShapeTool} tool */
  #drawDraft({ kind }) {
    const points = this.points.map(({ lon, lat }) => L.latLng(lat, lon));
    this.draft ??= L.layerGroup().addTo(this.map);
    this.draft.clearLayers();
    const style = shapeStyle(kind);
    const looks = { ...style, className: `${style.className} shape-draft`, interactive: false };
    const isPath = isLine(kind) || points.length < 3;
    (isPath ? L.polyline(points, looks) : L.polygon(points, looks)).addTo(this.draft);
    for (const point of points)
      L.circleMarker(point, { radius: 5, className: "shape-point", interactive: false }).addTo(this.draft);
  }

  /** @param {HTMLElement | null} node */
  offer(node) {
    this.bar.replaceChildren(...(node ? [node] : []));
    this.bar.hidden = node === null;
  }

  /** @param {ShapeTool} tool */
  #finish({ kind, onShape }) {
    const points = this.points;
    this.#end();
    onShape(kind, points);
  }

  /** @param {Tool} tool */
  #showBar(tool) {
    /** @param {string} key @param {() => void} onclick */
    const button = (key, onclick, classes = "button", disabled = false) =>
      element("button", { type: "button", class: classes, text: word(key), onclick, disabled });
    const center = () => {
      const { lat, lng } = this.map.getCenter();
      this.#clicked({ lat, lng });
    };
    const parts = [element("p", { class: "tool-hint", text: tool.hint }), button("tool.center", center)];
    if (drawsShape(tool)) {
      parts.push(
        button(
          "tool.undo",
          () => {
            this.points.pop();
            this.#drawDraft(tool);
            this.#showBar(tool);
          },
          "button",
          this.points.length === 0,
        ),
      );
      parts.push(button("tool.finish", () => this.#finish(tool), "button accent", this.points.length < tool.needs));
    }
    parts.push(button("tool.cancel", () => this.cancel(), "button plain"));
    this.bar.replaceChildren(...parts);
    this.bar.hidden = false;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (document.querySelector("dialog[open]")) return;
    const { tool } = this;
    if (event.key === "Escape") this.cancel();
    else if (!tool) return;
    else if (event.key === "Enter" && document.activeElement === this.map.getContainer()) {
      if (drawsShape(tool) && this.points.length >= tool.needs && event.ctrlKey) this.#finish(tool);
      else {
        const { lat, lng } = this.map.getCenter();
        this.#clicked({ lat, lng });
      }
    }
  }
}
