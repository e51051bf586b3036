// The interface's words: one JSON file per language, the same keys in each (tests hold them against each other and
// against the code). A value may carry {places}; a key with numbers has .one and .other.
import { computed, signal } from './ui.js';

export const languages = { sv: 'Svenska', en: 'English' };
const kept = 'skylt-language';

const files = signal({});
export const language = signal(firstLanguage());

function firstLanguage() {
  const chosen = localStorage.getItem(kept);
  const wanted = chosen ? [chosen] : navigator.languages.map((tag) => tag.slice(0, 2));
  return wanted.find((tag) => languages[tag]) ?? 'en';
}

/** Reads the words of all languages; they are small, and switching is then at once. */
export async function loadWords() {
  const read = async (tag) => [tag, await (await fetch(`words/${tag}.json`)).json()];
  files.value = Object.fromEntries(await Promise.all(Object.keys(languages).map(read)));
  document.documentElement.lang = language.value;
}

export function chooseLanguage(tag) {
  localStorage.setItem(kept, tag);
  document.documentElement.lang = tag;
  language.value = tag;
}

const plural = computed(() => new Intl.PluralRules(language.value));

/** The words of `key`, with {name} replaced by values.name; values.n chooses between .one and .other. */
export function t(key, values = {}) {
  const words = files.value[language.value] ?? {};
  const text = words[key] ?? words[`${key}.${plural.value.select(values.n ?? 0)}`] ?? words[`${key}.other`] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** True where there are words for the key: server codes without words of ours show the server's own sentence. */
export const hasWords = (key) => key in (files.value[language.value] ?? {});

/** What was done, as the record names it ("change.add"), in words. */
export const actionName = (action) => (hasWords(`did.${action}`) ? t(`did.${action}`) : action);

/** Who did something, as the record names her: an account by its address, a volunteer by her name, whoever typed a command by her login there. */
export function actorName(actor) {
  if (actor === 'skylt-server') return t('actor.server');
  if (actor.endsWith(' (personal link)')) return actor.replace(/ \(personal link\)$/, ` (${t('link.of')})`);
  return !actor || actor.includes('@') ? actor : t('actor.command', { name: actor });
}

/** The best text of a Text object for whoever reads this interface; empty when there is none. */
export function best(text) {
  if (!text) return '';
  if (typeof text === 'string') return text;
  return text[language.value] ?? text.sv ?? text.en ?? Object.values(text)[0] ?? '';
}

/** Which language best() took, for the lang attribute. */
export function bestTag(text) {
  if (!text || typeof text === 'string') return undefined;
  const tag = [language.value, 'sv', 'en', ...Object.keys(text)].find((one) => text[one] !== undefined);
  return tag === language.value || tag === 'und' ? undefined : tag;
}

/** The name of a language in the reader's own: "sv" is "svenska". */
export function languageName(tag) {
  try {
    if (tag === 'und') return '–'; // times and numbers
    if (hasWords(`language.${tag}`)) return t(`language.${tag}`); // those that browsers have no name for
    const name = new Intl.DisplayNames([language.value], { type: 'language', fallback: 'code' }).of(tag);
    return name.charAt(0).toLocaleUpperCase(language.value) + name.slice(1);
  } catch {
    return tag;
  }
}
