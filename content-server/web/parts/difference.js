// What differs between a document before and after, field by field.
import { html } from '../lib/ui.js';
import { eventLanguages } from '../lib/event.js';
import { best, languageName } from '../lib/words.js';

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
const cut = (text) => (text.length > longest ? `${text.slice(0, longest)} …` : text);

/** Whether it is a text by language. */
const isText = (value) => typeof value === 'object' && Object.values(value).every((text) => typeof text === 'string') && eventLanguages.value.some((tag) => tag in value);

const said = (value) => {
  if (value === undefined || value === null || value === '') return '–';
  if (Array.isArray(value)) return cut(value.map(said).join(', '));
  if (isText(value)) return cut(Object.entries(value).map(([tag, text]) => `${languageName(tag)}: ${text}`).join(' · '));
  if (typeof value === 'object') return best(value.title ?? value.name ?? value.text) || cut(JSON.stringify(value));
  return String(value);
};

/** The fields that differ between before and after. */
export function Fields({ before, after }) {
  const [old, made] = [parsed(before), parsed(after)];
  if (typeof old !== 'object' && typeof made !== 'object') return html`<p>${said(old)} → ${said(made)}</p>`;
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(made ?? {})])].filter((key) => JSON.stringify(old?.[key]) !== JSON.stringify(made?.[key]));
  return html`
    <dl class="facts difference">${keys.map((key) => html`
      <div key=${key}><dt>${key}</dt><dd>${old && html`<s>${said(old[key])}</s> `}${made && html`<ins>${said(made[key])}</ins>`}</dd></div>`)}</dl>`;
}
