// The street map below a map: pictures, or vector tiles that this browser draws once everything else is there.
// The credit on the page (mapping/_map_credit.html) says what is installed here; without one there are no streets.

const L = globalThis.L;
const TILES = "/api/v1/basemap?z={z}&x={x}&y={y}";
const LAST_PICTURES_ZOOM = 19;
// What Protomaps' rules color, by our token: streets are quieter than the plan above them, and red at night as all is.
const COLORS = {
  "map-ground": `background earth park_a park_b hospital industrial school wood_a wood_b pedestrian scrub_a scrub_b
    glacier sand beach aerodrome zoo`,
  "map-grid": "water",
  "map-building": "buildings",
  "map-corridor": "major runway pier",
  "map-boundary": "railway boundaries",
  "text-2": "city_label country_label state_label ocean_label roads_label_major roads_label_minor",
  "map-halo": "city_label_halo state_label_halo roads_label_major_halo roads_label_minor_halo",
};
const IDLE_WITHIN_MS = 3000;

/** @param {L.Map} map */
export function addStreets(map) {
  const credit = /** @type {HTMLElement | null} */ (document.querySelector(".map-credit"));
  if (credit === null) return;
  if (credit.dataset.library === undefined)
    L.tileLayer(TILES, { maxNativeZoom: LAST_PICTURES_ZOOM, maxZoom: 23 }).addTo(map);
  else void drawVector(map, credit.dataset);
}

/**
 * @param {L.Map} map
 * @param {DOMStringMap} told
 */
async function drawVector(map, { library = "", zoom, box = "" }) {
  // The plan first: streets are what one does without.
  await quiet();
  await script(library);
  const [west, south, east, north] = box.trim().split(" ").map(Number);
  /** @type {L.Layer | null} */
  let layer = null;
  const show = () => {
    const { leafletLayer, paintRules, labelRules } = /** @type {any} */ (globalThis).protomapsL;
    const { lang } = document.documentElement;
    const flavor = colors();
    layer?.remove();
    const drawn = leafletLayer({
      url: source(),
      paintRules: paintRules(flavor),
      labelRules: labelRules(flavor, lang),
      backgroundColor: flavor.background,
      lang,
      maxDataZoom: Number(zoom),
      bounds: [
        [south, west],
        [north, east],
      ],
      maxZoom: 23,
      attribution: "",
    });
    drawn.addTo(map);
    layer = drawn;
  };
  show();
  new MutationObserver(show).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
}

// The colors of the theme that is shown now.
function colors() {
  const tokens = getComputedStyle(document.documentElement);
  /** @type {Record<string, string>} */
  const found = {};
  for (const [token, names] of Object.entries(COLORS))
    for (const name of names.split(/\s+/)) found[name] = tokens.getPropertyValue(`--${token}`).trim();
  return found;
}

// What the library asks for a tile: ours, of this server alone, and nothing where the map ends.
function source() {
  return {
    /** @param {number} z @param {number} x @param {number} y @param {AbortSignal} signal */
    async getZxy(z, x, y, signal) {
      const address = L.Util.template(TILES, { z, x, y });
      const answer = await fetch(address, { signal, credentials: "same-origin" });
      return answer.ok ? { data: await answer.arrayBuffer() } : undefined;
    },
  };
}

async function quiet() {
  if (document.readyState !== "complete")
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  await new Promise((resolve) => {
    // Safari has none.
    if ("requestIdleCallback" in globalThis) requestIdleCallback(resolve, { timeout: IDLE_WITHIN_MS });
    else setTimeout(resolve, IDLE_WITHIN_MS / 2);
  });
}

/** @param {string} src */
function script(src) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error("the streets' script did not come")));
    element.src = src;
    document.head.append(element);
  });
}
