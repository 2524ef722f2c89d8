// One entry as one line: time, agency, who, what. What people wrote is only ever set as text.

import { element } from "../element.js";
import { entryText, placeOf, ruleOf, sizeText } from "./entry_words.js";
import { agencyGlyph, toolGlyph } from "../glyphs.js";
import { label, word } from "../words.js";

/** @typedef {import("../client/log/room_log.js").Content} Content */
/** @typedef {import("../client/log/room_log.js").Frame} Frame */
/** @typedef {{ name: string, media_type: string, size_bytes: number, caption?: string }} Attachment */
/** @typedef {{ room: import("../room/room.js").Room, places: import("../map/room_places.js").RoomPlaces,
 *   onPlace: (lon: number, lat: number, levelId: string | null) => void,
 *   onStrike: ((seq: number, text: string) => void) | null, onReaders: ((seq: number) => void) | null,
 *   onFollowUp: ((seq: number, text: string, isMarked: boolean) => void) | null }} LineParts onStrike, onReaders,
 *   onFollowUp: null where nothing is done with an entry, as in a replay */

export class EntryLine {
  /** @param {LineParts} parts */
  constructor({ room, places, onPlace, onStrike, onReaders, onFollowUp }) {
    this.room = room;
    this.places = places;
    this.onPlace = onPlace;
    this.onStrike = onStrike;
    this.onReaders = onReaders;
    this.onFollowUp = onFollowUp;
  }

  /** @param {Frame} frame */
  node({ type, seq, content }) {
    return type === "withheld" || content === undefined ? this.#withheld(seq) : this.#entry(seq, content);
  }

  /** @param {number} seq */
  #withheld(seq) {
    return element(
      "li",
      { class: "entry entry-withheld", "data-seq": seq },
      element("span", { class: "entry-text", text: word("entry.withheld", { seq }) }),
    );
  }

  /** @param {number} seq @param {Content} content */
  #entry(seq, content) {
    const { event, by } = content;
    const time = element("time", {
      class: "entry-time",
      datetime: content.at,
      text: this.room.clock.time(content.at),
      title: `#${seq} · ${content.at}`,
    });
    const classes = [
      "entry",
      `entry-${event.type}`,
      ruleOf(content).quiet && "entry-quiet",
      by.participant_id === this.room.me.participant_id && "entry-mine",
    ];
    const line = element(
      "li",
      { class: classes.filter(Boolean).join(" "), "data-seq": seq },
      time,
      agencyGlyph(by.agency_kind),
      this.#body(seq, content),
    );
    if (this.room.log.objects("struck")[seq]) this.markStruck(line);
    this.markFollowUp(line, seq);
    if (this.#lacksObject(content)) line.dataset.lacks = "";
    return line;
  }

  // Whether what an entry speaks of may have been made by one that is not here yet: then the line is written again.
  /** @param {Content} content */
  #lacksObject({ event }) {
    const { about } = ruleOf({ event });
    if (about === null) return false;
    const { log } = this.room;
    return !log.objects(about[0])[String(event[about[1]])] && !log.hasEverything;
  }

  /** @param {number} seq @param {Content} content */
  #body(seq, content) {
    const { by, event } = content;
    const head = element(
      "p",
      { class: "entry-head" },
      element("span", { class: "entry-who", text: by.name }),
      element("span", { class: "entry-agency", text: by.agency }),
      // What someone said elsewhere is never taken for what its author has seen.
      event.spoken_by ? element("span", { class: "badge", text: label("report_source", event.source) }) : null,
      content.audience === "everyone"
        ? null
        : element("span", { class: `badge audience-${content.audience}`, text: label("audience", content.audience) }),
    );
    return element(
      "div",
      { class: "entry-body" },
      head,
      this.#text(content),
      ...this.#files(content),
      this.#actions(seq, content),
    );
  }

  /** @param {Content} content */
  #text(content) {
    const text = entryText(content, this.room.log);
    if (!text) return null;
    const place = placeOf(content, this.room.log);
    if (!place && !ruleOf(content).quiet)
      return element("p", { class: "entry-text", "data-linked": true }, ...this.places.nodes(text));
    if (!place) return element("p", { class: "entry-text", text });
    const fly = () => this.onPlace(place.lon, place.lat, place.level_id);
    return element(
      "p",
      { class: "entry-text" },
      element("button", { type: "button", class: "entry-place", onclick: fly, text }),
    );
  }

  /** @param {Content} content */
  #files({ patch }) {
    return Object.entries(patch?.attachments ?? {}).map(([id, file]) => this.#file(id, file));
  }

  /** @param {string} id @param {Attachment} file */
  #file(id, { name, media_type: mediaType, size_bytes: size, caption = name }) {
    const href = `/api/v1/rooms/${this.room.id}/attachments/${id}`;
    const words = `${name} · ${sizeText(size)}`;
    const picture = mediaType.startsWith("image/")
      ? element("img", { src: href, alt: caption, loading: "lazy", class: "entry-picture" })
      : toolGlyph("attach");
    return element(
      "a",
      { class: "entry-file", href, target: "_blank", rel: "noopener" },
      picture,
      element("span", { text: words }),
    );
  }

  /** @param {number} seq @param {Content} content */
  #actions(seq, content) {
    const mine = content.by.participant_id === this.room.me.participant_id;
    return element(
      "span",
      { class: "entry-actions" },
      this.#readers(seq, mine),
      this.#followUp(seq, content),
      this.#replay(seq),
      this.#strike(seq, content, mine),
    );
  }

  // Anyone who reads an entry says that it needs another look, and that it had one.
  /** @param {number} seq @param {Content} content */
  #followUp(seq, content) {
    const { onFollowUp } = this;
    if (!onFollowUp || content.event.type.startsWith("follow_up_")) return null;
    const ask = () => onFollowUp(seq, entryText(content, this.room.log), this.#isMarked(seq));
    return element("button", {
      type: "button",
      class: "entry-act entry-follow-up when-open",
      text: word("entry.follow_up"),
      "aria-label": word("entry.follow_up_this", { seq }),
      onclick: ask,
    });
  }

  /** @param {number} seq */
  #isMarked(seq) {
    const mark = this.room.log.objects("follow_ups")[seq];
    return mark !== undefined && !mark.settled_at;
  }

  // The room as it was then.
  /** @param {number} seq */
  #replay(seq) {
    return element("a", {
      class: "entry-act entry-replay",
      href: `/incidents/${this.room.incidentId}/replay#${seq}`,
      text: word("entry.replay"),
      "aria-label": word("entry.replay_this", { seq }),
    });
  }

  // Whom it has reached is for who said it, and for those who command.
  /** @param {number} seq @param {boolean} mine */
  #readers(seq, mine) {
    const { onReaders } = this;
    if (onReaders === null || (!mine && !this.room.me.may_command)) return null;
    return element("button", {
      type: "button",
      class: "entry-act entry-readers",
      text: word("readers.open"),
      "aria-label": word("readers.open_this", { seq }),
      onclick: () => onReaders(seq),
    });
  }

  /** @param {number} seq @param {Content} content @param {boolean} mine */
  #strike(seq, content, mine) {
    const { onStrike } = this;
    if (onStrike === null || !ruleOf(content).strikable) return null;
    const strike = () => onStrike(seq, entryText(content, this.room.log));
    return element("button", {
      type: "button",
      // Whose it is not strikes it while in command, which comes and goes: the page hides it meanwhile.
      class: `entry-act entry-strike${mine ? "" : " needs-command"}`,
      text: word("entry.strike"),
      "aria-label": word("entry.strike_this", { seq }),
      onclick: strike,
    });
  }

  // Once the site's places are known, the lines that were there before get their links.
  /** @param {HTMLElement} list */
  link(list) {
    for (const text of list.querySelectorAll("[data-linked]"))
      text.replaceChildren(...this.places.nodes(text.textContent));
  }

  // A badge while it waits for a look; without it once it had one.
  /** @param {HTMLElement} line @param {number} seq */
  markFollowUp(line, seq) {
    const isMarked = this.#isMarked(seq);
    const badge = line.querySelector(".entry-needs-follow-up");
    if (!isMarked) badge?.remove();
    else if (!badge)
      line
        .querySelector(".entry-head")
        ?.append(element("span", { class: "badge entry-needs-follow-up", text: word("entry.needs_follow_up") }));
    const button = line.querySelector(".entry-follow-up");
    if (!button) return;
    button.textContent = word(isMarked ? "entry.followed_up" : "entry.follow_up");
    button.setAttribute("aria-label", word(isMarked ? "entry.followed_up_this" : "entry.follow_up_this", { seq }));
  }

  /** @param {HTMLElement} line */
  markStruck(line) {
    if (line.classList.contains("entry-struck")) return;
    line.classList.add("entry-struck");
    line.querySelector(".entry-strike")?.remove();
    line.querySelector(".entry-head")?.append(element("span", { class: "badge", text: word("entry.struck") }));
  }
}
