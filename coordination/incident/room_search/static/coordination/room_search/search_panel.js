// The search of rooms on a phone and at a desk: the room one is at with big buttons, the next one, each floor's share, and
// the table that says what the map draws. For responders.

import { ageText } from "../clock.js";
import { confirmed } from "../components/confirm.js";
import { toast } from "../components/toast.js";
import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { sitesNow } from "../sites/sites_now.js";
import { label, word } from "../words.js";
import {
  floorsSearched,
  isInArea,
  keepTeam,
  nextRoom,
  SIGNS,
  stateOf,
  teamOfReader,
  UNSEARCHED,
} from "./search_rooms.js";

const WITHDRAW = "withdraw";
const FOUND = new Set(["find_hazard", "find_casualty", "block"]);
const SECURED = "secured";
// What a room must be for more rooms to follow at once: after these steps the next room is shown.
const ENDS_ROOM = new Set(["clear", "secure", "block"]);

/** @typedef {import("./search_rooms.js").SearchSpace} SearchSpace */
/** @typedef {import("./search_rooms.js").Searches} Searches */
/** @typedef {Record<string, import("./search_rooms.js").SearchArea>} Areas */

export class SearchPanel {
  /** @param {import("../incident/of_capabilities/panel.js").RoomPage} page @param {HTMLDialogElement} root */
  constructor(page, root) {
    this.page = page;
    this.room = page.room;
    this.root = root;
    /** @type {SearchSpace[]} in the order of the walk */
    this.spaces = [];
    /** @type {Record<string, string[]>} the steps that each state allows */
    this.steps = {};
    this.isKnown = false;
    /** @type {string | null} the room one is at */
    this.at = null;
    /** @type {HTMLSelectElement} */
    this.area = root.querySelector("[data-area]");
    /** @type {HTMLInputElement} */
    this.team = root.querySelector("[data-team]");
    this.area.addEventListener("change", () => this.#choose(nextRoom(this.#inArea(), this.searches, null)));
    this.team.addEventListener("input", () => keepTeam(this.team.value.trim()));
    this.team.value = teamOfReader();
    root.querySelector("[data-close]").addEventListener("click", () => root.close());
    root.querySelector("[data-next]").addEventListener("click", () => this.#go(1));
    root.querySelector("[data-previous]").addEventListener("click", () => this.#go(-1));
    root.querySelector("[data-assign]").addEventListener("click", () => this.assign());
  }

  /** @returns {Searches} */
  get searches() {
    return this.room.log.objects("space_searches");
  }

  /** @returns {Areas} */
  get areas() {
    return this.room.log.objects("search_areas");
  }

  async open() {
    this.root.showModal();
    if (!this.isKnown) await this.#load();
    if (this.at === null) this.at = nextRoom(this.#inArea(), this.searches, null)?.space_id ?? null;
    this.show();
  }

  // Which rooms there are does not change while one searches them; of several sites, all that can be seen.
  async #load() {
    const problem = /** @type {HTMLElement} */ (this.root.querySelector("[data-problem]"));
    try {
      const sites = sitesNow(this.room);
      const found = await Promise.all(
        sites.map(({ id }) => this.page.api.get(`/rooms/${this.room.id}/rooms-to-search?site_id=${id}`)),
      );
      this.spaces = found.flatMap(({ spaces }) => spaces);
      this.steps = found[0]?.steps ?? {};
      this.isKnown = true;
      problem.hidden = true;
    } catch {
      problem.textContent = word("room_search.unreached");
      problem.hidden = false;
    }
  }

  show() {
    for (const button of document.querySelectorAll('[data-do="mark_space"]')) button.hidden = !this.#maySearch();
    if (!this.root.open || !this.room.log.hasState) return;
    this.#showAreas();
    this.#showRoom();
    this.#showFloors();
    this.#showTable();
  }

  #maySearch() {
    return this.room.isOpen && this.room.me.audiences.includes("responders");
  }

  #inArea() {
    const area = this.areas[this.area.value];
    return area === undefined ? this.spaces : this.spaces.filter((one) => isInArea(one, area));
  }

  #showAreas() {
    const key = JSON.stringify(this.areas);
    if (this.area.dataset.key === key) return;
    this.area.dataset.key = key;
    const chosen = this.area.value;
    const options = Object.entries(this.areas).map(([id, { name, team }]) =>
      element("option", { value: id, text: word("room_search.area", { name, team }) }),
    );
    this.area.replaceChildren(element("option", { value: "", text: word("room_search.all_rooms") }), ...options);
    this.area.value = chosen in this.areas ? chosen : "";
    const buttons = Object.entries(this.areas).map(([area_id, { name, team }]) =>
      element("button", {
        type: "button",
        class: "button plain",
        text: word("room_search.release", { name: word("room_search.area", { name, team }) }),
        onclick: () => this.page.submit({ type: "release_search_area", id: uuid(), area_id }),
      }),
    );
    this.root.querySelector("[data-areas]").replaceChildren(...buttons);
  }

  // --- the room one is at -------------------------------------------------------------------------------------------
  #showRoom() {
    const rooms = this.#inArea();
    const space = rooms.find((one) => one.space_id === this.at) ?? null;
    const box = this.root.querySelector("[data-room]");
    const key = JSON.stringify([
      space,
      this.searches[space?.space_id ?? ""],
      this.room.isOpen,
      rooms.length,
      this.isKnown,
    ]);
    if (/** @type {HTMLElement} */ (box).dataset.key === key) return;
    /** @type {HTMLElement} */ (box).dataset.key = key;
    if (space === null) {
      const said = rooms.length > 0 ? "room_search.all_searched" : "room_search.none";
      box.replaceChildren(element("p", { class: "room-search-none", text: this.isKnown ? word(said) : "" }));
      return;
    }
    const search = this.searches[space.space_id];
    const state = stateOf(this.searches, space.space_id);
    const floor = [space.building, space.level].filter(Boolean).join(", ");
    const n = rooms.indexOf(space) + 1;
    box.replaceChildren(
      element("h3", { class: "room-search-name", text: space.room }),
      element("p", { class: "quiet", text: `${floor} · ${word("room_search.of", { n, all: rooms.length })}` }),
      element(
        "p",
        { class: `room-search-state room-search-state-${state}` },
        element("span", { "aria-hidden": "true", text: `${SIGNS[state]} ` }),
        this.#saidOf(state, search),
      ),
      element(
        "div",
        { class: "room-search-steps" },
        ...Object.keys(this.#stepsOf(state)).map((step) =>
          element("button", {
            type: "button",
            class: `button room-search-step room-search-step-${step}`,
            "data-step": step,
            text: label("search_step", step),
            onclick: () => this.#take(space, step),
          }),
        ),
      ),
    );
  }

  // What is found in a secured room is offered as well: it takes the search back first.
  /** @param {string} state @returns {Record<string, true>} */
  #stepsOf(state) {
    if (!this.#maySearch()) return {};
    const steps = this.steps[state] ?? [];
    const found = state === SECURED ? ["find_hazard", "find_casualty"] : [];
    return Object.fromEntries([...found, ...steps].map((step) => [step, true]));
  }

  /** @param {string} state @param {import("./search_rooms.js").SpaceSearch | undefined} search */
  #saidOf(state, search) {
    if (search === undefined) return label("search_state", state);
    const said = search.team
      ? word("room_search.said", { state: label("search_state", state), team: search.team })
      : label("search_state", state);
    const opened = search.opened_again_at
      ? word("room_search.opened_again", { time: this.room.clock.time(search.opened_again_at) })
      : "";
    return [said, opened, search.note ?? "", this.#when(search)].filter(Boolean).join(" · ");
  }

  /** @param {import("./search_rooms.js").SpaceSearch} search */
  #when(search) {
    return word("room_search.when", {
      name: this.room.nameOf(search.marked_by),
      time: this.room.clock.time(search.marked_at),
      age: ageText(Math.max(0, this.room.clock.age_s(search.marked_at))),
    });
  }

  /** @param {SearchSpace} space @param {string} step */
  async #take(space, step) {
    const state = stateOf(this.searches, space.space_id);
    if (state === SECURED && FOUND.has(step)) {
      if (!(await confirmed({ title: word("room_search.secured_before"), yes: label("search_step", step) }))) return;
      const note = word("room_search.not_any_more", { what: label("search_step", step) });
      this.mark(space.space_id, WITHDRAW, note);
    }
    if (step === WITHDRAW) {
      const answer = await ask(document.getElementById("ask-reason"), {
        prepare: (form) => {
          form.querySelector("[data-title]").textContent = label("search_step", WITHDRAW);
          form.querySelector("[data-about]").textContent = space.room;
        },
      });
      if (answer) this.mark(space.space_id, WITHDRAW, answer.reason);
      return;
    }
    this.mark(space.space_id, step);
    if (ENDS_ROOM.has(step)) this.#choose(nextRoom(this.#inArea(), this.#withOwn(space, step), space.space_id));
    this.#offerUndo(space, step, state);
  }

  // What was said here a moment ago counts before the server has said it back.
  /** @param {SearchSpace} space @param {string} step @returns {Searches} */
  #withOwn({ space_id, room, level_id }, step) {
    const state = step === "block" ? "blocked" : SECURED;
    return { ...this.searches, [space_id]: { room, level_id, state, marked_by: "", marked_at: "" } };
  }

  /** @param {SearchSpace} space @param {string} step @param {string} before */
  async #offerUndo(space, step, before) {
    if (before !== UNSEARCHED || step === "begin") return;
    const said = `${space.room}: ${label("search_step", step)}`;
    if ((await toast(said, { undo: word("undo") })) !== "undone" || !this.room.isOpen) return;
    this.mark(space.space_id, WITHDRAW, word("room_search.undone"));
    this.#choose(space);
  }

  /** @param {string} space_id @param {string} step @param {string} [note] */
  mark(space_id, step, note) {
    const team = this.team.value.trim();
    this.page.submit({
      type: "mark_space",
      id: uuid(),
      space_id,
      step,
      ...(team ? { team } : {}),
      ...(note ? { note } : {}),
    });
  }

  /** @param {SearchSpace | null} space */
  #choose(space) {
    this.at = space?.space_id ?? null;
    this.show();
  }

  /** @param {number} by */
  #go(by) {
    const rooms = this.#inArea();
    const at = rooms.findIndex((one) => one.space_id === this.at);
    if (rooms.length > 0) this.#choose(rooms[(Math.max(at, by > 0 ? -1 : 0) + by + rooms.length) % rooms.length]);
  }

  // --- the whole ----------------------------------------------------------------------------------------------------
  #showFloors() {
    this.root
      .querySelector("[data-floors]")
      .replaceChildren(
        ...floorsSearched(this.spaces, this.searches).map((one) =>
          element(
            "li",
            { class: "room-search-floor" },
            element("span", { text: word("room_search.floor", { ...one }) }),
            element("progress", { max: one.rooms, value: one.searched, "aria-label": one.floor }),
          ),
        ),
      );
  }

  #showTable() {
    if (!(/** @type {HTMLDetailsElement} */ (this.root.querySelector("[data-table]")).open)) return;
    this.root.querySelector("table-twin").show({
      columns: ["room", "floor", "state", "team", "time"].map((one) => word(`room_search.column_${one}`)),
      rows: this.spaces.map((one) => {
        const search = this.searches[one.space_id];
        const state = stateOf(this.searches, one.space_id);
        return {
          key: one.space_id,
          onOpen: () => this.#choose(one),
          cells: [
            one.room,
            [one.building, one.level].filter(Boolean).join(", "),
            `${SIGNS[state]} ${label("search_state", state)}`,
            search?.team ?? "",
            search ? this.#when(search) : "",
          ],
        };
      }),
    });
  }

  async assign() {
    const levels = new Map(
      this.spaces.map((one) => [one.level_id, [one.building, one.level].filter(Boolean).join(", ")]),
    );
    const answer = await ask(document.getElementById("ask-room-search-area"), {
      prepare: (form) => {
        const options = [...levels].map(([id, name]) => element("option", { value: id, text: name }));
        form.elements.level_id.replaceChildren(...options);
        form.elements.team.value = this.team.value;
      },
    });
    if (!answer) return;
    const { level_id, team } = answer;
    const said = ["wing", "first_room", "last_room"].map((one) => [one, answer[one].trim()]).filter(([, text]) => text);
    const parts = [levels.get(level_id), ...said.map(([, text]) => text)];
    const name = answer.name.trim() || parts.join(" ").slice(0, 120);
    this.page.submit({
      type: "assign_search_area",
      id: uuid(),
      area_id: uuid(),
      name,
      team: team.trim(),
      level_id,
      ...Object.fromEntries(said),
    });
  }

  // "Room cleared.": the one room that the speaker is in, else the panel asks which.
  roomCleared() {
    const mine = Object.entries(this.searches).filter(
      ([, { state, marked_by }]) => state === "in_progress" && marked_by === this.room.me.participant_id,
    );
    if (mine.length === 1) this.mark(mine[0][0], "clear");
    else this.open();
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const root = /** @type {HTMLDialogElement | null} */ (document.getElementById("room-search-panel"));
  // It is drawn for responders alone.
  if (root === null) return {};
  const panel = new SearchPanel(page, root);
  root.querySelector("[data-table]").addEventListener("toggle", () => panel.show());
  return {
    show: () => panel.show(),
    buttons: { mark_space: () => panel.open(), room_cleared: () => panel.roomCleared() },
  };
}
