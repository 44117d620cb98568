import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, clock, dateTime, duration, knowsZone, niceStep, parseMoment, parseRange, tickLabel, ticks, toAddress } from '../../main/web/js/time.js';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const HOUR = 3_600_000;

test('a moment is now, a span back, an ISO time or epoch milliseconds, and nothing else', () => {
  assert.equal(parseMoment('now', NOON), NOON);
  assert.equal(parseMoment('-6h', NOON), NOON - 6 * HOUR);
  assert.equal(parseMoment('-2w', NOON), NOON - 14 * 24 * HOUR);
  assert.equal(parseMoment('2026-11-21T11:00Z', NOON), NOON - HOUR);
  assert.equal(parseMoment('2026-11-21T11:00', NOON), NOON - HOUR, 'without a zone it is UTC');
  assert.equal(parseMoment('2026-11-21', NOON), NOON - 12 * HOUR);
  assert.equal(parseMoment(String(NOON), 0), NOON);
  for (const nonsense of ['', '7d', '-7x', 'yesterday', '2026-13-01', '-99999999999d', '1e9', null]) {
    assert.equal(parseMoment(nonsense, NOON), undefined, String(nonsense));
  }
});

test('a range that makes no sense is the usual one', () => {
  const usual = { from: NOON - 24 * HOUR, to: NOON };
  assert.deepEqual(parseRange(null, null, NOON), usual);
  assert.deepEqual(parseRange('nonsense', null, NOON), usual);
  assert.deepEqual(parseRange('now', '-1h', NOON), { from: NOON - 25 * HOUR, to: NOON - HOUR });
  assert.deepEqual(parseRange('-7d', '-1d', NOON), { from: NOON - 7 * 24 * HOUR, to: NOON - 24 * HOUR });
});

test('a moment in an address is short and comes back the same', () => {
  assert.equal(toAddress(NOON), '2026-11-21T12:00Z');
  assert.equal(parseMoment(toAddress(NOON + 7_000), 0), NOON + 7_000);
});

test('times are ISO dates with 24 hours in the zone asked for', () => {
  assert.equal(dateTime(NOON, 'UTC'), '2026-11-21 12:00:00');
  assert.equal(dateTime(NOON, 'Europe/Oslo', false), '2026-11-21 13:00');
  assert.equal(clock(Date.parse('2026-11-21T00:05:09Z'), 'UTC'), '00:05:09');
  assert.equal(knowsZone('Europe/Oslo'), true);
  assert.equal(knowsZone('Mars/Base'), false);
});

test('a span is told in its two largest units', () => {
  assert.equal(duration(8_400), '8 s');
  assert.equal(duration(12 * 60_000), '12 min');
  assert.equal(duration(3 * HOUR + 12 * 60_000), '3 h 12 min');
  assert.equal(duration(3 * 24 * HOUR + 4 * HOUR), '3 d 4 h');
  assert.equal(duration(40 * 24 * HOUR), '40 d');
  assert.equal(ago(NOON - 200, NOON), 'just now');
  assert.equal(ago(NOON - 3 * HOUR, NOON), '3 h ago');
  assert.equal(ago(NOON + 4 * 60_000, NOON), 'in 4 min');
});

test('ticks are round times of the zone, also where it is half an hour off and over the change to summer time', () => {
  assert.deepEqual(
    ticks(NOON - 24 * HOUR, NOON, 'UTC', 8).map((at) => tickLabel(at, 'UTC')),
    ['12:00', '15:00', '18:00', '21:00', '11-21', '03:00', '06:00', '09:00', '12:00'].slice(0, 9),
  );
  assert.ok(ticks(NOON - 6 * HOUR, NOON, 'Asia/Kolkata', 8).every((at) => tickLabel(at, 'Asia/Kolkata').endsWith(':00')));
  const summer = Date.parse('2026-03-29T00:00:00Z');
  const days = ticks(summer - 72 * HOUR, summer + 72 * HOUR, 'Europe/Oslo', 8);
  assert.deepEqual([...new Set(days.map((at) => dateTime(at, 'Europe/Oslo', false).slice(11)))], ['00:00']);
});

test('a step is at least a minute and gives no more points than asked for', () => {
  assert.equal(niceStep(HOUR, 360), 60_000);
  assert.equal(niceStep(24 * HOUR, 360), 5 * 60_000);
  assert.ok((30 * 24 * HOUR) / niceStep(30 * 24 * HOUR, 360) <= 360);
});
