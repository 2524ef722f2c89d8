// What each school has done, kept current while the threat stands.

import { keepLive } from "../live_part.js";

keepLive("near-threat", { everyMs: 3000, longestMs: 12 * 60 * 60_000 });
