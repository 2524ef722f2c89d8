// Propose the time zone of this browser where none is chosen yet. Who founds an agency elsewhere chooses another.

/** @type {HTMLSelectElement | null} */
const zones = document.querySelector("select[name=time_zone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (zones && !zones.value && [...zones.options].some(({ value }) => value === here)) zones.value = here;
