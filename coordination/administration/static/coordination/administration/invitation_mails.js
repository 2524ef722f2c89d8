// The round of invitations, live.

import { keepLive } from "../live_part.js";

keepLive("mails", { everyMs: 2000, longestMs: 60 * 60_000 });
