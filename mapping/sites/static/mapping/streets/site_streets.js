// Vector streets below the map of a site that folium made (mapping/_base_map.html); pictures it has already.

import { addStreets } from "./streets.js";

if (window.map_site) addStreets(window.map_site);
