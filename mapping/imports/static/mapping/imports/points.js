// Control points: pairs of a place on the picture of a file and the same place on the map, and how well they fit.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { api } from "./api.js";
import { siteMap } from "../plan/plan.js";

const L = globalThis.L;
/** @typedef {{ width_px: number, height_px: number, left: number, top: number, x_step: number, y_step: number,
 *   png_base64: string }} Picture of a file, and the units of the drawing that its pixels stand for */
/** @typedef {{ format: string | null, least_points: number, picture: Picture | null }} Look */
/** @typedef {Look & { picture: Picture }} PlacedLook */
/** @typedef {Partial<Record<"x" | "y" | "lon" | "lat", number>>} Point what is known of one so far */

const MAX_POINTS = 100;
const FITTED_AFTER_MS = 250;
/** @type {Record<"picture" | "map", (keyof Point)[]>} */
const SIDES = { picture: ["x", "y"], map: ["lon", "lat"] };
/** @type {[keyof Point, string][]} */
const COLUMNS = [
  ["x", "import.x"],
  ["y", "import.y"],
  ["lat", "import.latitude"],
  ["lon", "import.longitude"],
];
// A millimetre on the ground, and a tenth of a pixel or a drawing's unit.
const DIGITS = { x: 1, y: 1, lat: 8, lon: 8 };

export class ControlPoints {
  #site = siteMap();
  /** @type {L.Map | null} */
  #picture = null;
  /** @type {PlacedLook | null} */
  #look = null;
  /** @type {Point[]} */
  #points = [];
  /** @type {L.Marker[]} */
  #pins = [];
  /** @type {L.Polygon | null} */
  #corners = null;
  /** @type {number[]} */
  #errors = [];
  #timer = 0;
  #turn = 0;

  /**
   * @param {HTMLElement} root
   * @param {string} siteId
   * @param {{ bounds: number[], place: [number, number], site: string }} where what the map shows: the site's bounds, or of a
   *     site without any outline its one place
   */
  constructor(root, siteId, { bounds, place, site }) {
    this.root = root;
    this.siteId = siteId;
    this.bounds = bounds;
    this.rows = root.querySelector("[data-points]");
    this.next = root.querySelector("[data-next]");
    this.rms = root.querySelector("[data-rms]");
    this.centre = element("output", { class: "import-centre" });
    const heads = ["", ...COLUMNS.map(([, key]) => word(key)), word("import.error_m"), ""];
    root
      .querySelector("[data-point-heads]")
      .replaceChildren(...heads.map((text) => (text === "" ? element("td") : element("th", { scope: "col", text }))));
    L.control
      .zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") })
      .addTo(this.#site);
    L.control.scale({ position: "bottomleft" }).addTo(this.#site);
    this.#showPlace(place, site);
    this.#site.on("move", () => this.#sayCentre());
    this.#site.on("click", ({ latlng }) => this.#take("map", [latlng.lng, latlng.lat]));
    for (const button of root.querySelectorAll("[data-middle]"))
      button.addEventListener("click", () => this.#takeMiddle(button.dataset.middle));
  }

  // Where nothing is drawn and no street map is installed, a name at the site's place and the numbers of the middle
  // say where one is.
  /** @param {[number, number]} place @param {string} name */
  #showPlace([lon, lat], name) {
    const text = element("span", { class: "import-place", text: name });
    const icon = L.divIcon({ className: "", html: text, iconSize: [0, 0] });
    L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(this.#site);
    this.#site.getContainer().append(this.centre);
    this.#sayCentre();
  }

  #sayCentre() {
    const { lat, lng } = this.#site.getCenter();
    this.centre.textContent = `${lat.toFixed(6)}, ${lng.toFixed(6)}`;
  }

  // What is typed is looked at: a map goes where the point lies, unless it shows it already.
  /** @param {Point} point @param {keyof Point} key */
  #follow(point, key) {
    const { lon = NaN, lat = NaN } = point;
    if (SIDES.map.includes(key)) {
      if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180) || this.#site.getBounds().contains([lat, lon])) return;
      this.#site.setView([lat, lon], this.#site.getZoom(), { animate: false });
    } else if (Number.isFinite(point.x) && Number.isFinite(point.y)) {
      const shown = this.#shown(point);
      if (!this.#picture?.getBounds().contains(shown)) this.#picture?.panTo(shown, { animate: false });
    }
  }

  /** @param {Look} look */
  show(look) {
    const isAnother = this.#look?.format !== look.format;
    const [west, south, east, north] = this.bounds;
    const { picture } = look;
    this.#look = picture === null ? null : { ...look, picture };
    this.root.hidden = picture === null;
    if (picture === null) return;
    if (isAnother) this.#points = [];
    this.#showPicture(picture);
    // Only now has its element a size.
    this.#site.invalidateSize({ animate: false });
    if (isAnother)
      this.#site.fitBounds(
        [
          [south, west],
          [north, east],
        ],
        // A site that is known as a point only is a map of its surroundings, and not of one meter.
        { animate: false, maxZoom: 18 },
      );
    this.#changed();
  }

  // Another file is another picture: its points are points of nothing.
  forget() {
    this.#points = [];
    this.#look = null;
    this.root.hidden = true;
  }

  json() {
    const found = this.#complete();
    return this.root.hidden || found.length === 0 ? "" : JSON.stringify(found);
  }

  #complete() {
    return this.#points
      .filter((one) =>
        Object.values(SIDES)
          .flat()
          .every((key) => Number.isFinite(one[key])),
      )
      .map(({ x, y, lon, lat }) => [x, y, lon, lat]);
  }

  /** @param {Picture} picture */
  #showPicture(picture) {
    const holder = this.root.querySelector("[data-picture]");
    if (this.#picture === null) {
      this.#picture = L.map(holder, {
        crs: L.CRS.Simple,
        minZoom: -5,
        maxZoom: 4,
        zoomSnap: 0.25,
        zoomControl: false,
        attributionControl: false,
      });
      L.control
        .zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") })
        .addTo(this.#picture);
      this.#picture.on("click", ({ latlng }) => this.#take("picture", this.#drawn(latlng)));
    }
    this.overlay?.remove();
    const bounds = L.latLngBounds([-picture.height_px, 0], [0, picture.width_px]);
    this.overlay = L.imageOverlay(`data:image/png;base64,${picture.png_base64}`, bounds, { alt: "" }).addTo(
      this.#picture,
    );
    this.#picture.invalidateSize({ animate: false }).fitBounds(bounds, { animate: false });
  }

  // What only a picture that is shown asks for.
  get #scale() {
    return /** @type {PlacedLook} */ (this.#look).picture;
  }

  // From the picture that is shown to the units of the drawing, or the pixels of the scan; and back.
  /** @param {{ lat: number, lng: number }} at */
  #drawn({ lat, lng }) {
    const { left, top, x_step: xStep, y_step: yStep } = this.#scale;
    return [left + lng * xStep, top - lat * yStep];
  }

  /** @param {Point} point @returns {[number, number]} */
  #shown({ x = 0, y = 0 }) {
    const { left, top, x_step: xStep, y_step: yStep } = this.#scale;
    return [-(y - top) / yStep, (x - left) / xStep];
  }

  /** @param {"picture" | "map"} side */
  #takeMiddle(side) {
    const map = side === "map" ? this.#site : this.#picture;
    if (map === null) return;
    const { lat, lng } = map.getCenter();
    this.#take(side, side === "map" ? [lng, lat] : this.#drawn({ lat, lng }));
  }

  /** @param {"picture" | "map"} side @param {number[]} values */
  #take(side, values) {
    let point = this.#points.find((one) => SIDES[side].some((key) => !Number.isFinite(one[key])));
    if (point === undefined) {
      if (this.#points.length >= MAX_POINTS) return;
      point = {};
      this.#points.push(point);
    }
    SIDES[side].forEach((key, place) => (point[key] = Number(values[place].toFixed(DIGITS[key]))));
    this.#changed();
  }

  #changed() {
    this.#errors = [];
    this.#showRows();
    this.#showPins();
    this.#sayNext();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fit(), FITTED_AFTER_MS);
  }

  #showRows() {
    this.rows.replaceChildren(...this.#points.map((point, place) => this.#row(point, place)));
    this.#showErrors();
  }

  /** @param {Point} point @param {number} place */
  #row(point, place) {
    const inputs = COLUMNS.map(([key, name]) => {
      /** @type {HTMLInputElement} */
      const input = element("input", {
        type: "number",
        step: "any",
        "aria-label": `${word("import.point", { n: place + 1 })}: ${word(name)}`,
        onchange: () => this.#typed(point, key, input.value),
      });
      if (Number.isFinite(point[key])) input.value = String(point[key]);
      return element("td", {}, input);
    });
    const remove = element("button", {
      type: "button",
      class: "row-show",
      "aria-label": word("import.remove", { n: place + 1 }),
      text: "✕",
      onclick: () => this.#remove(place),
    });
    return element(
      "tr",
      {},
      element("th", { scope: "row", text: String(place + 1) }),
      ...inputs,
      element("td", { class: "number", "data-error": "" }),
      element("td", {}, remove),
    );
  }

  /** @param {Point} point @param {keyof Point} key @param {string} text */
  #typed(point, key, text) {
    point[key] = text === "" ? undefined : Number(text);
    this.#follow(point, key);
    this.#errors = [];
    this.#showPins();
    this.#sayNext();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fit(), FITTED_AFTER_MS);
  }

  /** @param {number} place */
  #remove(place) {
    this.#points.splice(place, 1);
    this.#changed();
  }

  #showPins() {
    for (const pin of this.#pins) pin.remove();
    /** @param {number} place */
    const icon = (place) =>
      L.divIcon({
        className: "",
        html: element("span", { class: "import-pin", text: String(place + 1) }),
        iconSize: [28, 28],
      });
    /** @param {L.Map | null} map @param {[number, number]} at @param {number} place */
    const pinned = (map, at, place) =>
      map === null ? [] : [L.marker(at, { icon: icon(place), interactive: false, keyboard: false }).addTo(map)];
    this.#pins = this.#points.flatMap((point, place) => [
      ...(Number.isFinite(point.x) && Number.isFinite(point.y) ? pinned(this.#picture, this.#shown(point), place) : []),
      ...(point.lon !== undefined && point.lat !== undefined ? pinned(this.#site, [point.lat, point.lon], place) : []),
    ]);
  }

  #sayNext() {
    const half = this.#points.find((point) =>
      Object.values(SIDES)
        .flat()
        .some((key) => !Number.isFinite(point[key])),
    );
    const lacksMap = half !== undefined && SIDES.map.some((key) => !Number.isFinite(half[key]));
    const missing = (this.#look?.least_points ?? 0) - this.#complete().length;
    const next =
      half === undefined ? word("import.pick_any") : word(lacksMap ? "import.pick_map" : "import.pick_picture");
    this.next.textContent = missing > 0 ? `${next} ${word(`import.points_missing.${Math.min(missing, 3)}`)}` : next;
  }

  async #fit() {
    const points = this.#complete();
    const turn = (this.#turn += 1);
    this.#corners?.remove();
    this.rms.textContent = "";
    if (this.#look === null || points.length < this.#look.least_points) return;
    const kind = ["dxf", "dwg"].includes(this.#look.format ?? "") ? "drawing" : "scan";
    try {
      const fitted = await api.ask("POST", `/sites/${this.siteId}/plan-placements`, { json: { kind, points } });
      // A slow answer about points that have moved since says nothing.
      if (turn === this.#turn) this.#showFit(fitted, points.length);
    } catch (problem) {
      if (turn === this.#turn) this.rms.textContent = problem.message;
    }
  }

  /** @param {{ transform: number[], residuals_m: number[], rms_m: number }} fit @param {number} count */
  #showFit({ transform: [a, b, c, d, e, f], residuals_m: errors, rms_m: rms }, count) {
    const { width_px: width, height_px: height, left, top, x_step: xStep, y_step: yStep } = this.#scale;
    const corners = [
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
    ].map(([px, py]) => [left + px * xStep, top + py * yStep]);
    this.#corners?.remove();
    this.#corners = L.polygon(
      corners.map(([x, y]) => [d * x + e * y + f, a * x + b * y + c]),
      { className: "import-corners", interactive: false },
    ).addTo(this.#site);
    this.#errors = errors;
    this.#showErrors();
    const whole = word("import.error_all", { error_m: rms.toFixed(2) });
    this.rms.textContent = count <= 3 ? `${whole}. ${word("import.exact")}` : whole;
  }

  #showErrors() {
    const worst = Math.max(...this.#errors);
    let place = 0;
    this.#points.forEach((point, row) => {
      const cell = this.rows.rows[row].querySelector("[data-error]");
      const isComplete = Object.values(SIDES)
        .flat()
        .every((key) => Number.isFinite(point[key]));
      const error = isComplete ? this.#errors[place++] : undefined;
      cell.textContent = error === undefined ? "" : error.toFixed(2);
      cell.classList.toggle("import-worst", error !== undefined && error === worst && worst >= 1);
    });
  }
}
