// What the server noted while it read a programme: English sentences of a few kinds, said in the reader's language where
// we know them, else as they are.
import { t } from '../lib/words.js';
import { fieldWords } from './difference.js';

const fieldWord = (name) => name.split('+').map((one) => fieldWords(one).toLocaleLowerCase()).join(' + ');
const columnWords = (list) => list.replace(/([a-z_+]+) = '/g, (_, field) => `${fieldWord(field)} = '`);

/** [what the server says, our words for it, the values in it]. */
const kinds = [
  [/^encoding:? (?<what>.+)$/, 'note.encoding'],
  [/^delimiter: (?<what>.+)$/, 'note.delimiter'],
  [/^columns: (?<what>.+)$/, 'note.columns', ({ what }) => ({ what: columnWords(what) })],
  [/^columns not read: (?<what>.+)$/, 'note.unread'],
  [/^several columns could be (?<field>[^:]+): (?<what>.+); none/, 'note.several', ({ field, what }) => ({ field: fieldWord(field), what })],
  [/^the mapping's column '(?<what>.*)' for (?<field>.+) is not in the file$/, 'note.mapping', ({ field, what }) => ({ field: fieldWord(field), what })],
  [/^empty rows left out: (?<n>\d+)$/, 'note.empty'],
  [/^(?:times without an offset are|\d+ floating times) read in (?<what>.+)$/, 'note.floating'],
  [/^the calendar names the time zone (?<what>.+)$/, 'note.zone'],
  [/^sessions without an end: (?<n>\d+); each lasts (?<minutes>\d+)/, 'note.lasting'],
  [/^sessions without an end: (?<n>\d+)/, 'note.moments'],
  [/^dialect: (?<what>.+)$/, 'note.dialect'],
  [/^(?<n>\d+) (?:broken|control) characters/, 'note.characters'],
  [/^change \S+ retired/, 'note.retired'],
  [/^(?<what>\w+) changed$/, 'note.part', ({ what }) => ({ what: fieldWord(what) })],
];

export function noteWords(note) {
  for (const [said, key, values = (found) => found] of kinds) {
    const found = note.match(said);
    if (found) return t(key, values(found.groups ?? {}));
  }
  return note;
}
