// What the compiler cannot know of our pages. Loaded by tsc only; no browser sees it.

// The markup is written by templates: which element stands behind a selector or an id, and that it is there at all,
// is held by the page tests.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Document {
  getElementById(elementId: string): any;
}
interface Element {
  closest(selectors: string): any;
}
// No field of ours that a script reads as text is a file.
interface FormData {
  get(name: string): any;
  entries(): IterableIterator<[string, any]>;
  [Symbol.iterator](): IterableIterator<[string, any]>;
}
interface Event {
  readonly target: any;
  readonly currentTarget: any;
  // What a CustomEvent brings.
  readonly detail: any;
}
interface Window {
  // The map that folium drew (mapping/_base_map.html).
  map_site: import("leaflet").Map;
}
// What the page asked for while its scripts were on their way (incident/_early.html).
declare var early: Record<string, Promise<Response | null>> | undefined;
// The one socket of a window that hears of incidents (watch/incident_watch.js).
declare var incidentWatch: import("../clients/javascript/static/coordination/client/incident_watch.js").IncidentWatch | undefined;
