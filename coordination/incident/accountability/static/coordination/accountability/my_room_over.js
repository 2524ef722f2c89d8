// The incident is over: what this device kept of it goes.

import { LastState } from "../offline/last_state.js";

const { incident_id: id } = JSON.parse(document.getElementById("my-room-config").textContent);
new LastState().remove(id);
