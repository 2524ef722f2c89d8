// Labels, door numbers and pictograms: shown by zoom, the important first, and never one upon another.

const L = globalThis.L;
const measure = document.createElement("canvas").getContext("2d");
const GAP_PX = 2;

// What a mark needs: at [lon, lat], element, width and height in pixels, rank (lower is more important), fromZoom, and
// for labels `room`, the [west, south, east, north] that the text must fit into.
export class Marks {
  #map;
  #pane;
  #marks = [];

  constructor(map, pane) {
    this.#map = map;
    this.#pane = pane;
    map.on("zoomend viewreset resize", () => this.place());
  }

  show(marks) {
    for (const mark of this.#marks) mark.layer.remove();
    this.#marks = marks
      .map((mark) => ({ ...mark, layer: this.#layer(mark), isShown: false }))
      .sort((a, b) => a.rank - b.rank);
    this.place();
  }

  place() {
    const zoom = this.#map.getZoom();
    const taken = [];
    for (const mark of this.#marks) {
      const box = zoom >= mark.fromZoom && (mark.toZoom === undefined || zoom < mark.toZoom) ? this.#box(mark) : null;
      const isFree = box !== null && !taken.some((other) => overlaps(other, box));
      if (isFree) taken.push(box);
      if (isFree && !mark.isShown) mark.layer.addTo(this.#map);
      if (!isFree && mark.isShown) mark.layer.remove();
      mark.isShown = isFree;
    }
  }

  #layer(mark) {
    const icon = L.divIcon({ html: mark.element, className: "plan-mark", iconSize: [mark.width, mark.height] });
    return L.marker([mark.at[1], mark.at[0]], { icon, pane: this.#pane, interactive: false, keyboard: false });
  }

  #box(mark) {
    const centre = this.#map.latLngToLayerPoint([mark.at[1], mark.at[0]]);
    if (mark.room !== undefined) {
      const [west, south, east, north] = mark.room;
      const corner = this.#map.latLngToLayerPoint([north, west]);
      const size = this.#map.latLngToLayerPoint([south, east]).subtract(corner);
      if (size.x < mark.width || size.y < mark.height) return null;
    }
    return [centre.x - mark.width / 2 - GAP_PX, centre.y - mark.height / 2 - GAP_PX, centre.x + mark.width / 2 + GAP_PX, centre.y + mark.height / 2 + GAP_PX];
  }
}

export function textWidth(text, font) {
  measure.font = font;
  return Math.ceil(measure.measureText(text).width);
}

function overlaps(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
