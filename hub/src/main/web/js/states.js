// The six state words of a site, as the hub decides them; pages only show them.

/** @typedef {import('../types/contract.js').StateWord} StateWord */

/**
 * Worst first: the order of the counts, of groups and of what a cell that stands for many sites shows.
 * @type {{word: StateWord, label: string, short: string, glyph: string, means: string}[]}
 */
export const STATES = [
  {
    word: 'offline-unexpected',
    label: 'Offline, unexpected',
    short: 'offline, unexpected',
    glyph: '×',
    means: 'silent for longer than its contract allows',
  },
  {
    word: 'degraded',
    label: 'Degraded',
    short: 'degraded',
    glyph: '!',
    means: 'reporting, but something is wrong',
  },
  {
    word: 'back-filling',
    label: 'Back-filling',
    short: 'back-filling',
    glyph: '↑',
    means: 'in contact, older data still on its way',
  },
  {
    word: 'never-seen',
    label: 'Never seen',
    short: 'never seen',
    glyph: '?',
    means: 'enrolled, no first contact yet',
  },
  {
    word: 'offline-expected',
    label: 'Offline, expected',
    short: 'offline, expected',
    glyph: '–',
    means: 'silent, and that is normal for this site',
  },
  {
    word: 'healthy',
    label: 'Healthy',
    short: 'healthy',
    glyph: '',
    means: 'reporting within its contract, no open problem',
  },
];

const BY_WORD = new Map(STATES.map((state, rank) => [state.word, { ...state, rank }]));

/**
 * What to show for a word; a word of a later hub is shown as it is, and ranks after degraded.
 * @param {string} word
 */
export function stateOf(word) {
  const known = BY_WORD.get(/** @type {StateWord} */ (word));
  return known ?? { word: 'unknown', label: word, short: word, glyph: '?', means: '', rank: 1.5 };
}

/** True while a site in this state says nothing: its values are old and must look so. @param {string} word */
export function isSilent(word) {
  return word === 'offline-unexpected' || word === 'offline-expected' || word === 'never-seen';
}
