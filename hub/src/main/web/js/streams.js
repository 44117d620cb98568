// What travels by which stream, in words.

/** @type {Record<string, string>} */
const STREAMS = {
  e: 'events',
  d: 'dictionary',
  m: 'minutes',
  s: 'summaries',
  g: 'gap table',
  r: 'ticket results',
};

/** @param {string} code */
export function streamName(code) {
  return STREAMS[code] ?? code;
}
