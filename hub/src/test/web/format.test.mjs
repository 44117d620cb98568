import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { bytes, count, counted, csvCell, drift, percent, temperature } from '../../main/web/js/format.js';

const WEB = new URL('../../main/web/', import.meta.url);

test('an absent number is a dash and never zero', () => {
  for (const format of [bytes, percent, temperature, count]) assert.equal(format(undefined), '–');
  assert.equal(percent(NaN), '–');
});

test('numbers have at most three digits that matter, and their unit', () => {
  assert.equal(bytes(312_400_000), '312 MB');
  assert.equal(bytes(999_600), '1 MB');
  assert.equal(bytes(1_536), '1.54 kB');
  assert.equal(bytes(100), '100 B');
  assert.equal(percent(0.824), '82 %');
  assert.equal(percent(0.004), '0.4 %');
  assert.equal(percent(0), '0 %');
  assert.equal(percent(1), '100 %');
  assert.equal(temperature(58), '58 °C');
  assert.equal(count(1_234_567), '1\u202f234\u202f567');
  assert.equal(counted(1, 'site'), '1 site');
  assert.equal(counted(2, 'batch', 'batches'), '2 batches');
  assert.equal(drift(12_400), '+12.4 s');
  assert.equal(drift(-340), '−340 ms');
});

test('a cell of a CSV file cannot become a formula or break its row', () => {
  assert.equal(csvCell('=HYPERLINK("x")'), `"'=HYPERLINK(""x"")"`);
  assert.equal(csvCell('a,b'), '"a,b"');
  assert.equal(csvCell(-4), '-4');
  assert.equal(csvCell(null), '');
});

test('the first page asks for all its modules at once', () => {
  const page = readFileSync(new URL('index.html', WEB), 'utf8');
  const listed = new Set([...page.matchAll(/rel="modulepreload" href="([^"]+)"/g)].map((match) => match[1]));
  const needed = new Set();
  const follow = (path) => {
    const text = readFileSync(new URL(`.${path}`, WEB), 'utf8');
    for (const [, from] of text.matchAll(/^(?:import|export)[^;]*?from '([^']+)';|^import '[^']+';/gm)) {
      if (!from) continue;
      const next = from.startsWith('/') ? from : new URL(from, `http://x${path}`).pathname;
      if (needed.has(next)) continue;
      needed.add(next);
      if (next.startsWith('/js/')) follow(next);
    }
    for (const [, from] of text.matchAll(/^import '(\.[^']+)';/gm)) {
      const next = new URL(from, `http://x${path}`).pathname;
      if (!needed.has(next)) {
        needed.add(next);
        follow(next);
      }
    }
  };
  follow('/js/main.js');
  for (const path of needed) assert.ok(listed.has(path), `${path} is missing in index.html`);
  for (const path of listed) {
    if (path.startsWith('/js/')) assert.ok(needed.has(path), `${path} is listed in index.html and not needed`);
  }
});

test('no page names a place outside the hub, and no markup has inline script or style', () => {
  const files = ['index.html', ...readdirSync(new URL('js/', WEB)).map((name) => `js/${name}`), ...readdirSync(new URL('css/', WEB)).map((name) => `css/${name}`)];
  for (const name of files) {
    const text = readFileSync(new URL(name, WEB), 'utf8').replaceAll('http://www.w3.org/2000/svg', '');
    assert.doesNotMatch(text, /https?:\/\/|['"(]\/\/[a-z]/i, name);
    assert.doesNotMatch(text, /\sstyle=|\son[a-z]+="|innerHTML|unsafeHTML/, name);
  }
});
