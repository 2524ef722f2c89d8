// A tapped room, and the four things that are said of one most: two taps, and ten seconds to take it back. Each is a
// command that there is: a step of the search of the room, a marker, a report of the room.

import { toast } from "../components/toast.js";
import { element, uuid } from "../element.js";
import { label, word } from "../words.js";
import { teamOfReader } from "../room_search/search_rooms.js";

// What a later report of the same person would take away with it, if it did not say it again.
const SEARCHED = new Set(["cleared", "secured"]);
const KEPT = ["students", "adults", "visitors", "led_by", "missing", "extra", "injured", "door", "moving_to", "note"];

/**
 * @typedef {{ id: string, words: string, level_id: string | null, lon: number, lat: number }} Tapped
 */

/** @typedef {{ lon: number, lat: number }} LonLat */
/** @typedef {() => () => void} Act says it, and gives what takes it back */
/** @typedef {import("../accountability/room_reports.js").RoomReport} RoomReport */

export class TappedRoom {
  /**
   * @param {{ page: any, room: import("../room/room.js").Room, submit: (command: Record<string, any>) => unknown }} parts
   *   page: the incident page, put together
   */
  constructor({ page, room, submit }) {
    this.page = page;
    this.room = room;
    this.submit = submit;
  }

  // What is offered of a tapped room of the floor that is shown, while the incident is open.
  /** @param {LonLat} lonlat @returns {HTMLElement | null} */
  tap(lonlat) {
    const tapped = this.room.isOpen ? this.#roomAt(lonlat) : null;
    return tapped === null ? null : this.#choices(tapped);
  }

  /** @param {LonLat} lonlat @returns {Tapped | null} */
  #roomAt({ lon, lat }) {
    /** @type {import("../map/site_plan.js").SitePlan} */
    const plan = this.page.live.plan;
    const { level_id, words } = plan.placeAt({ lon, lat });
    const space = level_id === null ? null : (plan.layers?.spaceAt([lon, lat]) ?? null);
    if (space === null) return null;
    const feature = plan.layers?.plan?.features.find((one) => one.id === space.id);
    if (feature?.properties.kind !== "space") return null;
    return { id: space.id, words, level_id, lon, lat };
  }

  /** @param {Tapped} tapped */
  #choices(tapped) {
    const isResponder = this.room.me.audiences.includes("responders");
    /** @param {string} name @param {Act} act */
    const choice = (name, act) =>
      element("button", {
        type: "button",
        class: `button tapped-${name}`,
        "data-tapped": name,
        text: word(`tapped.${name}`),
        onclick: () => this.#say(name, tapped, act),
      });
    return element(
      "div",
      { class: "tapped-room", role: "group", "aria-label": tapped.words },
      element("h3", { text: tapped.words }),
      element(
        "div",
        { class: "tapped-choices" },
        isResponder && !SEARCHED.has(this.#searched(tapped)) ? choice("cleared", () => this.#clear(tapped)) : null,
        choice("casualty", () => this.#mark("casualty", label("marker_kind", "casualty"), tapped)),
        choice("help", () => this.#needHelp(tapped)),
        choice("locked", () => this.#mark("other", word("tapped.locked"), tapped)),
      ),
    );
  }

  // Everybody sees it at once; for a while it can be taken back, which the log keeps as well.
  /** @param {string} name @param {Tapped} tapped @param {Act} act */
  async #say(name, tapped, act) {
    this.page.tools.offer(null);
    this.page.live.map.closePopup();
    const takeBack = act();
    const said = word("tapped.said", { room: tapped.words, what: word(`tapped.${name}`) });
    if ((await toast(said, { undo: word("undo") })) === "undone" && this.room.isOpen) takeBack();
  }

  /** @param {string} type @param {Record<string, unknown>} fields */
  #send(type, fields) {
    this.submit({ type, id: uuid(), ...fields });
  }

  /** @param {Tapped} tapped */
  #searched({ id }) {
    return this.room.log.objects("space_searches")[id]?.state;
  }

  /** @param {Tapped} tapped */
  #clear(tapped) {
    const { id: space_id } = tapped;
    const team = teamOfReader();
    this.#send("mark_space", { space_id, step: "clear", ...(team ? { team } : {}) });
    return () => this.#send("mark_space", { space_id, step: "withdraw", note: word("tapped.undone") });
  }

  /** @param {string} kind @param {string} what @param {Tapped} tapped */
  #mark(kind, what, { words, lon, lat, level_id }) {
    const marker_id = uuid();
    const text = word("tapped.label", { what, room: words });
    const audience = this.page.audiences.of("mark");
    this.#send("place_marker", { marker_id, kind, label: text, lon, lat, level_id, audience });
    return () => this.#send("remove_marker", { marker_id });
  }

  // One's own report of the room, with what it said before; taken back, it says that again.
  /** @param {Tapped} tapped */
  #needHelp({ id: space_id }) {
    const [, before] = this.#mine(space_id) ?? [];
    this.#send("report_room", { ...again(before), space_id, state: "need_help" });
    return () => {
      if (before) return this.#send("report_room", { ...again(before), space_id, state: before.state });
      const [report_id] = this.#mine(space_id) ?? [];
      if (report_id) this.#send("withdraw_room_report", { report_id, reason: word("tapped.undone") });
      return undefined;
    };
  }

  /** @param {string} space_id */
  #mine(space_id) {
    const { participant_id: me } = this.room.me;
    /** @param {[string, RoomReport]} named */
    const isMine = ([, one]) => one.room_key === space_id && one.reported_by === me && !one.on_behalf_of;
    return Object.entries(this.room.log.objects("room_reports")).find(isMine);
  }
}

/** @param {Record<string, any> | undefined} report */
const again = (report) =>
  Object.fromEntries(KEPT.filter((one) => report?.[one] !== undefined).map((one) => [one, report?.[one]]));
