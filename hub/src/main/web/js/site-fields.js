// What can be changed of a site: from its description to the fields of a form and back. Pure functions.

/** @typedef {import('../types/contract.js').SiteDetail} SiteDetail */
/** @typedef {{lat?: number, lon?: number}} Coordinates no numbers: none */
/** @typedef {{name?: string, region?: string, contract?: {text: string}, coordinates?: Coordinates, contact?: string, tags?: string[]}} SiteChange */
/** @typedef {{name: string, region: string, contract: string, coordinates: string, contact: string, zone: string, tags: string}} Fields */

const ZONE = 'zone=';

/** @type {[keyof Fields, string][]} */
const LABELS = [
  ['contract', 'contract'],
  ['name', 'name'],
  ['region', 'region'],
  ['coordinates', 'coordinates'],
  ['contact', 'contact'],
  ['zone', 'time zone'],
  ['tags', 'tags'],
];

/** @param {SiteDetail} site @returns {Fields} */
export function fieldsOf(site) {
  const zone = site.tags.find((tag) => tag.startsWith(ZONE));
  return {
    name: site.name,
    region: site.region,
    contract: site.contract.text,
    coordinates: site.coordinates ? `${site.coordinates.lat}, ${site.coordinates.lon}` : '',
    contact: site.contact ?? '',
    zone: zone?.slice(ZONE.length) ?? '',
    tags: site.tags.filter((tag) => tag !== zone).join('; '),
  };
}

/** @param {string} text @returns {Coordinates | undefined} undefined if it is neither empty nor two numbers */
export function coordinatesOf(text) {
  if (text.trim() === '') return {};
  const found = /^\s*(-?\d+(?:\.\d+)?)(?:\s*,\s*|\s+)(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  return found ? { lat: Number(found[1]), lon: Number(found[2]) } : undefined;
}

/** @param {Fields} fields */
function tagsOf(fields) {
  const tags = fields.tags.split(';').map((tag) => tag.trim()).filter((tag) => tag !== '');
  return fields.zone === '' ? tags : [...tags, `${ZONE}${fields.zone}`];
}

/** What the hub is told of one field. @param {keyof Fields} name @param {Fields} fields @returns {SiteChange} */
function told(name, fields) {
  switch (name) {
    case 'contract':
      return { contract: { text: fields.contract } };
    case 'coordinates':
      return { coordinates: coordinatesOf(fields.coordinates) };
    case 'zone':
    case 'tags':
      return { tags: tagsOf(fields) };
    default:
      return { [name]: fields[name] };
  }
}

/**
 * What was changed, what puts it back, and both in words.
 * @param {SiteDetail} site as it was when the form was opened
 * @param {Fields} after
 * @returns {{change: SiteChange, undo: SiteChange, words: string[], back: string[]}}
 */
export function difference(site, after) {
  const before = fieldsOf(site);
  /** @type {SiteChange} */
  const former = { ...site, contract: { text: site.contract.text }, coordinates: site.coordinates ?? {}, contact: site.contact ?? '' };
  /** @type {SiteChange} */
  const change = {};
  /** @type {string[]} */
  const words = [];
  /** @type {string[]} */
  const back = [];
  for (const [name, label] of LABELS) {
    if (before[name] === after[name]) continue;
    Object.assign(change, told(name, after));
    words.push(`${label} ${quoted(after[name])}, before ${quoted(before[name])}`);
    back.push(`${label} ${quoted(before[name])}`);
  }
  const names = /** @type {(keyof SiteChange)[]} */ (Object.keys(change));
  return { change, undo: Object.fromEntries(names.map((name) => [name, former[name]])), words, back };
}

/** @param {string} value */
function quoted(value) {
  return value === '' ? 'none' : `“${value}”`;
}
