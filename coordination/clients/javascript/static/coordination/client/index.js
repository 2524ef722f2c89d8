// The whole library, for apps. Pages of the server name the parts that they need.

export { Api, ApiProblem, Unreachable } from "./api.js";
export { openSocket, socketUrl } from "./addresses.js";
export { uuid } from "./ids.js";
export { IncidentWatch } from "./incident_watch.js";
export { canonicalText } from "./log/canonical.js";
export { BrokenLog, Chain, GENESIS, sameAsFarAsBothGo, stateAt, verifiedLog } from "./log/chain.js";
export { merged, stateAfter } from "./log/fold.js";
export { headsIn, headVerdict } from "./log/heads.js";
export { FIT, RoomLog } from "./log/room_log.js";
export { verdictOfAnswer, verdictOfNack } from "./refusals.js";
export { beginAgencySignIn, codeOfReturn } from "./phone/agency_sign_in.js";
export { proveApp } from "./phone/app_proof.js";
export { MissedSince } from "./phone/missed.js";
export { Receipts } from "./phone/receipts.js";
export { freshSafetyWords } from "./phone/safety_words.js";
export { pressOf, raiseAlarm } from "./press.js";
export { AudienceChoice } from "./room/audience.js";
export { Connection } from "./room/connection.js";
export { currencyOf } from "./room/currency.js";
export { Outbox } from "./room/outbox.js";
export { PositionSharing } from "./room/position_sharing.js";
export { KnownPositions, positionAge_s } from "./room/positions.js";
export { enterRoom, RoomClient } from "./room/room_client.js";
export { Session } from "./session.js";
export { PersistentOutbox } from "./unsent/persistent_outbox.js";
export { newKey } from "./unsent/seal.js";
export { SealedStore } from "./unsent/sealed_store.js";
export { SealedText } from "./unsent/sealed_text.js";
export { UnsentKept, unsentOf } from "./unsent/unsent_kept.js";

/** @typedef {import("./wire.js").Command} Command */
/** @typedef {import("./wire.js").RoomEvent} RoomEvent */
/** @typedef {import("./wire.js").ServerFrame} ServerFrame */
/** @typedef {import("./wire.js").Problem} Problem */
/** @typedef {import("./wire.js").ProblemCode} ProblemCode */
