// What an app does with the client that OpenAPI Generator's typescript-fetch wrote: nothing else speaks to the server.
import { Configuration, IncidentsApi, ResponseError, RoomsApi, SignInApi } from "./written/index.js";

declare const process: { argv: string[] };
const [, , basePath, username, password, siteId] = process.argv as [string, string, string, string, string, string];

async function codeOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return "";
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
    return ((await error.response.json()) as { code: string }).code;
  }
}

const { meta } = await new SignInApi(new Configuration({ basePath })).signIn({ signIn: { username, password } });
const configuration = new Configuration({ basePath, apiKey: () => meta.sessionToken ?? "" });
const [incidents, rooms] = [new IncidentsApi(configuration), new RoomsApi(configuration)];
const opening = (at: string) => ({
  id: crypto.randomUUID(),
  type: "open_incident" as const,
  siteId: at,
  isExercise: true,
  incidentType: "HAZMAT" as const,
  severity: "severe" as const,
  title: "Smell of gas in the gym",
});
const { roomId } = await incidents.openIncident({ openIncident: opening(siteId) });
const say = (text: string) => ({ id: crypto.randomUUID(), type: "post_message" as const, text });
const first = await rooms.runCommand({ roomId, command: say("First.") });
const sent = { roomId, command: say("Second.") };
await rooms.runCommand(sent);
const again = await rooms.runCommand(sent);
const missed = await rooms.listEntries({ roomId, after: first.seq ?? 0 });
const texts = missed.entries.map((entry) =>
  entry.type === "entry" && entry.content.event.type === "message_posted" ? entry.content.event.text : "",
);
const refused = await codeOf(incidents.openIncident({ openIncident: opening(crypto.randomUUID()) }));
console.log(JSON.stringify({ room_id: roomId, texts, is_repeat: again.isRepeat, refused }));
