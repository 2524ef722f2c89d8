// An address may name an entry of the timeline, as "#entry-41" does: it is shown once, when the room has caught up.

let isShown = false;

/** @param {{ timeline: { goTo: (seq: number) => Promise<void> }, showPanel: (name: string) => void }} page */
export function showNamedEntry(page, address = location.hash) {
  const seq = Number(/^#entry-(\d{1,12})$/.exec(address)?.[1] ?? 0);
  if (isShown || seq === 0) return;
  isShown = true;
  page.showPanel("timeline");
  void page.timeline.goTo(seq);
}
