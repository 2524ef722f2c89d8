// The scan under a plan: the picture at its place below rooms and doors, as strong as one likes, and how well it fits.

import { make, word } from "./dom.js";

const L = globalThis.L;
const PANE = "plan-scan";
const START = 60;

export class ScanUnder {
  #map;
  #sources;
  #overlay = null;
  #control = null;
  #turn = 0;
  #strength = START;
  #position;

  // `sources`: { scan: (floorplanId) => its placement or null (a promise), image: (floorplanId) => address of the picture }
  constructor(map, sources = fromServer, { position = "topleft" } = {}) {
    this.#map = map;
    this.#position = position;
    this.#sources = sources;
    const pane = map.createPane(PANE);
    pane.style.zIndex = "330";
    pane.style.pointerEvents = "none";
  }

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

  #controlFor(scan) {
    const change = (event) => {
      this.#strength = Number(event.target.value);
      this.#overlay.setOpacity(this.#strength / 100);
    };
    const slider = make("input", {
      type: "range",
      name: "scan",
      min: "0",
      max: "100",
      step: "5",
      value: String(this.#strength),
      oninput: change,
    });
    const element = make(
      "div",
      { class: "scan-control" },
      make("label", {}, make("span", { text: word("scan") }), slider),
      make(
        "details",
        {},
        make("summary", { text: word("scan_fit").replace("{metres}", scan.rms_m.toFixed(2)) }),
        pointsTable(scan.control_points),
      ),
    );
    const control = L.control({ position: this.#position });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(element);
      L.DomEvent.disableScrollPropagation(element);
      return element;
    };
    return control;
  }
}

function pointsTable(points) {
  const heads = ["scan_point", "scan_pixel", "scan_missed"].map((key) => make("th", { scope: "col", text: word(key) }));
  const rows = points.map(({ x, y, residual_m: missed }, n) =>
    make(
      "tr",
      {},
      make("th", { scope: "row", text: String(n + 1) }),
      make("td", { class: "number", text: `${Math.round(x)}, ${Math.round(y)}` }),
      make("td", { class: "number", text: missed.toFixed(2) }),
    ),
  );
  return make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
}

const fromServer = {
  image: (floorplanId) => `/api/v1/floorplans/${floorplanId}/image`,
  async scan(floorplanId) {
    const response = await fetch(`/api/v1/floorplans/${floorplanId}/scan`, {
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    });
    return response.ok ? response.json() : null;
  },
};
