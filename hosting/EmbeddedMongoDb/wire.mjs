// MongoDB's wire messages: a 16-byte header (length, id, id answered, kind) and a body.
export const headerLength = 16;
export const opReply = 1;
export const opQuery = 2004;
export const opMsg = 2013;

// The engine refuses longer ones, whatever it says of itself.
export const longestMessage = 33_554_432;

/** Cuts a socket's bytes into whole messages. Chunks are kept apart until one is whole, so that a long message is copied once. */
export function readMessages(socket, onMessage, onBroken) {
  let chunks = [];
  let held = 0;
  let broken = false;
  socket.on('data', (chunk) => {
    if (broken) return;
    chunks.push(chunk);
    held += chunk.length;
    for (;;) {
      if (held < headerLength) return;
      if (chunks[0].length < headerLength) chunks = [Buffer.concat(chunks)];
      const length = chunks[0].readInt32LE(0);
      if (length < headerLength || length > longestMessage) {
        broken = true;
        onBroken(`a message of ${length} bytes`);
        return;
      }
      if (held < length) return;
      const all = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      const rest = all.subarray(length);
      chunks = rest.length ? [rest] : [];
      held = rest.length;
      onMessage(all.subarray(0, length));
    }
  });
}

/** The bare BSON answer as the message that a driver expects: OP_REPLY to a legacy question, else OP_MSG. */
export function toFrame({ response, requestId, legacy }, replyId) {
  const before = headerLength + (legacy ? 20 : 5);
  const frame = Buffer.alloc(before + response.length);
  frame.writeInt32LE(frame.length, 0);
  frame.writeInt32LE(replyId, 4);
  frame.writeInt32LE(requestId, 8);
  frame.writeInt32LE(legacy ? opReply : opMsg, 12);
  // OP_REPLY: flags, cursor id, starting from, and one document. OP_MSG: flags and section kind 0, all zero.
  if (legacy) frame.writeInt32LE(1, 32);
  response.copy(frame, before);
  return frame;
}

/** The name of a message's command, which is the first element of its first document; undefined if it has none. */
export function commandOf(message) {
  const kind = message.readInt32LE(12);
  let at;
  if (kind === opMsg) at = documentInMsg(message);
  else if (kind === opQuery) at = message.indexOf(0, headerLength + 4) + 9;
  // Document: int32 length, then type byte and name.
  if (at === undefined || at + 5 >= message.length) return undefined;
  const end = message.indexOf(0, at + 5);
  return end < 0 ? undefined : message.toString('latin1', at + 5, end);
}

// Sections: kind 0 is the command itself; kind 1 is a sequence of documents, which may stand before it.
function documentInMsg(message) {
  let at = headerLength + 4;
  while (at + 5 < message.length) {
    if (message[at] === 0) return at + 1;
    const length = message.readInt32LE(at + 1);
    if (message[at] !== 1 || length < 4) return undefined;
    at += 1 + length;
  }
  return undefined;
}
