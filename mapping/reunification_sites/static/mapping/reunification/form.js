// Change a reunification site: the form of what is written of it, beside the editor of what is drawn of it.

import { word } from "../../coordination/words.js";
import { Api } from "../../coordination/api.js";
import { siteMap } from "../plan/plan.js";
import { ReunificationEditor } from "./editor.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */
/** @typedef {import("../plan/shape.js").LonLat} LonLat */
/** @typedef {import("./drawing.js").DrawnSite & { id: string, etag: string, [name: string]: any }} KeptSite */

// `onOpen(site)` and `onClose()`: the page shows the others only while one is changed; a new one is null.
/**
 * @param {{ page: HTMLElement, section: HTMLElement, sites: KeptSite[], onOpen: (site: KeptSite | null) => void, onClose: () => void }} parts
 */
export function keepSites({ page, section, sites, onOpen, onClose }) {
  const form = /** @type {any} */ (section.querySelector("form")); // its fields are the page's
  const rules = JSON.parse(document.getElementById("reunification-drawing").textContent);
  const { lat, lon } = form.elements;
  /** @param {LonLat} at */
  const showPlace = (at) => {
    [lon.value, lat.value] = at.map((value) => String(Number(value.toFixed(7))));
  };
  const editor = new ReunificationEditor({ page, root: section, rules, onPlace: showPlace });
  /** @type {HTMLButtonElement | null} */
  let opener = null;

  /** @param {HTMLButtonElement} button */
  const open = (button) => {
    const site = sites.find((one) => one.id === button.dataset.change) ?? null;
    opener = button;
    fill(form, site);
    page.classList.add("is-editing");
    section.hidden = false;
    onOpen(site);
    editor.open(site);
    section.querySelector("h2").focus();
  };
  const close = () => {
    if (editor.drawing?.canUndo && !confirm(word("reunification.discard_really"))) return;
    editor.close();
    section.hidden = true;
    page.classList.remove("is-editing");
    onClose();
    opener?.focus();
  };
  const typed = () => {
    if (lat.value !== "" && lon.value !== "" && lat.checkValidity() && lon.checkValidity())
      goTo([Number(lon.value), Number(lat.value)]);
  };
  /** @param {LonLat} at */
  const goTo = (at) => {
    editor.setPlace(at);
    const map = siteMap();
    if (!map.getBounds().contains([at[1], at[0]])) map.panTo([at[1], at[0]], { animate: false });
  };

  for (const button of page.querySelectorAll("[data-change]")) button.addEventListener("click", () => open(button));
  for (const input of [lat, lon]) input.addEventListener("change", typed);
  form.querySelector("[data-cancel]").addEventListener("click", close);
  form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (editor.drawing !== null) save(page.dataset.siteId, form, editor.drawing);
  });
}

/** @param {any} form @param {KeptSite | null} site */
function fill(form, site) {
  form.reset();
  form.querySelector("[data-problem]").hidden = true;
  for (const [name, value] of Object.entries(site ?? {})) {
    const field = form.elements[name];
    if (field === undefined || value === null) continue;
    if (field.type === "checkbox") field.checked = value;
    else field.value = Array.isArray(value) ? value.join(", ") : value;
  }
  form.dataset.id = site?.id ?? "";
  form.dataset.etag = site?.etag ?? "";
}

/** @param {any} form @param {Drawing} drawing */
function bodyOf(form, drawing) {
  /** @type {Record<string, any>} */
  const body = { ...drawing.written(), is_on_campus: form.elements.is_on_campus.checked };
  for (const field of form.elements) {
    if (!field.name || field.type === "checkbox") continue;
    if (field.type === "number") body[field.name] = field.value === "" ? null : Number(field.value);
    else if (field.type === "date") body[field.name] = field.value || null;
    else body[field.name] = field.value;
  }
  body.languages = body.languages
    .split(",")
    .map((/** @type {string} */ one) => one.trim())
    .filter((/** @type {string} */ one) => one !== "");
  return body;
}

/** @param {string | undefined} schoolId @param {any} form @param {Drawing} drawing */
async function save(schoolId, form, drawing) {
  const problem = form.querySelector("[data-problem]");
  const button = form.querySelector(".primary");
  problem.hidden = true;
  button.disabled = true;
  try {
    const base = `/api/v1/sites/${schoolId}/reunification-sites`;
    const api = new Api({ base, unreachable: () => word("rules.unreachable") });
    const body = bodyOf(form, drawing);
    if (form.dataset.id === "") await api.post("", body);
    else await api.ask("PUT", `/${form.dataset.id}`, { json: body, etag: form.dataset.etag });
    location.reload();
  } catch (error) {
    problem.textContent = word("rules.failed", { why: error.message });
    problem.hidden = false;
    button.disabled = false;
  }
}
