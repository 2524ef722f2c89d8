// What a person can put on the map: a marker, a line, a zone; and the move of a marker. One tool at a time, one way
// out.

import { element } from "../element.js";
import { isLine, shapeStyle } from "./shapes.js";
import { word } from "../words.js";

export class MapTools {
  // `bar` shows what to do now; `onPoint(place)` and `onShape(kind, points)` are called when a tool is done.
  // `onTap(place)`: what is offered of a place that no tool has asked for; null where there is nothing.
  constructor({ map, bar, onCancel, onTap }) {
    this.map = map;
    this.onTap = onTap;
    this.bar = bar;
    this.onCancel = onCancel;
    this.tool = null;
    this.points = [];
    map.on("click", (event) => this.#clicked(event.latlng));
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  get isActive() {
    return this.tool !== null;
  }

  // Ask for one point: where a marker goes.
  askPoint(hint, onPoint) {
    this.#begin({ hint, onPoint });
  }

  askShape(kind, hint, onShape) {
    this.#begin({ hint, kind, onShape, needs: isLine(kind) ? 2 : 3 });
    this.map.doubleClickZoom.disable();
  }

  #begin(tool) {
    this.cancel();
    this.tool = tool;
    this.points = [];
    this.map.getContainer().classList.add("is-placing");
    this.#showBar();
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
    this.map.getContainer().classList.remove("is-placing");
    setTimeout(() => this.map.doubleClickZoom.enable(), 300);
  }

  #clicked(latlng) {
    const place = { lon: latlng.lng, lat: latlng.lat };
    if (!this.tool) this.offer(this.onTap(place));
    else if (this.tool.onPoint) this.#donePoint(place);
    else this.#addPoint(place);
  }

  #donePoint(place) {
    const { onPoint } = this.tool;
    this.#end();
    onPoint(place);
  }

  #addPoint(place) {
    this.points.push(place);
    this.#drawDraft();
    this.#showBar();
  }

  #drawDraft() {
    const points = this.points.map(({ lon, lat }) => L.latLng(lat, lon));
    this.draft ??= L.layerGroup().addTo(this.map);
    this.draft.clearLayers();
    const style = shapeStyle(this.tool.kind);
    const looks = { ...style, className: `${style.className} shape-draft`, interactive: false };
    const isPath = isLine(this.tool.kind) || points.length < 3;
    (isPath ? L.polyline(points, looks) : L.polygon(points, looks)).addTo(this.draft);
    for (const point of points)
      L.circleMarker(point, { radius: 5, className: "shape-point", interactive: false }).addTo(this.draft);
  }

  /** @param {HTMLElement | null} node */
  offer(node) {
    this.bar.replaceChildren(...(node ? [node] : []));
    this.bar.hidden = node === null;
  }

  #finish() {
    const { kind, onShape } = this.tool;
    const points = this.points;
    this.#end();
    onShape(kind, points);
  }

  #showBar() {
    const { tool } = this;
    const button = (key, onclick, classes = "button", disabled = false) =>
      element("button", { type: "button", class: classes, text: word(key), onclick, disabled });
    const center = () => {
      const { lat, lng } = this.map.getCenter();
      this.#clicked({ lat, lng });
    };
    const parts = [element("p", { class: "tool-hint", text: tool.hint }), button("tool.center", center)];
    if (tool.onShape) {
      parts.push(
        button(
          "tool.undo",
          () => {
            this.points.pop();
            this.#drawDraft();
            this.#showBar();
          },
          "button",
          this.points.length === 0,
        ),
      );
      parts.push(button("tool.finish", () => this.#finish(), "button accent", this.points.length < tool.needs));
    }
    parts.push(button("tool.cancel", () => this.cancel(), "button plain"));
    this.bar.replaceChildren(...parts);
    this.bar.hidden = false;
  }

  #key(event) {
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") this.cancel();
    else if (!this.tool) return;
    else if (event.key === "Enter" && document.activeElement === this.map.getContainer()) {
      if (this.tool.onShape && this.points.length >= this.tool.needs && event.ctrlKey) this.#finish();
      else {
        const { lat, lng } = this.map.getCenter();
        this.#clicked({ lat, lng });
      }
    }
  }
}
