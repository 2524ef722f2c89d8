// What stands behind every page: the components, what goes wrong anywhere, and what this phone keeps.

import "./components/agency_badge.js";
import "./components/form_field.js";
import "./components/hold_button.js";
import "./components/server_waits.js";
import "./components/tab_set.js";
import "./components/table_twin.js";
import { word } from "./words.js";
import { toast } from "./components/toast.js";
import "./components/work_progress.js";
import "./offline/kept_boot.js";
import "./outbox_here.js";
import "./app_shell/heard.js";
import "./console/pane.js";
import "./style/theme.js";

// On a phone the places do not all fit; the one where the reader is must be among those that show.
document.querySelector(".nav-places [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

// Where a page has no better place for it: what the server refused, and that it was not reached. A fault of a script
// stays on the console, where a developer looks.
addEventListener("unhandledrejection", ({ reason }) => {
  if (reason?.isUnreachable) toast(word("unreachable"), { tone: "danger" });
  else if (reason?.problem) toast(reason.message, { tone: "danger" });
});
