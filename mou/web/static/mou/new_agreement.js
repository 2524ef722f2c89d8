// Begin an agreement and lead on to its draft.

import { Api } from "../coordination/api.js";
import { frameOf, sitesField } from "./sites_field.js";

const api = new Api();

const form = document.getElementById("new-agreement");
const problem = form.querySelector("[data-problem]");
sitesField(form, { districtOf: () => form.elements.district_id.value });

form.addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const submit = form.querySelector('[type="submit"]');
  submit.disabled = true;
  try {
    const kind = form.elements.template_kind.value;
    const start = form.elements.start.value;
    const made = await api.ask("POST", "/memoranda", {
      json: {
        ...frameOf(form),
        district_id: form.elements.district_id.value,
        agency_id: form.elements.agency_id.value,
        template_kind: kind,
        is_from_template: start === "template" && kind !== "other",
      },
    });
    location.assign(start === "word" ? `/agreements/${made.id}/versions/1/word-file` : `/agreements/${made.id}`);
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    submit.disabled = false;
  }
});
