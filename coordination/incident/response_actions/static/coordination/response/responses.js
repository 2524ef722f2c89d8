// Response actions on the incident page: what holds now as parts of the alarm bar, and the dialogs that start, change,
// open and release.

import { element, uuid } from "../element.js";
import { makeRoomForMap } from "../incident/mark_actions.js";
import { mayChange, mayOpenRooms, mayRelease } from "../incident/offers/offers.js";
import { ask } from "../question.js";
import { sitesNow } from "../sites/sites_now.js";
import { bySentences } from "../strip/strip_wording.js";
import { directiveOf, dutyOf } from "./directive.js";
import { word } from "../words.js";

const SPREAD_MS = 1000;
const dialog = (/** @type {string} */ name) => document.getElementById(name);

/** @typedef {{ opened_by: string, opened_at: string }} OpenedRoom */
/** @typedef {import("./directive.js").Directed & { status: string, hides: boolean, scope: string, initiated_at: string,
 *   initiated_by: string, site_id?: string, level_id?: string | null, building_id?: string | null, spaces?: Record<string, unknown>,
 *   opened?: Record<string, OpenedRoom> }} ResponseAction as the room has it */
/** @typedef {ResponseAction & { id: string }} KnownAction */
/** @typedef {{ space_id: string, room: string, building: string, level: string, is_open: boolean }} LockedRoom */
/** @typedef {{ space_id: string, label: string, building: string, level: string }} NamedRoom of a site */

export class Responses {
  /**
   * @param {import("../incident/of_capabilities/panel.js").RoomPage} page
   */
  constructor(page) {
    this.page = page;
    this.room = page.room;
    this.submit = page.submit;
    /** @type {NamedRoom[] | null} */
    this.rooms = null;
    /** @type {Map<string, string[] | null>} */
    this.locked = new Map(); // lockdown → its rooms; null while they are asked for
    const form = dialog("ask-response").querySelector("form");
    form.addEventListener("change", () => this.#showFields(form));
  }

  // Nothing is in force in an incident that is over, whatever an old log says of it.
  /** @returns {KnownAction[]} */
  inForce() {
    if (!this.room.isOpen) return [];
    /** @type {Record<string, ResponseAction>} */
    const all = this.room.log.objects("response_actions");
    return Object.entries(all)
      .map(([id, action]) => ({ id, ...action }))
      .filter((action) => action.status === "in_force")
      .sort(
        (one, other) => Number(one.hides) - Number(other.hides) || (one.initiated_at < other.initiated_at ? -1 : 1),
      );
  }

  // Who is of one school does what is called there: another's lockdown is none of theirs, and says whose it is.
  /** @param {KnownAction} action */
  #isForOthers(action) {
    return this.room.me.does === "school" && (action.site_id ?? this.room.siteId) !== this.room.me.site_id;
  }

  /** @param {KnownAction} action */
  #does(action) {
    return this.#isForOthers(action) ? "elsewhere" : this.room.me.does;
  }

  /** @param {KnownAction} action @param {string} duty */
  #stripOf(action, duty) {
    const isNamed = sitesNow(this.room).length > 1;
    const strip = isNamed ? `${action.scope}: ${duty}` : duty;
    return { strip, wordings: bySentences(strip) };
  }

  // As the strip above the map takes them.
  parts() {
    return this.inForce().map((action) => {
      const directive = this.#isForOthers(action) ? `${action.scope}: ${directiveOf(action)}` : directiveOf(action);
      const does = this.#does(action);
      const duty = dutyOf(action, does);
      const opened = Object.keys(action.opened ?? {}).length;
      const buttons = this.#buttons(action).filter((one) => one !== null);
      return {
        key: `response ${action.id} ${opened} ${buttons.map((one) => one.dataset.responseDo)}`,
        kind: action.kind === "lockdown" && !this.#isForOthers(action) ? "lockdown" : "response",
        text: directive,
        // What a child has to do is not what a responder reads, nor who is elsewhere.
        ...(does === "school" ? {} : this.#stripOf(action, duty)),
        // Who is elsewhere is told what others do: that is no task of theirs.
        task: does === "elsewhere" ? "" : duty,
        // Who is told to lock the door reads also when not to.
        asks: bySentences(duty, action.kind === "lockdown" && does === "school" ? 2 : 1),
        node: element(
          "div",
          { class: `alarm-part response-part response-${action.kind}`, "data-response": action.id },
          element(
            "div",
            { class: "response-words" },
            element("p", { class: "alarm-text response-directive", text: directive }),
            element("p", { class: "response-duty", text: duty }),
            element("p", { class: "small quiet", text: this.#whereAndWho(action, opened) }),
          ),
          element("div", { class: "alarm-buttons" }, ...buttons),
        ),
      };
    });
  }

  /** @param {KnownAction} action @param {number} opened */
  #whereAndWho(action, opened) {
    const by = word("response.since", {
      time: this.room.clock.time(action.initiated_at),
      name: this.room.nameOf(action.initiated_by),
    });
    const count = action.kind === "lockdown" && opened ? word("response.opened_some", { n: opened }) : "";
    return [action.scope, by, count].filter(Boolean).join(" · ");
  }

  /** @param {KnownAction} action */
  #buttons(action) {
    /** @param {string} name @param {() => unknown} onclick */
    const button = (name, onclick, look = "") =>
      element("button", {
        type: "button",
        class: `button ${look}`,
        "data-response-do": name,
        onclick,
        text: word(`response.${name}`),
      });
    const release = () => this.submit({ type: "release_response_action", id: uuid(), action_id: action.id });
    return [
      mayOpenRooms(this.room, action) ? button("rooms", () => this.openRooms(action.id), "primary") : null,
      mayChange(this.room, action) ? button("change", () => this.start(action)) : null,
      mayRelease(this.room, action, this.#left(action)) ? button("release", release) : null,
    ];
  }

  // How many rooms of a lockdown no one has opened. Which there are is asked once; what is opened comes with the log.
  /** @param {KnownAction} action */
  #left(action) {
    const rooms = this.locked.get(action.id);
    if (rooms === undefined && mayOpenRooms(this.room, action)) this.#askRooms(action.id);
    return rooms ? rooms.filter((one) => !(one in (action.opened ?? {}))).length : null;
  }

  // A crowd of responders comes at once, and asks one after the other. Not reached, the next look asks again.
  /** @param {string} actionId */
  #askRooms(actionId) {
    this.locked.set(actionId, null);
    setTimeout(async () => {
      await this.page.live.ready;
      const rooms = await this.#roomsOf(actionId).catch(() => undefined);
      if (rooms) this.#known(actionId, rooms);
      else this.locked.delete(actionId);
    }, Math.random() * SPREAD_MS);
  }

  /** @param {string} actionId @returns {Promise<LockedRoom[]>} */
  #roomsOf(actionId) {
    return this.room.api.get(`/rooms/${this.room.id}/response-actions/${actionId}/rooms`);
  }

  // No rooms are listed to those who may not see the plans: that says nothing of how many there are. Where who may see
  // them finds none drawn, there is none to open.
  /** @param {string} actionId @param {LockedRoom[]} rooms */
  #known(actionId, rooms) {
    const siteId = this.room.log.object("response_actions", actionId)?.site_id ?? this.room.siteId;
    const { plan } = this.page.live;
    const isUndrawn = plan.isForReader && siteId === this.room.siteId;
    const isBlind = rooms.length === 0 && !isUndrawn && !plan.all.some((one) => one.site_id === siteId);
    this.locked.set(actionId, isBlind ? null : rooms.map((one) => one.space_id));
    this.page.strip.show();
  }

  // --- start and change ------------------------------------------------------------------------------------------
  /** @param {KnownAction | null} before what it replaces */
  async start(before = null) {
    if (sitesNow(this.room).length === 0) {
      this.page.say(word("sites.none_here"));
      return;
    }
    const answer = await ask(dialog("ask-response"), { prepare: (form) => this.#prepare(form, before) });
    if (!answer?.kind) return;
    const scope = answer.scope ? JSON.parse(answer.scope) : {};
    this.submit({
      type: before ? "change_response_action" : "start_response_action",
      id: uuid(),
      action_id: uuid(),
      ...(before ? { replaces: before.id } : {}),
      kind: answer.kind,
      ...scope,
      ...(answer.kind === "evacuate" ? { destination: answer.destination.trim() } : {}),
      ...(answer.kind === "shelter" ? { hazard: answer.hazard, strategy: answer.strategy } : {}),
    });
  }

  /** @param {any} form @param {KnownAction | null} before */
  #prepare(form, before) {
    const { scope } = form.elements;
    const levels = this.page.live.plan.all;
    const buildings = new Map(levels.filter((one) => one.building_id).map((one) => [one.building_id, one]));
    /** @param {string} text @param {object} value */
    const option = (text, value) => element("option", { text, value: JSON.stringify(value) });
    const sites = sitesNow(this.room);
    // An only building is called what its site is.
    const isSite = new Set(sites.length > 1 ? sites.map(({ name }) => name) : []);
    const ofSite = (/** @type {string | undefined} */ id) => (id && id !== this.room.siteId ? { site_id: id } : {});
    scope.replaceChildren(
      ...sites.map((one) => option(sites.length > 1 ? one.name : word("response.whole_site"), ofSite(one.id))),
      ...[...buildings]
        .filter(([, one]) => !isSite.has(one.building_name))
        .map(([id, one]) => option(one.building_name, { ...ofSite(one.site_id), building_id: id })),
      ...levels
        .filter((one) => one.building_id)
        .map((one) => option(`${one.building_name} · ${one.name}`, { ...ofSite(one.site_id), level_id: one.id })),
    );
    if (before) {
      const within = before.level_id
        ? { level_id: before.level_id }
        : before.building_id
          ? { building_id: before.building_id }
          : {};
      scope.value = JSON.stringify({ ...ofSite(before.site_id), ...within });
    } else if (sites.some(({ isOwn }) => isOwn)) this.#offerRooms(scope);
    this.#showFields(form);
  }

  // Single rooms come after the floors: there are many, and in a hurry one names a floor.
  /** @param {HTMLSelectElement} scope */
  async #offerRooms(scope) {
    try {
      this.rooms ??= await this.room.api.get(`/sites/${this.room.siteId}/panic-places`);
    } catch {
      return; // without a list one names a floor
    }
    /** @type {Map<string, NamedRoom[]>} */
    const groups = new Map();
    for (const one of this.rooms ?? []) {
      const name = [one.building, one.level].filter(Boolean).join(" · ");
      groups.set(name, [...(groups.get(name) ?? []), one]);
    }
    for (const [name, rooms] of groups)
      scope.append(
        element(
          "optgroup",
          { label: name },
          ...rooms.map((one) =>
            element("option", { text: one.label, value: JSON.stringify({ space_ids: [one.space_id] }) }),
          ),
        ),
      );
  }

  /** @param {HTMLFormElement} form */
  #showFields(form) {
    const kind = new FormData(form).get("kind");
    for (const field of form.querySelectorAll("[data-of]")) {
      field.hidden = field.dataset.of !== kind;
      for (const input of field.querySelectorAll("input, select")) input.required = !field.hidden;
    }
  }

  // --- rooms of a lockdown ---------------------------------------------------------------------------------------
  openFirst() {
    const lockdown = this.inForce().find((one) => mayOpenRooms(this.room, one));
    return lockdown && this.openRooms(lockdown.id);
  }

  // `tapped` is a room of the plan: it is checked already, and after it the next one is tapped.
  /** @param {string} actionId @param {string | null} tapped */
  async openRooms(actionId, tapped = null) {
    /** @type {LockedRoom[]} */
    let rooms = [];
    try {
      rooms = await this.#roomsOf(actionId);
      this.#known(actionId, rooms);
    } catch (error) {
      this.page.say(error.message);
      return;
    }
    const isLocked = rooms.some((one) => one.space_id === tapped && !one.is_open);
    if (tapped && !isLocked) this.page.say(word("response.not_locked"));
    else {
      const form = dialog("ask-rooms").querySelector("form");
      let isOnPlan = Boolean(tapped);
      form.querySelector("[data-on-plan]").onclick = () => {
        isOnPlan = true;
        for (const box of form.querySelectorAll("input")) box.checked = false;
        form.requestSubmit();
      };
      const answer = await ask(dialog("ask-rooms"), {
        prepare: () => this.#listRooms(form, rooms, actionId, tapped),
      });
      const ids = answer ? new FormData(form).getAll("space_id") : [];
      if (ids.length > 0) this.submit({ type: "open_locked_rooms", id: uuid(), action_id: actionId, space_ids: ids });
      if (!answer || !isOnPlan) return;
    }
    this.#tapRoom(actionId);
  }

  /** @param {string} actionId */
  #tapRoom(actionId) {
    makeRoomForMap(this.page);
    this.page.tools.askPoint(word("response.tap_room"), (/** @type {{ lon: number, lat: number }} */ { lon, lat }) => {
      const space = this.page.live.plan.layers?.spaceAt([lon, lat]);
      return this.openRooms(actionId, space?.id ?? "nowhere");
    });
  }

  /** @param {HTMLFormElement} form @param {LockedRoom[]} rooms @param {string} actionId @param {string | null} tapped */
  #listRooms(form, rooms, actionId, tapped) {
    form.querySelector("[data-on-plan]").hidden = !this.page.live.plan.layers?.plan;
    const opened = this.room.log.object("response_actions", actionId)?.opened ?? {};
    const open = rooms.filter((one) => one.is_open).length;
    form.querySelector("[data-count]").textContent = rooms.length
      ? word("response.opened", { n: open, all: rooms.length })
      : word("response.no_rooms");
    // What was tapped stands first, where no one has to look for it.
    const inOrder = [...rooms].sort(
      (one, other) => Number(other.space_id === tapped) - Number(one.space_id === tapped),
    );
    form.querySelector("[data-rooms]").replaceChildren(
      ...inOrder.map((one) =>
        element(
          "label",
          { class: `choice${one.is_open ? " is-open" : ""}` },
          element("input", {
            type: "checkbox",
            name: "space_id",
            value: one.space_id,
            disabled: one.is_open,
            checked: one.space_id === tapped,
          }),
          ` ${one.room}`,
          element("span", {
            class: "small quiet",
            text: one.is_open
              ? this.#whoOpened(opened[one.space_id])
              : [one.building, one.level].filter(Boolean).join(" · "),
          }),
        ),
      ),
    );
  }

  /** @param {OpenedRoom | undefined} one */
  #whoOpened(one) {
    if (!one) return word("response.is_open");
    return word("response.opened_by", {
      name: this.room.nameOf(one.opened_by),
      time: this.room.clock.time(one.opened_at),
    });
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new Responses(page);
  return {
    parts: () => panel.parts(),
    buttons: { response_action: () => panel.start(), open_rooms: () => panel.openFirst() },
  };
}
