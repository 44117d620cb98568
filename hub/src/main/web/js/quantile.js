// How a quantile of durations is said: what buckets tell of it, and no more.

import { seconds } from './format.js';

/** @typedef {import('../types/contract.js').Quantile} Quantile */

/** @param {Quantile} quantile */
export function longest(quantile) {
  return quantile.high === undefined ? `more than ${seconds(quantile.low)}` : `≈ ${seconds(quantile.value)}`;
}

/** @param {Quantile} quantile */
export function bucket(quantile) {
  return quantile.high === undefined ? 'beyond the last bound' : `${quantile.low === 0 ? '0' : seconds(quantile.low)} to ${seconds(quantile.high)}`;
}
