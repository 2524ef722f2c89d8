// Which sites an agreement covers: all of the district, or those that are ticked.

import { Api } from "../coordination/api.js";
import { element } from "../coordination/element.js";

/** @typedef {HTMLFormElement & { elements: any }} FormOfSites its fields are the page's */
/** @typedef {{ id: string, name: string, district_id: string }} Site */
/** @typedef {{ title: string, line: { effective_on: string, expires_on: string }, covers_all_sites: boolean,
 *   site_ids: string[] }} Frame of a version */

const api = new Api();

/** @param {FormOfSites} form @param {{ districtOf: () => string, chosen?: string[] }} options */
export async function sitesField(form, { districtOf, chosen = [] }) {
  const box = form.querySelector("[data-site-choices]");
  /** @type {Site[]} */
  let sites = [];
  const draw = () => {
    box.hidden = form.elements.sites.value !== "some";
    const district = districtOf();
    box.replaceChildren(
      ...sites
        .filter((site) => site.district_id === district)
        .map((site) =>
          element(
            "label",
            { class: "choice" },
            element("input", { type: "checkbox", value: site.id, checked: chosen.includes(site.id) }),
            element("span", { text: site.name }),
          ),
        ),
    );
  };
  for (const radio of form.elements.sites)
    radio.addEventListener("change", () => {
      box.hidden = form.elements.sites.value !== "some";
    });
  form.elements.district_id?.addEventListener("change", draw);
  sites = await api.ask("GET", "/sites");
  draw();
}

/** @param {FormOfSites} form */
export function frameOf(form) {
  const ticked = [...form.querySelectorAll("[data-site-choices] input:checked")].map((one) => one.value);
  const isAll = form.elements.sites.value === "all";
  return {
    title: form.elements.title.value,
    covers_all_sites: isAll,
    site_ids: isAll ? [] : ticked,
    effective_on: form.elements.effective_on.value,
    expires_on: form.elements.expires_on.value,
  };
}

// Whether a version's title, dates and sites are still those that the page was written with.
/** @param {FormOfSites} form @param {Frame} version */
export function isFrameAsShown(form, { title, line, covers_all_sites: isAll, site_ids: sites }) {
  const chosen = (form.dataset.chosen ?? "").trim().split(/\s+/).filter(Boolean);
  /** @param {string} name */
  const was = (name) => form.elements[name].defaultValue;
  const isSame =
    was("title") === title && was("effective_on") === line.effective_on && was("expires_on") === line.expires_on;
  return isSame && (form.dataset.all === "yes") === isAll && chosen.sort().join() === [...sites].sort().join();
}
