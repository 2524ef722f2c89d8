// The page of a school's reunification sites: show them, recommend one; those who keep them draw and change them.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { Marks, textWidth } from "../plan/marks.js";
import { siteMap } from "../plan/plan.js";
import { Api } from "../../coordination/api.js";
import { classOf } from "./editor.js";
import { keepSites } from "./form.js";
import { reasonText } from "./reason.js";

const L = globalThis.L;
const page = document.querySelector(".reunification-page");
/** @typedef {{ kind: string, label: string, ring: number[][] }} Area */
/** @typedef {import("./form.js").KeptSite & { rank: number, areas: Area[], sight_lines: number[][][] }} ShownSite */
/** @typedef {{ id: string, name: string, score: number, points: { code: string, numbers: number[] }[],
 *   warnings: string[] }} Recommended */

/** @type {ShownSite[]} */
const sites = JSON.parse(document.getElementById("reunification-sites").textContent);
const map = siteMap();
/** @type {Map<string, L.LayerGroup>} */
const layers = new Map();
/** @param {number[][]} points @returns {L.LatLngTuple[]} */
const flipped = (points) => points.map(([lon, lat]) => [lat, lon]);

const PANE = "reunification-marks";
// From nearer than this a site's areas are large enough to be named.
const AREAS_FROM_ZOOM = 16.5;

/** @param {Area} area @returns {import("../plan/marks.js").Mark} */
function areaMark({ kind, label: text, ring }) {
  const words = text || word(`area.${kind}`);
  const { lat, lng } = L.latLngBounds(flipped(ring)).getCenter();
  const drawn = element("span", { class: "reunification-label", text: words });
  return {
    at: [lng, lat],
    looks: [{ element: drawn, width: textWidth(words, "600 12px Inter, system-ui") + 6, height: 16 }],
    rank: 10,
    fromZoom: AREAS_FROM_ZOOM,
  };
}

/** @param {ShownSite} site @returns {import("../plan/marks.js").Mark} */
function rankMark({ lon, lat, rank }) {
  const drawn = element("span", { class: "reunification-rank", text: String(rank) });
  return {
    at: [lon, lat],
    looks: [{ element: drawn, width: 32, height: 32 }],
    rank: 0,
    fromZoom: 0,
    toZoom: AREAS_FROM_ZOOM,
  };
}

/** @param {ShownSite} site */
function draw(site) {
  const options = { interactive: false };
  const group = L.layerGroup().addTo(map);
  layers.set(site.id, group);
  /** @param {number[][]} line @param {string} className */
  const addLine = (line, className) => L.polyline(flipped(line), { ...options, className }).addTo(group);
  for (const { line } of site.routes) addLine(line, "reunification-route");
  for (const line of site.screens) addLine(line, "reunification-screen");
  for (const { ring, kind } of site.areas)
    L.polygon(flipped(ring), { ...options, className: classOf("area", kind) }).addTo(group);
  for (const line of site.sight_lines) addLine(line, "reunification-sight");
}

/** @param {HTMLFormElement} form */
async function recommend(form) {
  const base = `/api/v1/sites/${page.dataset.siteId}/reunification-sites`;
  const api = new Api({ base, unreachable: () => word("rules.unreachable") });
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const ranked = form.querySelector("[data-ranked]");
  try {
    const found = await api.get(`/recommendation?${asked}`);
    if (found.length === 0) ranked.replaceChildren(element("li", { text: word("reunification.none") }));
    else ranked.replaceChildren(...found.map(recommended));
  } catch (error) {
    ranked.replaceChildren(element("li", { text: error.message }));
  }
}

/** @param {Recommended} found */
function recommended({ id, name, score, points, warnings }) {
  /** @param {{ code: string, numbers: number[] }} point */
  const line = ({ code, numbers }) =>
    element("li", {
      class: warnings.includes(code) ? "reunification-bad" : null,
      text: reasonText(word(code), numbers),
    });
  return element(
    "li",
    {},
    element("a", { href: `#r${id}`, text: name }),
    element("strong", { class: "number", text: ` ${score}` }),
    element("ul", {}, ...points.map(line)),
  );
}

page
  .querySelector("[data-recommend]")
  .addEventListener("submit", (/** @type {SubmitEvent & { target: any }} */ event) => {
    event.preventDefault();
    recommend(event.target);
  });
for (const site of sites) draw(site);
const pane = map.createPane(PANE);
pane.style.pointerEvents = "none";
pane.style.zIndex = "450";
const marks = new Marks(map, PANE);
/** @param {ShownSite[]} shown */
const showMarks = (shown) => marks.show(shown.flatMap((site) => [rankMark(site), ...site.areas.map(areaMark)]));
showMarks(sites);
const seen = L.latLngBounds([
  map.getCenter(),
  ...sites.flatMap((site) => [...flipped([[site.lon, site.lat]]), ...site.areas.flatMap(({ ring }) => flipped(ring))]),
]);
const showAll = () =>
  sites.length > 0 && map.invalidateSize({ pan: false }).fitBounds(seen, { padding: [32, 32], animate: false });
showAll();

// What is being changed is drawn by the editor, and not a second time as it was.
/** @param {string | null} id */
function hideOne(id) {
  for (const [one, group] of layers) {
    if (one === id) group.remove();
    else group.addTo(map);
  }
  showMarks(sites.filter((one) => one.id !== id));
}

function leave() {
  hideOne(null);
  showAll();
}

const section = document.getElementById("edit-site");
// The editor brings its own buttons for the zoom.
if (section === null)
  L.control.zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") }).addTo(map);
else keepSites({ page, section, sites, onOpen: (site) => hideOne(site?.id ?? null), onClose: leave });
page.dataset.ready = "yes";
