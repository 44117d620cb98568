import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addUp, barOf, byDay, darkText, kindsIn, recordsOf, recordsText } from '../../main/web/js/ledger.js';

const none = { samples: 0, lines: 0, events: 0 };

/** @param {string} day @param {string} stream @param {Record<string, object>} more */
function account(day, stream, more) {
  return { day, stream, collected: none, delivered: none, coarse: none, sentUnconfirmed: none, held: none, dropped: {}, refused: none, balances: true, ...more };
}

const lines = (/** @type {number} */ count) => ({ ...none, lines: count });

test('accounts of several nodes add up, cause by cause, and balance only if each does', () => {
  const [sum] = addUp(
    [
      account('2026-05-20', 'm', { collected: lines(5), delivered: lines(3), dropped: { 'ring-full': lines(2) } }),
      account('2026-05-20', 'm', { collected: lines(4), dropped: { 'ring-full': lines(1), limit: lines(3) }, balances: false }),
    ],
    (day) => day.day,
  );
  assert.equal(sum.collected.lines, 9);
  assert.deepEqual(Object.fromEntries(Object.entries(sum.dropped).map(([cause, records]) => [cause, records.lines])), { 'ring-full': 3, limit: 3 });
  assert.equal(recordsOf(sum, 'dropped').lines, 6);
  assert.equal(sum.balances, false);
  assert.deepEqual(kindsIn([sum]), ['lines']);
});

test('days come in order, what is not told apart before them', () => {
  const days = ['2026-05-21', 'earlier', '2026-05-20'].map((day) => account(day, 'm', {}));
  assert.deepEqual(byDay(days).map((day) => day.day), ['earlier', '2026-05-20', '2026-05-21']);
});

test('a loss of one record in a million is seen, and no bar outgrows its picture', () => {
  const day = account('2026-05-20', 'm', { collected: lines(1_000_000), delivered: lines(999_999), dropped: { limit: lines(1) } });
  const bar = barOf(day, 'lines', 1_000_000, 96);
  assert.deepEqual(bar.map((part) => part.fate), ['delivered', 'dropped']);
  assert.equal(bar[1].height, 3);
  assert.equal(bar[0].height + bar[1].height, 96);
});

test('what was delivered coarsely is a part of its own, beside what was delivered', () => {
  const day = account('2026-05-20', 'm', { collected: lines(4), delivered: lines(1), coarse: lines(2), dropped: { 'ring-full': lines(1) } });
  assert.deepEqual(barOf(day, 'lines', 4, 96).map((part) => [part.fate, part.height]), [['delivered', 24], ['coarse', 48], ['dropped', 24]]);
  assert.equal(addUp([day, day], () => '')[0].coarse.lines, 4);
});

test('records and days read as people say them', () => {
  assert.equal(recordsText({ samples: 1200, lines: 1, events: 0 }), '1\u202f200 samples, 1 line');
  assert.equal(recordsText(none), 'no records');
  assert.deepEqual([undefined, 0.5, 2.39, 12.4, 5000].map(darkText), ['–', '12 h', '2.3 days', '12 days', '> 1000 days']);
});
