// What the pages about imports share: the way to the server, and what it says where there is none.

import { Api } from "../../coordination/api.js";
import { word } from "../../coordination/words.js";

export const api = new Api({ unreachable: () => word("import.unreachable") });
