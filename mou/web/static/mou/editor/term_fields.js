// The controls of a typed term: each shows one field of it and calls `keep` with the new value when that changes.

import { element } from "../../coordination/element.js";
import { keysAfter, word } from "../../coordination/words.js";
import { button, choice, field } from "../dom.js";

/** @typedef {{ of: string, ordered?: boolean }} OneOf the values of a closed list, by the list whose words the page has */
/** @typedef {"flag" | "text" | "number" | "optional" | "lines" | "people" | OneOf} FieldKind */
/** @typedef {(value: any) => void} Keep what a control says is as its kind has it */
/** @typedef {{ name: string, role: string, party: string, phone: string, email: string }} Contact */

// The values of a closed list, in the order in which the server declares them.
/** @param {string} list */
export const valuesOf = (list) => keysAfter(`${list}.`);

/** @template {HTMLElement} C @param {C} control @param {() => unknown} read @param {Keep} keep */
function heard(control, read, keep) {
  const tell = () => keep(read());
  control.addEventListener("input", tell);
  control.addEventListener("change", tell);
  return control;
}

/** @param {OneOf} kind @param {string} value @param {Keep} keep */
function chosen({ of }, value, keep) {
  const control = choice(valuesOf(of), value, (one) => word(`${of}.${one}`));
  return heard(control, () => control.value, keep);
}

/** @param {string} kind @param {any} value @param {Keep} keep */
function typed(kind, value, keep) {
  if (kind === "flag") {
    const box = element("input", { type: "checkbox", checked: Boolean(value) });
    return heard(box, () => box.checked, keep);
  }
  if (kind === "text") {
    const line = element("input", { type: "text", value: value ?? "", maxlength: 200 });
    return heard(line, () => line.value, keep);
  }
  const count = element("input", { type: "number", min: 0, step: "any", value: value ?? "" });
  const read = () => (kind === "optional" && count.value === "" ? null : Number(count.value));
  return heard(count, read, keep);
}

// Rows that are added and taken away. `rowOf(value, keep)` draws one; rows without content are not kept.
/**
 * @template T
 * @param {string} label
 * @param {{ values: T[], fresh: T, rowOf: (value: T, keep: (value: T) => void, at: number) => Node[], isFilled: (value: T) => boolean, keep: (values: T[]) => void }} how
 */
function rows(label, { values, fresh, rowOf, isFilled, keep }) {
  const all = values.map((one) => structuredClone(one));
  const list = element("ol", { class: "term-rows" });
  const tell = () => keep(all.filter(isFilled));
  const draw = () => {
    list.replaceChildren(
      ...all.map((one, at) => {
        const [controls, row] = [
          rowOf(
            one,
            (now) => {
              all[at] = now;
              tell();
            },
            at,
          ),
          element("li", { class: "term-row" }),
        ];
        const away = button(
          "✕",
          () => {
            all.splice(at, 1);
            draw();
            tell();
          },
          { class: "button plain", "aria-label": `${word("remove_row")} ${at + 1}` },
        );
        row.append(...controls, away);
        return row;
      }),
    );
  };
  const add = button(`+ ${word("add_row")}`, () => {
    all.push(structuredClone(fresh));
    draw();
    tell();
    list.lastElementChild?.querySelector("input, select")?.focus();
  });
  draw();
  return element(
    "div",
    { class: "term-list", role: "group", "aria-label": label },
    element("span", { class: "legend", text: label }),
    list,
    add,
  );
}

/** @param {string} label @param {string[] | undefined} value @param {Keep} keep */
function lines(label, value, keep) {
  return rows(label, {
    values: value ?? [],
    fresh: "",
    isFilled: (one) => one.trim() !== "",
    rowOf: (one, now, at) => [withLabel(typed("text", one, now), `${label} ${at + 1}`)],
    keep: (found) => keep(found.map((one) => one.trim())),
  });
}

/** @param {string} label @param {OneOf} kind @param {string[] | undefined} value @param {Keep} keep */
function ordered(label, { of }, value, keep) {
  return rows(label, {
    values: value ?? [],
    fresh: valuesOf(of)[0],
    isFilled: Boolean,
    rowOf: (one, now, at) => [withLabel(chosen({ of }, one, now), `${label} ${at + 1}`)],
    keep,
  });
}

/** @param {string} label @param {Contact[] | undefined} value @param {Keep} keep */
function people(label, value, keep) {
  return rows(label, {
    values: value ?? [],
    fresh: { name: "", role: "", party: "district", phone: "", email: "" },
    isFilled: (one) => one.name.trim() !== "",
    rowOf: (one, now) => {
      const person = { ...one };
      const change = (/** @type {keyof Contact} */ name) => (/** @type {string} */ said) => {
        person[name] = said;
        now({ ...person });
      };
      const text = (/** @type {keyof Contact} */ name) =>
        field(word(`contact.${name}`), typed("text", one[name], change(name)));
      const party = field(word("contact.party"), chosen({ of: "party" }, one.party, change("party")));
      return [text("name"), text("role"), party, text("phone"), text("email")];
    },
    keep,
  });
}

/** @template {HTMLElement} C @param {C} control @param {string} label */
function withLabel(control, label) {
  control.setAttribute("aria-label", label);
  return control;
}

// One field of a term with its label.
/** @param {string} name @param {FieldKind} kind @param {any} value @param {Keep} keep */
export function fieldOf(name, kind, value, keep) {
  const label = word(name);
  if (kind === "lines") return lines(label, value, keep);
  if (kind === "people") return people(label, value, keep);
  if (typeof kind === "string") return field(label, typed(kind, value, keep));
  if (kind.ordered) return ordered(label, kind, value, keep);
  return field(label, chosen(kind, value, keep));
}

// When a term holds: always, or while an incident of certain kinds is open at the site.
/** @param {import("./terms.js").Term} term */
export function conditionFields(term) {
  const now =
    term.condition.when === "always" ? "always" : term.condition.is_exercise_too ? "drill_too" : "incident_open";
  const select = choice(["always", "incident_open", "drill_too"], now, (one) => word(one));
  const kinds = keysAfter("incident.");
  const ticked = new Set(term.condition.incident_types ?? []);
  const all = element("p", { class: "small quiet", text: word("any_incident") });
  const boxes = kinds.map((kind) => element("input", { type: "checkbox", value: kind, checked: ticked.has(kind) }));
  const labels = boxes.map((box) =>
    element("label", { class: "choice" }, box, element("span", { text: word(`incident.${box.value}`) })),
  );
  const summary = element("summary");
  const picker = element(
    "details",
    { class: "term-kinds" },
    summary,
    all,
    element("div", { class: "term-choices" }, ...labels),
  );
  const keep = () => {
    const types = boxes.filter((box) => box.checked).map((box) => box.value);
    summary.textContent = types.length ? word("some_kinds", { n: types.length }) : word("any_kind");
    picker.hidden = select.value === "always";
    return select.value === "always"
      ? { when: "always" }
      : { when: "incident_open", incident_types: types, is_exercise_too: select.value === "drill_too" };
  };
  keep();
  const change = () => {
    term.condition = keep();
  };
  select.addEventListener("change", change);
  picker.addEventListener("change", change);
  return [field(word("condition"), select), picker];
}
