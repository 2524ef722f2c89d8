// Begin an agreement and lead on to its draft.

import { ask } from "./http.js";
import { frameOf, sitesField } from "./sites_field.js";

const form = document.getElementById("new-agreement");
const problem = form.querySelector("[data-problem]");
sitesField(form, { districtOf: () => form.elements.district_id.value });

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const submit = form.querySelector('[type="submit"]');
  submit.disabled = true;
  try {
    const kind = form.elements.template_kind.value;
    const start = form.elements.start.value;
    const made = await ask("POST", "/memoranda", {
      body: {
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
