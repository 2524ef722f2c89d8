// The scan under a plan: the picture at its place below rooms and doors, as strong as one likes, and how well it fits.

import { Api } from "../../coordination/api.js";
import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";

/** @typedef {{ bounds: number[], rms_m: number, control_points: { x: number, y: number, residual_m: number }[] }} Scan */

const L = globalThis.L;
const PANE = "plan-scan";
const START = 60;

export class ScanUnder {
  #map;
  #sources;
  /** @type {L.ImageOverlay | null} */
  #overlay = null;
  /** @type {L.Control | null} */
  #control = null;
  #turn = 0;
  #strength = START;
  /** @type {L.ControlPosition} */
  #position;

  // `sources`: { scan: (floorplanId) => its placement or null (a promise), image: (floorplanId) => address of the picture }
  /**
   * @param {L.Map} map
   * @param {{ scan: (floorplanId: string) => Promise<Scan | null>, image: (floorplanId: string) => string }} sources
   * @param {{ position?: L.ControlPosition }} options
   */
  constructor(map, sources = fromServer, { position = "topleft" } = {}) {
    this.#map = map;
    this.#position = position;
    this.#sources = sources;
    const pane = map.createPane(PANE);
    pane.style.zIndex = "330";
    pane.style.pointerEvents = "none";
  }

  /** @param {string} floorplanId */
  async show(floorplanId) {
    const turn = (this.#turn += 1);
    const scan = await this.#sources.scan(floorplanId).catch(() => null);
    // A slow answer for a floor that is no longer shown must not replace a later one.
    if (turn !== this.#turn) return;
    this.#overlay?.remove();
    this.#control?.remove();
    this.#overlay = this.#control = null;
    this.#map.getContainer().classList.toggle("has-scan", scan !== null);
    if (scan === null) return;
    const [west, south, east, north] = scan.bounds;
    const options = { pane: PANE, opacity: this.#strength / 100, alt: "", className: "plan-scan" };
    this.#overlay = L.imageOverlay(
      this.#sources.image(floorplanId),
      [
        [south, west],
        [north, east],
      ],
      options,
    ).addTo(this.#map);
    this.#control = this.#controlFor(scan).addTo(this.#map);
  }

  /** @param {Scan} scan */
  #controlFor(scan) {
    const change = () => {
      this.#strength = Number(slider.value);
      this.#overlay?.setOpacity(this.#strength / 100);
    };
    const slider = element("input", {
      type: "range",
      name: "scan",
      min: "0",
      max: "100",
      step: "5",
      value: String(this.#strength),
      oninput: change,
    });
    const drawn = element(
      "div",
      { class: "scan-control" },
      element("label", {}, element("span", { text: word("scan") }), slider),
      element(
        "details",
        {},
        element("summary", { text: word("scan_fit", { metres: scan.rms_m.toFixed(2) }) }),
        pointsTable(scan.control_points),
      ),
    );
    const control = new L.Control({ position: this.#position });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(drawn);
      L.DomEvent.disableScrollPropagation(drawn);
      return drawn;
    };
    return control;
  }
}

/** @param {Scan["control_points"]} points */
function pointsTable(points) {
  const heads = ["scan_point", "scan_pixel", "scan_missed"].map((key) =>
    element("th", { scope: "col", text: word(key) }),
  );
  const rows = points.map(({ x, y, residual_m: missed }, n) =>
    element(
      "tr",
      {},
      element("th", { scope: "row", text: String(n + 1) }),
      element("td", { class: "number", text: `${Math.round(x)}, ${Math.round(y)}` }),
      element("td", { class: "number", text: missed.toFixed(2) }),
    ),
  );
  return element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
}

const fromServer = {
  image: (/** @type {string} */ floorplanId) => `/api/v1/floorplans/${floorplanId}/image`,
  async scan(/** @type {string} */ floorplanId) {
    return new Api().get(`/floorplans/${floorplanId}/scan`).catch(() => null);
  },
};
