// What the engine cannot do, kept from the drivers.
import { commandOf, longestMessage, opQuery } from './wire.mjs';

// Passed on, each of these ends the whole process.
const deadly = new Set([
  'startSession', 'endSessions', 'refreshSessions', 'killSessions', 'killAllSessions', 'killAllSessionsByPattern',
].map((name) => name.toLowerCase()));

const greetings = new Set(['hello', 'ismaster']);

/** The answer to a command that must not reach the engine: "no such command". */
export function answerHere(message) {
  const command = commandOf(message);
  if (!command || !deadly.has(command.toLowerCase())) return undefined;
  const flags = message.readUInt32LE(16);
  const legacy = message.readInt32LE(12) === opQuery;
  return { response: noSuchCommand(command), requestId: message.readInt32LE(4), moreToCome: !legacy && (flags & 2) !== 0, legacy };
}

/** A greeting's answer, with the longest message that the engine really takes. */
export function lowerLimits(message, reply) {
  const command = commandOf(message);
  if (!command || !greetings.has(command.toLowerCase())) return reply;
  // An int32 element: type 0x10, the name, its end, the value.
  const name = Buffer.from('\x10maxMessageSizeBytes\0', 'latin1');
  const at = reply.response.indexOf(name);
  if (at >= 0) reply.response.writeInt32LE(Math.min(longestMessage, reply.response.readInt32LE(at + name.length)), at + name.length);
  return reply;
}

function noSuchCommand(command) {
  const text = Buffer.from(`no such command: '${command}'\0`);
  const length = Buffer.alloc(4);
  length.writeInt32LE(text.length);
  const elements = Buffer.concat([
    Buffer.from('\x01ok\0', 'latin1'), Buffer.alloc(8),
    Buffer.from('\x02errmsg\0', 'latin1'), length, text,
    Buffer.from('\x10code\0', 'latin1'), Buffer.from([59, 0, 0, 0]),
    Buffer.from('\x02codeName\0', 'latin1'), Buffer.from([16, 0, 0, 0]), Buffer.from('CommandNotFound\0'),
  ]);
  const document = Buffer.alloc(elements.length + 5);
  document.writeInt32LE(document.length, 0);
  elements.copy(document, 4);
  return document;
}
