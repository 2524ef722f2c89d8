// What an app does in a room: follow it from its first entry, say things, and report what came and how. It runs in Node and,
// as the text of one function, in a page.

// `lastWord`: it stays until someone has said this.
export async function follow(library, { origin, token, roomId, who, count, every_ms, waits_ms, lastWord = "" }) {
  const { RoomClient, Session } = library;
  const room = new RoomClient({ session: new Session({ origin, token }), roomId, isWhole: true });
  const [seqs, faults, phases] = [[], [], []];
  let isOver = !lastWord;
  room.on("entry", ({ seq, content }) => {
    if (seq !== seqs.length + 1) faults.push(seq);
    seqs.push(seq);
    isOver ||= content?.event.text === lastWord;
  });
  room.on("phase", (phase) => phases.push(phase));
  room.on("broken", (error) => faults.push(String(error)));
  room.on("ended", (reason) => faults.push(reason));
  room.start();
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const said = [];
  for (let n = 0; n < count; n += 1) {
    said.push(room.command("post_message", { text: `${who} ${n}`, audience: "everyone" }));
    await pause(every_ms);
  }
  const acked = await Promise.all(said);
  const until = Date.now() + waits_ms;
  while ((room.currency.name !== "current" || !isOver) && Date.now() < until) await pause(50);
  await room.checking;
  const { state, currency, outbox } = room;
  const chain = { seq: room.chain.seq, hash: room.chain.hash };
  room.stop();
  return { seqs, faults, phases, acked, state, currency, chain, unsent: outbox.list().length };
}
