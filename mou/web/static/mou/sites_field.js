// Which sites an agreement covers: all of the district, or those that are ticked.

import { Api } from "../coordination/api.js";
import { element } from "../coordination/element.js";

const api = new Api();

export async function sitesField(form, { districtOf, chosen = [] }) {
  const box = form.querySelector("[data-site-choices]");
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
export function isFrameAsShown(form, { title, line, covers_all_sites: isAll, site_ids: sites }) {
  const chosen = form.dataset.chosen.trim().split(/\s+/).filter(Boolean);
  const was = (name) => form.elements[name].defaultValue;
  const isSame =
    was("title") === title && was("effective_on") === line.effective_on && was("expires_on") === line.expires_on;
  return isSame && (form.dataset.all === "yes") === isAll && chosen.sort().join() === [...sites].sort().join();
}
