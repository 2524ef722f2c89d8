// Labels, door numbers and pictograms: shown by zoom, the important first, and never one upon another.

const L = globalThis.L;
// A canvas that has given no other context gives this one.
const measure = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
const GAP_PX = 2;
const PLAIN = /^[ -~]*$/;
/** @type {Map<string, Map<string, number>>} font → character → pixels */
const widths = new Map();
// Before the typeface is here, another one is measured.
document.fonts?.addEventListener("loadingdone", () => widths.clear());

/** @typedef {{ element: HTMLElement, width: number, height: number, from?: "corner" }} Look */
/** @typedef {{ at: GeoJSON.Position, looks: Look[], rank: number, fromZoom: number, toZoom?: number, room?: number[],
 *   clearance?: number, id?: string }} Mark */
/** @typedef {{ mark: Mark, group: string, layers: Map<Look, L.Marker>, shown: L.Marker | null }} Kept */

// What a mark needs, each property read when it is needed: at [lon, lat]; looks, one or more { element, width, height }
// in pixels, the fullest first, its element read once; rank
// (lower is more important); fromZoom and perhaps toZoom. A label also has `room`, the [west, south, east, north] its
// text must fit into, and `clearance`, the distance in degrees of latitude from its place to the nearest wall. A look
// stands around its place, or `from: "corner"` to the right of it and below. Each group is shown and replaced by itself.
export class Marks {
  #map;
  #pane;
  /** @type {Kept[]} */
  #marks = [];
  /** @type {Set<string>} */
  #named = new Set();

  /** @param {L.Map} map @param {string} pane */
  constructor(map, pane) {
    this.#map = map;
    this.#pane = pane;
    map.on("zoomend viewreset resize", () => this.place());
  }

  /** @param {Mark[]} marks @param {string} group */
  show(marks, group = "plan") {
    for (const kept of this.#marks) if (kept.group === group) kept.shown?.remove();
    /** @type {Kept[]} */
    const added = marks.map((mark) => ({ mark, group, layers: new Map(), shown: null }));
    const others = this.#marks.filter((kept) => kept.group !== group);
    this.#marks = [...others, ...added].sort((a, b) => a.mark.rank - b.mark.rank);
    this.place();
  }

  /**
   * What is called from is said by radio: these come before all others, and show at least their last look, whatever
   * room there is for it.
   * @param {string[]} ids
   */
  name(ids) {
    if (ids.length === this.#named.size && ids.every((one) => this.#named.has(one))) return;
    this.#named = new Set(ids);
    this.place();
  }

  /** @param {Mark} mark */
  #isNamed({ id }) {
    return id !== undefined && this.#named.has(id);
  }

  place() {
    const zoom = this.#map.getZoom();
    const named = this.#marks.filter(({ mark }) => this.#isNamed(mark));
    const others = this.#marks.filter(({ mark }) => !this.#isNamed(mark));
    /** @type {number[][]} */
    const taken = [];
    for (const kept of [...named, ...others]) {
      const { mark } = kept;
      const isInZoom = zoom >= mark.fromZoom && (mark.toZoom === undefined || zoom < mark.toZoom);
      const look = isInZoom
        ? mark.looks.find((one) => this.#fits(mark, one) && this.#isFree(mark, one, taken))
        : undefined;
      if (look !== undefined) taken.push(this.#box(mark, look));
      const layer = look === undefined ? null : this.#layerOf(kept, look);
      if (layer !== kept.shown) {
        kept.shown?.remove();
        layer?.addTo(this.#map);
        kept.shown = layer;
      }
      layer?.getElement()?.classList.toggle("is-named", this.#isNamed(mark));
    }
  }

  /** @param {Kept} kept @param {Look} look */
  #layerOf({ mark, layers }, look) {
    const layer = layers.get(look) ?? this.#layer(mark, look);
    layers.set(look, layer);
    return layer;
  }

  /** @param {Mark} mark @param {Look} look @returns {L.Marker} */
  #layer(mark, { element, width, height, from }) {
    /** @type {L.PointTuple} */
    const iconAnchor = from === "corner" ? [0, 0] : [width / 2, height / 2];
    const icon = L.divIcon({ html: element, className: "plan-mark", iconSize: [width, height], iconAnchor });
    return L.marker([mark.at[1], mark.at[0]], { icon, pane: this.#pane, interactive: false, keyboard: false });
  }

  /** @param {Mark} mark @param {Look} look */
  #fits(mark, look) {
    if (mark.room === undefined) return true;
    if (this.#isNamed(mark) && look === mark.looks[mark.looks.length - 1]) return true;
    const [west, south, east, north] = mark.room;
    const corner = this.#map.latLngToLayerPoint([north, west]);
    const size = this.#map.latLngToLayerPoint([south, east]).subtract(corner);
    // Text is measured last.
    if (size.y < look.height || size.x < look.width) return false;
    const { at, clearance = 0 } = mark;
    const free =
      this.#map.latLngToLayerPoint([at[1] - clearance, at[0]]).y - this.#map.latLngToLayerPoint([at[1], at[0]]).y;
    return 2 * free >= Math.min(look.width, look.height);
  }

  /** @param {Mark} mark @param {Look} look @param {number[][]} taken */
  #isFree(mark, look, taken) {
    const box = this.#box(mark, look);
    return !taken.some((other) => overlaps(other, box));
  }

  /** @param {Mark} mark @param {Look} look */
  #box({ at }, { width, height, from }) {
    const { x, y } = this.#map.latLngToLayerPoint([at[1], at[0]]);
    const [left, top] = from === "corner" ? [x, y] : [x - width / 2, y - height / 2];
    return [left - GAP_PX, top - GAP_PX, left + width + GAP_PX, top + height + GAP_PX];
  }
}

/** @param {string} text @param {string} font */
export function textWidth(text, font) {
  measure.font = font;
  if (!PLAIN.test(text)) return Math.ceil(measure.measureText(text).width);
  let width = 0;
  for (const character of text) width += characterWidth(character, font);
  return Math.ceil(width);
}

// Characters that stand apart are as wide together as each alone, but for a pixel that two may share.
/** @param {string} character @param {string} font */
function characterWidth(character, font) {
  const known = widths.get(font) ?? new Map();
  widths.set(font, known);
  const width = known.get(character) ?? measure.measureText(character).width;
  known.set(character, width);
  return width;
}

/** @param {number[]} a @param {number[]} b */
function overlaps(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
