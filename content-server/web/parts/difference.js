// What differs between a document before and after, field by field, in the reader's words.
import { html } from '../lib/ui.js';
import { eventLanguages, layoutName, organiserName, roomName, selectorName, venueName } from '../lib/event.js';
import { dayAndClock, shortDay } from '../lib/time.js';
import { best, hasWords, languageName, t } from '../lib/words.js';

/** JSON of the record, or nothing; the server stores both as text. */
export function parsed(value) {
  if (typeof value !== 'string') return value ?? null;
  try {
    return value ? JSON.parse(value) : null;
  } catch {
    return value;
  }
}

const longest = 400;
const mostRows = 40;
const cut = (text) => (text.length > longest ? `${text.slice(0, longest)} …` : text);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the server keeps of a document for itself: nobody has written it. */
const own = ['id', 'created', 'author', 'seen_start', 'seen_room', 'position', 'made'];

/** Whether it is a text by language. */
const isText = (value) => isObject(value) && Object.values(value).every((text) => typeof text === 'string') && eventLanguages.value.some((tag) => tag in value);

const firstWords = (...keys) => t(keys.find(hasWords) ?? '');
/** How a value of that field is called, where its document has only an id or a word of ours. */
const namedBy = {
  room: roomName, rooms: roomName, venue: venueName, venues: venueName, layout: layoutName, organisers: organiserName,
  languages: languageName, interpreted: languageName, fallback: languageName,
  kind: (value) => firstWords(`message.${value}`, `closure.${value}`, `action.${value}`),
  role: (value) => firstWords(`role.${value}`),
  status: (value) => firstWords(`state.${value}`),
  state: (value) => firstWords(`proposals.${value}`),
  access: (value) => firstWords(`access.${value}`),
  weekdays: (value) => firstWords(`day.${value}`),
  mode: (value) => firstWords(`mode.${value}`),
  distance_mm: (value) => `${(value / 1000).toLocaleString(document.documentElement.lang)} m`,
  diagonal_inch: (value) => `${value}″`,
};
const sessionFields = ['session', 'sessions', 'by', 'first', 'second'];

/** One value of the field `key` in words; `names`: titles of sessions by id and the list of screens, where the page knows them. */
function said(key, value, names) {
  if (value === undefined || value === null || value === '') return '–';
  if (key === 'size' && Array.isArray(value)) return value.join(' × ');
  if (Array.isArray(value)) return value.length ? cut(value.map((one) => said(key, one, names)).join(', ')) : '–';
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (isText(value)) return cut(Object.entries(value).map(([tag, text]) => `${languageName(tag)}: ${text}`).join(' · '));
  if (isObject(value)) {
    const name = (key in namedBy && value.id && namedBy[key](value.id)) || best(value.title ?? value.name ?? value.text);
    return name || cut(JSON.stringify(value));
  }
  if (sessionFields.includes(key)) return names?.titles?.get(value) || String(value);
  if (key === 'screens') return selectorName(value, names?.screens ?? []);
  if (key in namedBy) return namedBy[key](value) || String(value);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return dayAndClock(value);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return shortDay(`${value}T12:00:00Z`);
  return cut(String(value));
}

/** A field's name in words, where we have them. */
export const fieldWords = (key) => (hasWords(`field.${key}`) ? t(`field.${key}`) : key);

const fieldName = (path) => path.filter((step) => typeof step === 'string').map(fieldWords).join(' › ');

/** [{path, old, made}] of the values that differ: of parts of a document each by itself. */
function rows(old, made, path = []) {
  if (JSON.stringify(old) === JSON.stringify(made)) return [];
  const parts = (one) => (isObject(one) && !isText(one)) || (Array.isArray(one) && one.every(isObject) && !one.every((each) => each.id || each.name));
  if (path.length > 0 && !(parts(old) && parts(made))) return [{ path, old, made }];
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(made ?? {})])].filter((key) => !own.includes(key));
  return keys.flatMap((key) => rows(old?.[key], made?.[key], [...path, Array.isArray(old) ? Number(key) : key]));
}

/** The fields that differ between before and after. */
export function Fields({ before, after, names }) {
  const [old, made] = [parsed(before), parsed(after)];
  if (!isObject(old) && !isObject(made)) return html`<p>${said('', old)} → ${said('', made)}</p>`;
  const found = rows(old, made);
  return html`
    <dl class="facts difference">${found.slice(0, mostRows).map((row) => {
      const key = row.path.findLast((step) => typeof step === 'string');
      return html`<div key=${row.path.join('.')}><dt>${fieldName(row.path)}</dt><dd>${old && row.old !== undefined && html`<s>${said(key, row.old, names)}</s> `}${made && html`<ins>${said(key, row.made, names)}</ins>`}</dd></div>`;
    })}</dl>
    ${found.length > mostRows && html`<p class="quiet">${t('preview.more', { n: found.length - mostRows })}</p>`}`;
}
