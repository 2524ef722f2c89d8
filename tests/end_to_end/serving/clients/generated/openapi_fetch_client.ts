// What an app does with openapi-fetch and the types that openapi-typescript wrote: nothing else speaks to the server.
import createClient from "openapi-fetch";
import type { components, paths } from "./written.js";

type OpenIncident = components["schemas"]["OpenIncident"];

declare const process: { argv: string[] };
const [, , baseUrl, username, password, siteId] = process.argv as [string, string, string, string, string, string];

const { data: signedIn } = await createClient<paths>({ baseUrl }).POST("/_allauth/app/v1/auth/login", {
  body: { username, password },
});
if (!signedIn) throw new Error("not signed in");
const headers = { "X-Session-Token": signedIn.meta.session_token };
const client = createClient<paths>({ baseUrl, headers });
const opening = (at: string): OpenIncident => ({
  id: crypto.randomUUID(),
  type: "open_incident",
  site_id: at,
  is_exercise: true,
  incident_type: "HAZMAT",
  severity: "severe",
  title: "Smell of gas in the gym",
});
const { data: opened } = await client.POST("/api/v1/incidents", { body: opening(siteId) });
if (!opened) throw new Error("no incident");
const room = { path: { room_id: opened.room_id } };
const say = (text: string) => ({
  params: room,
  body: { id: crypto.randomUUID(), type: "post_message" as const, text },
});
const { data: first } = await client.POST("/api/v1/rooms/{room_id}/commands", say("First."));
const second = say("Second.");
await client.POST("/api/v1/rooms/{room_id}/commands", second);
const { data: again } = await client.POST("/api/v1/rooms/{room_id}/commands", second);
const query = { after: first?.seq ?? 0 };
const { data: missed } = await client.GET("/api/v1/rooms/{room_id}/entries", { params: { ...room, query } });
const texts = (missed?.entries ?? []).map((entry) =>
  entry.type === "entry" && entry.content.event.type === "message_posted" ? entry.content.event.text : "",
);
const { error } = await client.POST("/api/v1/incidents", { body: opening(crypto.randomUUID()) });
console.log(JSON.stringify({ room_id: opened.room_id, texts, is_repeat: again?.is_repeat, refused: error?.code }));
