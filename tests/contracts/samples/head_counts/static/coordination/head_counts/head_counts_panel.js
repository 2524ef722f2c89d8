// Counts of heads in the strip above the map, and the button that counts.

/** @param {any} page */
export function addPanel(page) {
  const counts = () => Object.entries(page.room.log.objects("head_counts"));
  return {
    parts: () => counts().map(([id, one]) => ({ key: `heads ${id}`, kind: "note", text: String(one.number) })),
    buttons: { count_heads: () => page.submit({ type: "count_heads", number: 1 }) },
  };
}
