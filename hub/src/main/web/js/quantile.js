// How a quantile of durations is said: what a sketch or buckets tell of it, and no more.

import { percent, seconds } from './format.js';

/** @typedef {import('../types/contract.js').Quantile} Quantile */

/** @param {Quantile} quantile */
export function longest(quantile) {
  if (quantile.error !== undefined) return seconds(quantile.value);
  return quantile.high === undefined ? `more than ${seconds(quantile.low)}` : `≈ ${seconds(quantile.value)}`;
}

/** How exact it is. @param {Quantile} quantile */
export function bucket(quantile) {
  if (quantile.error !== undefined) return `±${percent(quantile.error)}`;
  return quantile.high === undefined ? 'beyond the last bound' : `${quantile.low === 0 ? '0' : seconds(quantile.low)} to ${seconds(quantile.high)}`;
}
