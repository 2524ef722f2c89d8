// A press of the alarm: tried until it is recorded, or refused for good. One id for one press: however often it has to be
// sent, the alarm counts once.

import { ApiProblem } from "./api.js";
import { uuid } from "./ids.js";

const TRY_AGAIN_MS = 1000;
// What the interface takes. Who knows less of where they are calls for help all the same.
const MAX_ACCURACY_M = 100_000;

/** @typedef {import("./wire.js").RaisePanic} RaisePanic */
/** @typedef {import("./wire.js").PanicOut} PanicReceipt */
/** @typedef {{ lon: number, lat: number, accuracy_m: number }} Where */

/**
 * The command of a new press.
 * @param {{ siteId: string, isExercise: boolean, kind?: RaisePanic["kind"], spaceId?: string, place?: string,
 *   where?: Where | null }} said place: in words, of a press from away from the site, as from its bus
 * @returns {RaisePanic}
 */
export function pressOf({ siteId, isExercise, kind, spaceId = "", place = "", where = null }) {
  /** @type {RaisePanic} */
  const command = { id: uuid(), type: "raise_panic", site_id: siteId, is_exercise: isExercise };
  if (kind) command.kind = kind;
  if (place) command.place = place;
  else if (spaceId) command.space_id = spaceId;
  return where === null ? command : { ...command, ...where, accuracy_m: Math.min(where.accuracy_m, MAX_ACCURACY_M) };
}

/**
 * Send a press until the server has it, without end. Throws ApiProblem: it is refused for good.
 * @param {{ api: Pick<import("./api.js").Api, "post">, command: RaisePanic, onAgain?: (error: Error) => unknown,
 *   pause?: () => Promise<unknown> }} how onAgain: told before each further try
 * @returns {Promise<PanicReceipt>}
 */
export async function raiseAlarm({ api, command, onAgain = () => {}, pause = paused }) {
  let sent = command;
  for (;;) {
    try {
      return await api.post("/panics", sent);
    } catch (error) {
      if (error instanceof ApiProblem && error.isFinal) {
        // A room that is no longer on the plan must not stop the alarm: say less, but say it.
        if (error.code !== "place_not_at_site" || !sent.space_id) throw error;
        const { space_id: _left, ...less } = sent;
        sent = { ...less, id: uuid() };
        continue;
      }
      onAgain(error);
      await pause();
    }
  }
}

const paused = () => new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
