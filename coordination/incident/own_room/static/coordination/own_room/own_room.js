// What is possible in the room that the reader is in.

/**
 * @param {{ get: (path: string, options?: { isRepeated?: boolean }) => Promise<any> }} api
 * @param {string} incidentId
 * @returns {Promise<{ room: string, line: string } | null>} null where nothing is known, or the server was not reached
 */
export async function ownRoom(api, incidentId) {
  if (!incidentId) return null;
  try {
    const found = await api.get(`/incidents/${incidentId}/own-room`, { isRepeated: true });
    return found.line ? found : null;
  } catch {
    return null;
  }
}
