// Vector streets below the map of a site that folium made (mapping/_base_map.html); pictures it has already.

import { addStreets } from "./streets.js";

if (globalThis.map_site) addStreets(globalThis.map_site);
