// Fold entries' patches (RFC 7396) into a room's state. Pure: no page, no network, and no event by name.

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// The target with the patch applied. Neither is changed, and what the patch does not name stays the same object.
export function merged(target, patch) {
  if (!isObject(patch)) return patch;
  const result = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
}

// The state after an entry.
export const stateAfter = (state, content) => merged(state, content.patch ?? {});
