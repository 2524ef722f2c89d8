// Search the timeline: words, author, kind, time, and what the map shows now; here, or in every incident one is in.

import { element } from "../element.js";
import { entryText } from "../timeline/entry_words.js";
import { agencyGlyph } from "../glyphs.js";
import { fillSchools, schoolsIn } from "../timeline/by_school.js";
import { label, word } from "../words.js";

/** @typedef {import("../client/log/room_log.js").Content} Content */
/** @typedef {{ room_id: string, incident_id: string, title: string, site: string, is_exercise: boolean }} FoundIn */
/** @typedef {{ entries: { seq: number, content: Content }[], incidents?: FoundIn[] }} Found */

const ASK_AFTER_MS = 250;
const LIMIT = 50;
// Entries of other incidents are read without their room: what they do not say themselves is not known here.
const NOTHING_KNOWN = { object: () => null, objects: () => ({}) };

/**
 * @typedef {object} Asked what the form says
 * @property {string} q
 * @property {string} by
 * @property {string} kinds events by their words, with blanks between
 * @property {string} minutes
 * @property {string} [school] of an incident at several: only what is of that one or of the whole incident
 */

// What is asked, as the query of an address; empty when nothing is. `box` is what the map shows, if that is asked for.
/** @param {Asked & { box?: number[] | null, now: number }} asked */
export function queryOf({ q, by, kinds, minutes, school = "", box = null, now }) {
  const query = new URLSearchParams();
  if (/[\p{L}\p{N}]/u.test(q)) query.set("q", q.trim());
  if (by) query.set("by", by);
  for (const kind of kinds.split(" ").filter(Boolean)) query.append("kind", kind);
  if (minutes) query.set("since", new Date(now - Number(minutes) * 60_000).toISOString());
  if (school) query.set("site_id", school);
  if (box) query.set("bbox", box.map((degrees) => degrees.toFixed(6)).join(","));
  return query.toString();
}

export class TimelineSearch {
  /**
   * @param {object} options
   * @param {any} options.dialog
   * @param {any} options.room
   * @param {() => number[]} options.box west, south, east and north of what the map shows now
   * @param {(seq: number) => void} options.onFound shows an entry of this room in its timeline
   */
  constructor({ dialog, room, box, onFound }) {
    this.dialog = dialog;
    this.room = room;
    this.box = box;
    this.onFound = onFound;
    this.form = dialog.querySelector("form");
    this.found = dialog.querySelector("[data-found]");
    this.status = dialog.querySelector("[data-status]");
    this.round = 0;
    this.form.addEventListener("input", () => this.#askSoon());
    this.form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.#askNow();
    });
    dialog.addEventListener("keydown", (/** @type {KeyboardEvent & { target: any }} */ event) => this.#key(event));
    dialog.addEventListener("close", () => clearTimeout(this.timer));
  }

  open() {
    if (this.dialog.open) return;
    this.#listPeople();
    this.#listSchools();
    this.dialog.showModal();
    this.form.elements.q.focus();
    this.form.elements.q.select();
    if (this.found.childElementCount > 0) this.#askNow();
  }

  #listPeople() {
    const { by } = this.form.elements;
    const before = by.value;
    const people = Object.entries(this.room.log.objects("people")).sort(([, a], [, b]) => a.name.localeCompare(b.name));
    by.replaceChildren(
      by.firstElementChild,
      ...people.map(([id, one]) => element("option", { value: id, text: `${one.name} · ${one.agency}` })),
    );
    by.value = people.some(([id]) => id === before) ? before : "";
  }

  #listSchools() {
    const { school } = this.form.elements;
    const schools = schoolsIn(this.room);
    fillSchools(school, schools);
    school.closest("label").hidden = schools.length === 0;
  }

  #askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#askNow(), ASK_AFTER_MS);
  }

  async #askNow() {
    clearTimeout(this.timer);
    const { q, by, kinds, minutes, where, map, school } = this.form.elements;
    const everywhere = where.value === "everywhere";
    // Who is a participant of this room is another one elsewhere, and the map shows this site.
    by.disabled = map.disabled = school.disabled = everywhere;
    const query = queryOf({
      q: q.value,
      by: everywhere ? "" : by.value,
      kinds: kinds.value,
      minutes: minutes.value,
      school: everywhere ? "" : school.value,
      box: map.checked && !everywhere ? this.box() : null,
      now: Date.now(),
    });
    const round = (this.round += 1);
    if (!query) {
      this.#show({ entries: [], incidents: [] }, "");
      return;
    }
    const path = everywhere ? "/entries/search" : `/rooms/${this.room.id}/entries/search`;
    try {
      const answer = await this.room.api.get(`${path}?${query}&limit=${LIMIT}`);
      if (round === this.round) this.#show(answer, countWords(answer));
    } catch (error) {
      if (round === this.round) this.status.textContent = error.message;
    }
  }

  /** @param {Found} found @param {string} status */
  #show({ entries, incidents = [] }, status) {
    const incidentOf = new Map(incidents.map((one) => [one.room_id, one]));
    this.found.replaceChildren(...entries.map((frame) => this.#line(frame, incidentOf.get(frame.content.room_id))));
    this.status.textContent = status;
  }

  /** @param {{ seq: number, content: Content }} frame @param {FoundIn | undefined} incident */
  #line({ seq, content }, incident) {
    const isHere = content.room_id === this.room.id;
    const text = entryText(content, isHere ? this.room.log : NOTHING_KNOWN);
    const isStruck = isHere && this.room.log.objects("struck")[seq];
    const of = incident && !isHere ? incident : null;
    const parts = [
      agencyGlyph(content.by.agency_kind),
      element(
        "span",
        { class: "found-body" },
        element(
          "span",
          { class: "found-head" },
          element("time", { datetime: content.at, text: this.room.clock.time(content.at) }),
          element("strong", { text: content.by.name }),
          element("span", { class: "quiet", text: `#${seq}` }),
          of?.is_exercise ? element("span", { class: "badge exercise-word", text: word("palette.exercise") }) : null,
          of ? element("span", { class: "quiet", text: [of.title, of.site].join(" · ") }) : null,
          content.audience === "everyone"
            ? null
            : element("span", {
                class: `badge audience-${content.audience}`,
                text: label("audience", content.audience),
              }),
          isStruck ? element("span", { class: "badge", text: word("entry.struck") }) : null,
        ),
        element("span", { class: `found-text${isStruck ? " is-struck" : ""}`, text }),
      ),
    ];
    const go = () => {
      this.dialog.close();
      this.onFound(seq);
    };
    return element(
      "li",
      {},
      of
        ? element("a", { class: "found", href: `/incidents/${of.incident_id}` }, ...parts)
        : element("button", { type: "button", class: "found", onclick: go }, ...parts),
    );
  }

  // Arrows go through what was found, from the field and back to it.
  /** @param {KeyboardEvent & { target: any }} event */
  #key(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const { q } = this.form.elements;
    const stops = [q, ...this.found.querySelectorAll(".found")];
    const at = stops.indexOf(event.target);
    if (at < 0) return;
    event.preventDefault();
    stops[Math.max(0, Math.min(stops.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  }
}

/** @param {Found & { more?: boolean, others?: number }} found */
function countWords({ others = 0, ...found }) {
  const said = foundWords(found);
  return others === 0 ? said : `${said}. ${word("by_school.passed", { n: others })}`;
}

/** @param {Found & { more?: boolean }} found */
function foundWords({ entries, more }) {
  if (entries.length === 0) return word("search.none");
  if (more) return word("search.more", { n: entries.length });
  return entries.length === 1 ? word("search.one") : word("search.found", { n: entries.length });
}
