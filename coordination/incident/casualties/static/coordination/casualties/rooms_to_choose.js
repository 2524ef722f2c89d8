// The rooms in which a casualty may be, as a list to choose from.

import { element } from "../element.js";
import { sitesNow } from "../sites/sites_now.js";
import { word } from "../words.js";

/**
 * Fill a list with the rooms of an incident; without them a place is said in words.
 * @param {HTMLSelectElement} list @param {import("../incident/of_capabilities/panel.js").RoomPage} page
 * @param {string} first what the list says before a room is chosen
 * @returns {Promise<boolean>} whether the rooms are known
 */
export async function fillRooms(list, { api, room }, first) {
  try {
    const found = await Promise.all(
      sitesNow(room).map(({ id }) => api.get(`/rooms/${room.id}/rooms-to-search?site_id=${id}`)),
    );
    const options = found
      .flatMap((one) => one.spaces)
      .map(({ space_id, room: name, level }) =>
        element("option", { value: space_id, text: [name, level].filter(Boolean).join(" · ") }),
      );
    list.replaceChildren(element("option", { value: "", text: first }), ...options);
    return true;
  } catch {
    list.replaceChildren(element("option", { value: "", text: word("casualties.rooms_unreached") }));
    return false;
  }
}
