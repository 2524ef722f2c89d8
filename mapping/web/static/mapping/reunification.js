// The page of a school's reunification sites: draw them, recommend one, change them.

import { make, word } from "./dom.js";
import { Marks, textWidth } from "./marks.js";
import { siteMap } from "./plan.js";

const L = globalThis.L;
const page = document.querySelector(".reunification-page");
const sites = JSON.parse(document.getElementById("reunification-sites").textContent);
const map = siteMap();
const base = `/api/v1/sites/${page.dataset.siteId}/reunification-sites`;
const flipped = (points) => points.map(([lon, lat]) => [lat, lon]);
const filled = (key, numbers) => word(key).replace(/\{(\d)\}/g, (_all, n) => String(numbers[Number(n)]));

L.control.zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") }).addTo(map);

const PANE = "reunification-marks";
// From nearer than this a site's areas are large enough to be named.
const AREAS_FROM_ZOOM = 16.5;

function areaMark({ kind, label: text, ring }) {
  const words = text || word(`area.${kind}`);
  const { lat, lng } = L.latLngBounds(flipped(ring)).getCenter();
  const element = make("span", { class: "reunification-label", text: words });
  return { at: [lng, lat], looks: [{ element, width: textWidth(words, "600 12px system-ui") + 6, height: 16 }], rank: 10, fromZoom: AREAS_FROM_ZOOM };
}

function rankMark({ lon, lat, rank }) {
  const element = make("span", { class: "reunification-rank", text: String(rank) });
  return { at: [lon, lat], looks: [{ element, width: 32, height: 32 }], rank: 0, fromZoom: 0, toZoom: AREAS_FROM_ZOOM };
}

function draw(site) {
  const options = { interactive: false };
  for (const { line } of site.routes) L.polyline(flipped(line), { ...options, className: "reunification-route" }).addTo(map);
  for (const line of site.screens) L.polyline(flipped(line), { ...options, className: "reunification-screen" }).addTo(map);
  for (const { ring, kind } of site.areas) L.polygon(flipped(ring), { ...options, className: `reunification-area reunification-area-${kind}` }).addTo(map);
  for (const line of site.sight_lines) L.polyline(flipped(line), { ...options, className: "reunification-sight" }).addTo(map);
}

async function ask(method, path, body, headers = {}) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(base + path, { method, credentials: "same-origin", headers: { "Content-Type": "application/json", "X-CSRFToken": token, ...headers }, ...sent }).catch(() => null);
  if (response === null) throw new Error(word("rules.unreachable"));
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail || problem.title || String(response.status));
}

async function recommend(form) {
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const ranked = form.querySelector("[data-ranked]");
  try {
    const found = await ask("GET", `/recommendation?${asked}`);
    if (found.length === 0) ranked.replaceChildren(make("li", { text: word("reunification.none") }));
    else ranked.replaceChildren(...found.map(recommended));
  } catch (error) {
    ranked.replaceChildren(make("li", { text: error.message }));
  }
}

function recommended({ id, name, score, points, warnings }) {
  const line = ({ code, numbers }) => make("li", { class: warnings.includes(code) ? "reunification-bad" : null, text: filled(code, numbers) });
  return make("li", {}, make("a", { href: `#r${id}`, text: name }), make("strong", { class: "number", text: ` ${score}` }), make("ul", {}, ...points.map(line)));
}

function openForm(dialog, site) {
  const form = dialog.querySelector("form");
  form.reset();
  dialog.querySelector("[data-problem]").hidden = true;
  const { areas = [], routes = [], screens = [] } = site ?? {};
  const bare = (list) => list.map(({ id, ...rest }) => rest);
  form.elements.shapes.value = JSON.stringify({ areas: bare(areas), routes: bare(routes), screens }, null, 1);
  for (const [name, value] of Object.entries(site ?? {})) {
    const field = form.elements[name];
    if (field === undefined || value === null) continue;
    if (field.type === "checkbox") field.checked = value;
    else field.value = Array.isArray(value) ? value.join(", ") : value;
  }
  form.dataset.id = site?.id ?? "";
  form.dataset.etag = site?.etag ?? "";
  dialog.showModal();
}

function bodyOf(form) {
  let shapes;
  try {
    shapes = JSON.parse(form.elements.shapes.value || "{}");
  } catch {
    throw new Error(word("reunification.bad_shapes"));
  }
  const body = { ...shapes, is_on_campus: form.elements.is_on_campus.checked };
  for (const field of form.elements) {
    if (!field.name || field.name === "shapes" || field.type === "checkbox") continue;
    if (field.type === "number") body[field.name] = field.value === "" ? null : Number(field.value);
    else if (field.type === "date") body[field.name] = field.value || null;
    else body[field.name] = field.value;
  }
  body.languages = body.languages.split(",").map((one) => one.trim()).filter((one) => one !== "");
  return body;
}

async function save(form) {
  const problem = form.querySelector("[data-problem]");
  try {
    const body = bodyOf(form);
    if (form.dataset.id === "") await ask("POST", "", body);
    else await ask("PUT", `/${form.dataset.id}`, body, { "If-Match": form.dataset.etag });
    location.reload();
  } catch (error) {
    problem.textContent = word("rules.failed").replace("{why}", () => error.message);
    problem.hidden = false;
  }
}

const dialog = document.getElementById("edit-site");
for (const button of page.querySelectorAll("[data-change]"))
  button.addEventListener("click", () => openForm(dialog, sites.find((one) => one.id === button.dataset.change)));
dialog?.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
dialog?.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  save(event.target);
});
page.querySelector("[data-recommend]").addEventListener("submit", (event) => {
  event.preventDefault();
  recommend(event.target);
});
for (const site of sites) draw(site);
map.createPane(PANE).style.pointerEvents = "none";
map.getPane(PANE).style.zIndex = "450";
new Marks(map, PANE).show(sites.flatMap((site) => [rankMark(site), ...site.areas.map(areaMark)]));
const seen = L.latLngBounds(sites.flatMap((site) => [[site.lat, site.lon], ...site.areas.flatMap(({ ring }) => flipped(ring))]));
if (seen.isValid()) map.fitBounds(seen.extend(map.getCenter()), { padding: [32, 32], animate: false });
page.dataset.ready = "yes";
