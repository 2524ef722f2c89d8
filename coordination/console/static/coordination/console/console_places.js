// Places of the schools with an incident that the reader is in: "rm 112", "door 7", each with the school it is at.

import { PlaceBook } from "../../mapping/places/places.js";
import { placesFound } from "../palette/found.js";

export class ConsolePlaces {
  /**
   * @param {{ api: import("../api.js").Api, show: (place: import("../../mapping/places/places.js").Place) => void }} parts
   */
  constructor({ api, show }) {
    this.api = api;
    this.show = show;
    /** @type {Map<string, PlaceBook | null>} */
    this.books = new Map(); // site → book, or null while it is on its way or not for this reader
  }

  /** Know the plans that these rooms opened with. @param {{ roomId: string, site: string }[]} rooms */
  follow(rooms) {
    for (const { roomId, site } of rooms) {
      if (this.books.has(site)) continue;
      this.books.set(site, null);
      this.api
        .get(`/rooms/${roomId}/gazetteer`)
        .then((told) => this.books.set(site, new PlaceBook(told)))
        .catch(() => {});
    }
  }

  /** @param {string} typed */
  found(typed) {
    return [...this.books].flatMap(([site, book]) => placesFound(book, typed, this.show, site));
  }
}
