// Typed terms beside a clause: one small form for each kind, and the data matrix as a table of radio groups.

import { button, choice, field, make, word } from "./dom.js";

const TIMES = ["never", "emergency", "on_request", "continuous"];
const DIRECTIONS = ["district_to_agency", "agency_to_district"];
const CATEGORIES = [
  ...["student_roster", "staff_roster", "photo", "schedule", "attendance", "address_guardians", "discipline"],
  ...["special_education", "medical", "counselling", "threat_assessment", "visitor_log", "door_events", "live_video"],
  ...["recorded_video", "floor_plan", "tip_reports", "social_media_alert", "device_location"],
];
const OPENING = ["floorplan_access", "room_access", "roster_access", "camera_access"];
const granted = { fields: { granted: "flag" }, first: { granted: true } };
const declared = { fields: { yes: "flag" }, first: { yes: true } };
const number = { fields: { number: "number" }, first: { number: 1 } };
export const FORMS = {
  floorplan_access: granted,
  room_access: granted,
  roster_access: granted,
  camera_access: { fields: { when: TIMES, trigger: "text" }, first: { when: "emergency", trigger: "" } },
  ferpa_school_official: declared,
  duty_paging: declared,
  sro_disciplinarian: { fields: { yes: "flag" }, first: { yes: false } },
  command_transfer_to: {
    fields: { initial: ["first_arriving_officer", "sro", "agency_supervisor"], order: "lines" },
    first: { initial: "first_arriving_officer", order: ["police", "fire"] },
  },
  radio_interop: {
    fields: { mode: ["none", "patched", "shared_talkgroup", "school_radio_on_psap"], channels: "lines" },
    first: { mode: "patched", channels: [] },
  },
  response_time_target_minutes: { fields: { minutes: "number" }, first: { minutes: 5, priority: "" } },
  training_hours: { fields: { hours: "number", within_days: "optional" }, first: { hours: 40, within_days: null } },
  drills_per_year: number,
  map_update_days: {
    fields: { days: "number", duty: ["school", "agency", "vendor"] },
    first: { days: 30, duty: "school" },
  },
  review_interval_months: number,
  renewal_notice_days: number,
  termination_notice_days: number,
};

const readers = {
  flag: (control) => control.checked,
  number: (control) => Number(control.value),
  optional: (control) => (control.value === "" ? null : Number(control.value)),
  text: (control) => control.value,
  lines: (control) => control.value.split("\n").map((line) => line.trim()).filter(Boolean),
};

function controlOf(kind, value) {
  if (Array.isArray(kind)) return choice(kind, value, (one) => (TIMES.includes(one) ? word(`time.${one}`) : one.replaceAll("_", " ")));
  if (kind === "flag") return make("input", { type: "checkbox", checked: Boolean(value) });
  if (kind === "lines") return make("textarea", { rows: 3, text: (value ?? []).join("\n") });
  if (kind === "text") return make("input", { type: "text", value: value ?? "", maxlength: 200 });
  return make("input", { type: "number", min: 0, step: "any", value: value ?? "" });
}

function conditionControl(term) {
  const now = term.condition.when === "always" ? "always" : term.condition.is_exercise_too ? "drill_too" : "incident_open";
  const select = choice(["always", "incident_open", "drill_too"], now, (one) => word(one));
  select.addEventListener("change", () => {
    term.condition =
      select.value === "always"
        ? { when: "always" }
        : { when: "incident_open", incident_types: term.condition.incident_types ?? [], is_exercise_too: select.value === "drill_too" };
  });
  return field(word("condition"), select);
}

function termForm(term, isEditable, onRemove) {
  const box = make("fieldset", { class: "term", disabled: !isEditable }, make("legend", { class: "legend", text: word(`kind.${term.kind}`) }));
  const form = FORMS[term.kind];
  if (!form) return box.append(make("code", { text: JSON.stringify(term.value) })), box;
  if (term.kind === "training_hours") {
    const scope = make("input", { type: "text", value: term.scope, pattern: "[a-z0-9_:]*", maxlength: 80 });
    scope.addEventListener("input", () => { term.scope = scope.value; });
    box.append(field(word("scope"), scope));
  }
  for (const [name, kind] of Object.entries(form.fields)) {
    const control = controlOf(kind, term.value[name]);
    const read = Array.isArray(kind) ? readers.text : readers[kind];
    const keep = () => { term.value = { ...term.value, [name]: read(control) }; };
    control.addEventListener("input", keep);
    control.addEventListener("change", keep);
    box.append(field(word(name), control));
  }
  if (OPENING.includes(term.kind)) box.append(conditionControl(term));
  if (isEditable) box.append(button(word("remove_term"), onRemove, { class: "button plain" }));
  return box;
}

function matrix(terms, isEditable, changed) {
  const found = new Map(terms.filter((one) => one.kind === "data_sharing").map((one) => [one.scope, one]));
  const table = make("table", { class: "matrix" });
  const head = make("tr", {}, make("th", { scope: "col", text: word("category") }));
  head.append(make("th", { scope: "col", text: word("to_agency") }), make("th", { scope: "col", text: word("to_district") }));
  table.append(make("thead", {}, head));
  const body = make("tbody");
  for (const category of CATEGORIES) {
    const row = make("tr", {}, make("th", { scope: "row", text: word(`category.${category}`) }));
    for (const direction of DIRECTIONS) row.append(cell(`${category}:${direction}`, found, terms, isEditable, changed));
    body.append(row);
  }
  table.append(body);
  return make("details", { class: "matrix-box", open: found.size > 0 }, make("summary", { text: word("matrix") }), make("div", { class: "matrix-scroll", tabindex: 0 }, table));
}

function cell(scope, found, terms, isEditable, changed) {
  const group = make("div", { role: "radiogroup", "aria-label": scope.replaceAll("_", " "), class: "matrix-cell" });
  const now = found.get(scope)?.value.when ?? "";
  const name = `${scope}-${Math.random().toString(36).slice(2)}`;
  for (const time of ["", ...TIMES]) {
    const radio = make("input", { type: "radio", name, value: time, checked: time === now, disabled: !isEditable });
    radio.addEventListener("change", () => {
      const at = terms.findIndex((one) => one.kind === "data_sharing" && one.scope === scope);
      if (at >= 0) terms.splice(at, 1);
      if (time) terms.push({ kind: "data_sharing", scope, value: { when: time }, condition: { when: "always" } });
      changed();
    });
    group.append(make("label", {}, radio, make("span", { text: time ? word(`time.${time}`) : word("unsaid") })));
  }
  return make("td", {}, group);
}

// Draw the terms of a clause; `changed` is called after every change of the array or of one of its terms.
export function drawTerms(box, { terms, topic, isEditable, changed }) {
  const draw = () => drawTerms(box, { terms, topic, isEditable, changed });
  const plain = terms.filter((one) => one.kind !== "data_sharing");
  box.replaceChildren(make("h4", { text: word("terms") }));
  if (plain.length === 0) box.append(make("p", { class: "small quiet", text: word("no_terms") }));
  for (const term of plain) {
    const form = termForm(term, isEditable, () => { terms.splice(terms.indexOf(term), 1); draw(); changed(); });
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    box.append(form);
  }
  if (isEditable) box.append(adding(terms, () => { draw(); changed(); }));
  if (topic === "info_sharing" || terms.length > plain.length) box.append(matrix(terms, isEditable, changed));
}

function adding(terms, added) {
  const select = choice(["", ...Object.keys(FORMS)], "", (kind) => (kind ? word(`kind.${kind}`) : word("add_term")), { "aria-label": word("add_term") });
  select.addEventListener("change", () => {
    if (!select.value) return;
    terms.push({ kind: select.value, scope: "", value: structuredClone(FORMS[select.value].first), condition: { when: "always" } });
    added();
  });
  return select;
}
