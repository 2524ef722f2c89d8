// An address may name an entry of the timeline, as "#entry-41" does: it is shown once, when the room has caught up.

let isShown = false;

/** @param {{ timeline: { goTo: (seq: number) => Promise<void> }, showPanel: (name: string) => void }} page */
export function showNamedEntry({ timeline, showPanel }, address = location.hash) {
  const seq = Number(/^#entry-(\d{1,12})$/.exec(address)?.[1] ?? 0);
  if (isShown || seq === 0) return;
  isShown = true;
  showPanel("timeline");
  void timeline.goTo(seq);
}
