// What a screen reader is told apart from what it reads: rare, short, once.

import { signal } from '/lib/signals.js';

export const announcement = signal('');

/** @param {string} text */
export function announce(text) {
  // The same sentence twice must be a change, or it is not spoken.
  announcement.value = announcement.peek() === text ? `${text}\u00a0` : text;
}
