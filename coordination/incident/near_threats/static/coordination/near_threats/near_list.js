// The list of threats, kept current.

import { keepLive } from "../live_part.js";

keepLive("near-threats", { everyMs: 5000, longestMs: 12 * 60 * 60_000 });
