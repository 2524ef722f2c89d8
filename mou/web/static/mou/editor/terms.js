// Typed terms beside a clause: one small form for each kind, and the data matrix as a table of radio groups.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { button, choice, field } from "../dom.js";
import { conditionFields, fieldOf, valuesOf } from "./term_fields.js";

/** @typedef {{ when: string, incident_types?: string[], is_exercise_too?: boolean }} Condition when a term holds */
/** @typedef {{ kind: string, scope: string, value: Record<string, any>, condition: Condition }} Term its kind says what its
 *   value has (FORMS) */
/** @typedef {import("./term_fields.js").FieldKind} FieldKind */
/** @typedef {{ fields: Record<string, FieldKind>, first: Record<string, any> }} TermForm */

const DIRECTIONS = ["district_to_agency", "agency_to_district"];
const OPENING = ["floorplan_access", "room_access", "roster_access", "camera_access"];
const time = { of: "time" };
/** @type {TermForm} */
const granted = { fields: { granted: "flag" }, first: { granted: true } };
/** @type {TermForm} */
const declared = { fields: { yes: "flag" }, first: { yes: true } };
/** @type {TermForm} */
const number = { fields: { number: "number" }, first: { number: 1 } };
/** @type {Record<string, TermForm>} */
export const FORMS = {
  floorplan_access: granted,
  room_access: granted,
  roster_access: granted,
  camera_access: { fields: { when: time, trigger: "text" }, first: { when: "emergency", trigger: "" } },
  ferpa_school_official: declared,
  duty_paging: declared,
  sro_disciplinarian: { fields: { yes: "flag" }, first: { yes: false } },
  command_transfer_to: {
    fields: {
      initial: { of: "initial" },
      order: { of: "agency", ordered: true },
    },
    first: { initial: "first_arriving_officer", order: ["police", "fire"] },
  },
  radio_interop: {
    fields: {
      mode: { of: "mode" },
      channels: "lines",
    },
    first: { mode: "patched", channels: [] },
  },
  response_time_target_minutes: {
    fields: { minutes: "number", priority: "text" },
    first: { minutes: 5, priority: "" },
  },
  contacts: { fields: { people: "people" }, first: { people: [] } },
  training_hours: { fields: { hours: "number", within_days: "optional" }, first: { hours: 40, within_days: null } },
  drills_per_year: number,
  map_update_days: {
    fields: { days: "number", duty: { of: "duty" } },
    first: { days: 30, duty: "school" },
  },
  review_interval_months: number,
  renewal_notice_days: number,
  termination_notice_days: number,
};
// Stands in the matrix and not in the list that terms are added from.
/** @type {TermForm} */
const CELL = { fields: { when: time }, first: { when: "never" } };

// What a term is about, in words.
/** @param {{ kind: string, scope: string }} term */
export function titleOf(term) {
  if (term.kind !== "data_sharing") return word(`kind.${term.kind}`);
  const [category, direction] = term.scope.split(":");
  return `${word(`category.${category}`)} · ${word(direction === "agency_to_district" ? "to_district" : "to_agency")}`;
}

// A list that must name someone and names no one yet is not sent: the server would refuse the whole clause for it.
/** @param {Term} term */
export function isComplete(term) {
  const { people, order } = term.value;
  return (people === undefined || people.length > 0) && (order === undefined || order.length > 0);
}

/** @param {Term} term */
function courseField(term) {
  const course = element("input", { type: "text", value: term.scope.replaceAll("_", " "), maxlength: 80 });
  course.addEventListener("input", () => {
    term.scope = course.value
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9:]+/g, "_");
  });
  return field(word("scope"), course);
}

/**
 * @param {Term} term
 * @param {{ isEditable: boolean, onRemove?: () => void }} options
 */
export function termForm(term, { isEditable, onRemove }) {
  const box = element(
    "fieldset",
    { class: "term", disabled: !isEditable },
    element("legend", { class: "legend", text: titleOf(term) }),
  );
  const lacks = element("p", { class: "small warn", text: word("incomplete"), hidden: isComplete(term) });
  if (term.kind === "training_hours") box.append(courseField(term));
  for (const [name, kind] of Object.entries((FORMS[term.kind] ?? CELL).fields))
    box.append(
      fieldOf(name, kind, term.value[name], (said) => {
        term.value = { ...term.value, [name]: said };
        lacks.hidden = isComplete(term);
        box.dispatchEvent(new Event("change"));
      }),
    );
  if (OPENING.includes(term.kind)) box.append(...conditionFields(term));
  box.append(lacks);
  if (isEditable && onRemove) box.append(button(word("remove_term"), onRemove, { class: "button plain" }));
  return box;
}

/** @param {Term[]} terms @param {boolean} isEditable @param {() => void} changed */
function matrix(terms, isEditable, changed) {
  const found = new Map(terms.filter((one) => one.kind === "data_sharing").map((one) => [one.scope, one]));
  const table = element("table", { class: "matrix" });
  const head = element("tr", {}, element("th", { scope: "col", text: word("category") }));
  head.append(
    element("th", { scope: "col", text: word("to_agency") }),
    element("th", { scope: "col", text: word("to_district") }),
  );
  table.append(element("thead", {}, head));
  const body = element("tbody");
  for (const category of valuesOf("category")) {
    const row = element("tr", {}, element("th", { scope: "row", text: word(`category.${category}`) }));
    for (const direction of DIRECTIONS) row.append(cell(`${category}:${direction}`, found, terms, isEditable, changed));
    body.append(row);
  }
  table.append(body);
  return element(
    "details",
    { class: "matrix-box", open: found.size > 0 },
    element("summary", { text: word("matrix") }),
    element("div", { class: "matrix-scroll", tabindex: 0 }, table),
  );
}

/**
 * @param {string} scope
 * @param {Map<string, Term>} found
 * @param {Term[]} terms
 * @param {boolean} isEditable
 * @param {() => void} changed
 */
function cell(scope, found, terms, isEditable, changed) {
  const group = element("div", {
    role: "radiogroup",
    "aria-label": titleOf({ kind: "data_sharing", scope }),
    class: "matrix-cell",
  });
  const now = found.get(scope)?.value.when ?? "";
  const name = `${scope}-${Math.random().toString(36).slice(2)}`;
  for (const time of ["", ...valuesOf("time")]) {
    const radio = element("input", { type: "radio", name, value: time, checked: time === now, disabled: !isEditable });
    radio.addEventListener("change", () => {
      const at = terms.findIndex((one) => one.kind === "data_sharing" && one.scope === scope);
      if (at >= 0) terms.splice(at, 1);
      if (time) terms.push({ kind: "data_sharing", scope, value: { when: time }, condition: { when: "always" } });
      changed();
    });
    group.append(element("label", {}, radio, element("span", { text: time ? word(`time.${time}`) : word("unsaid") })));
  }
  return element("td", {}, group);
}

// Draw the terms of a clause; `changed` is called after every change of the array or of one of its terms.
/**
 * @param {HTMLElement} box
 * @param {{ terms: Term[], topic: string, isEditable: boolean, changed: () => void }} options
 */
export function drawTerms(box, { terms, topic, isEditable, changed }) {
  const draw = () => drawTerms(box, { terms, topic, isEditable, changed });
  const plain = terms.filter((one) => one.kind !== "data_sharing");
  box.replaceChildren(element("h4", { text: word("terms") }));
  if (plain.length === 0) box.append(element("p", { class: "small quiet", text: word("no_terms") }));
  for (const term of plain) {
    const form = termForm(term, {
      isEditable,
      onRemove: () => {
        terms.splice(terms.indexOf(term), 1);
        draw();
        changed();
      },
    });
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    box.append(form);
  }
  if (isEditable)
    box.append(
      adding(terms, () => {
        draw();
        changed();
      }),
    );
  if (topic === "info_sharing" || terms.length > plain.length) box.append(matrix(terms, isEditable, changed));
}

/** @param {Term[]} terms @param {() => void} added */
function adding(terms, added) {
  const select = choice(["", ...Object.keys(FORMS)], "", (kind) => (kind ? word(`kind.${kind}`) : word("add_term")), {
    "aria-label": word("add_term"),
  });
  select.addEventListener("change", () => {
    if (!select.value) return;
    terms.push({
      kind: select.value,
      scope: "",
      value: structuredClone(FORMS[select.value].first),
      condition: { when: "always" },
    });
    added();
  });
  return select;
}
