import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coordinatesOf, difference, fieldsOf } from '../../main/web/js/site-fields.js';

const site = {
  name: 'Skomvær',
  region: 'Lofoten',
  contract: { kind: 'daily', text: 'every 24h' },
  coordinates: { lat: 67.412345678, lon: 11.8761 },
  contact: 'harbour office, channel 12',
  tags: ['tide gauge', 'zone=Europe/Oslo', 'no road'],
};

test('a form that was not touched changes nothing, and no digit of the coordinates is lost', () => {
  const fields = fieldsOf(site);
  assert.deepEqual(difference(site, fields).change, {});
  assert.deepEqual(coordinatesOf(fields.coordinates), site.coordinates);
});

test('only what was changed is sent, and the way back holds the former values', () => {
  const { change, undo, words, back } = difference(site, { ...fieldsOf(site), contract: 'usb every 14d', zone: '', coordinates: '' });
  assert.deepEqual(change, { contract: { text: 'usb every 14d' }, coordinates: {}, tags: ['tide gauge', 'no road'] });
  assert.deepEqual(undo, {
    contract: { text: 'every 24h' },
    coordinates: site.coordinates,
    tags: site.tags,
  });
  assert.equal(words[0], 'contract “usb every 14d”, before “every 24h”');
  assert.deepEqual(back, ['contract “every 24h”', 'coordinates “67.412345678, 11.8761”', 'time zone “Europe/Oslo”']);
});

test('coordinates are two numbers or nothing', () => {
  assert.deepEqual(coordinatesOf(' '), {});
  assert.deepEqual(coordinatesOf('68.2 -14.5'), { lat: 68.2, lon: -14.5 });
  for (const wrong of ['68.2', '68,2, 14,5', 'here', '1.2.3, 4']) assert.equal(coordinatesOf(wrong), undefined);
});
