// Labels, door numbers and pictograms: shown by zoom, the important first, and never one upon another.

const L = globalThis.L;
const measure = document.createElement("canvas").getContext("2d");
const GAP_PX = 2;

// What a mark needs: at [lon, lat]; looks, one or more { element, width, height } in pixels, the fullest first; rank
// (lower is more important); fromZoom and perhaps toZoom. A label also has `room`, the [west, south, east, north] its
// text must fit into, and `clearance`, the distance in degrees of latitude from its place to the nearest wall. A look
// stands around its place, or `from: "corner"` to the right of it and below. Each group is shown and replaced by itself.
export class Marks {
  #map;
  #pane;
  #marks = [];

  constructor(map, pane) {
    this.#map = map;
    this.#pane = pane;
    map.on("zoomend viewreset resize", () => this.place());
  }

  show(marks, group = "plan") {
    for (const mark of this.#marks) if (mark.group === group) mark.shown?.remove();
    const added = marks.map((mark) => ({
      ...mark,
      group,
      looks: mark.looks.map((look) => ({ ...look, layer: this.#layer(mark, look) })),
      shown: null,
    }));
    this.#marks = [...this.#marks.filter((mark) => mark.group !== group), ...added].sort((a, b) => a.rank - b.rank);
    this.place();
  }

  place() {
    const zoom = this.#map.getZoom();
    const taken = [];
    for (const mark of this.#marks) {
      const isInZoom = zoom >= mark.fromZoom && (mark.toZoom === undefined || zoom < mark.toZoom);
      const look = isInZoom
        ? mark.looks.find((one) => this.#fits(mark, one) && this.#isFree(mark, one, taken))
        : undefined;
      if (look !== undefined) taken.push(this.#box(mark, look));
      const layer = look?.layer ?? null;
      if (layer === mark.shown) continue;
      mark.shown?.remove();
      layer?.addTo(this.#map);
      mark.shown = layer;
    }
  }

  /** @returns {L.Marker} */
  #layer(mark, { element, width, height, from }) {
    /** @type {L.PointTuple} */
    const iconAnchor = from === "corner" ? [0, 0] : [width / 2, height / 2];
    const icon = L.divIcon({ html: element, className: "plan-mark", iconSize: [width, height], iconAnchor });
    return L.marker([mark.at[1], mark.at[0]], { icon, pane: this.#pane, interactive: false, keyboard: false });
  }

  #fits({ at, room, clearance }, { width, height }) {
    if (room === undefined) return true;
    const [west, south, east, north] = room;
    const corner = this.#map.latLngToLayerPoint([north, west]);
    const size = this.#map.latLngToLayerPoint([south, east]).subtract(corner);
    const free =
      this.#map.latLngToLayerPoint([at[1] - clearance, at[0]]).y - this.#map.latLngToLayerPoint([at[1], at[0]]).y;
    return size.x >= width && size.y >= height && 2 * free >= Math.min(width, height);
  }

  #isFree(mark, look, taken) {
    const box = this.#box(mark, look);
    return !taken.some((other) => overlaps(other, box));
  }

  #box({ at }, { width, height, from }) {
    const { x, y } = this.#map.latLngToLayerPoint([at[1], at[0]]);
    const [left, top] = from === "corner" ? [x, y] : [x - width / 2, y - height / 2];
    return [left - GAP_PX, top - GAP_PX, left + width + GAP_PX, top + height + GAP_PX];
  }
}

export function textWidth(text, font) {
  measure.font = font;
  return Math.ceil(measure.measureText(text).width);
}

function overlaps(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
