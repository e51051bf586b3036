// Small parts that every page uses.
import { html, names, useEffect, useRef } from '../lib/ui.js';
import { explain, saved } from '../lib/saved.js';
import { languageName, t } from '../lib/words.js';
import { Icon } from './icon.js';

/** The head of a page: its one h1, which takes the focus when the page is new, and what acts on the whole page. */
export function Head({ title, lead, lang, children }) {
  return html`
    <header class="head">
      <div>
        <h1 tabindex="-1" lang=${lang}>${title}</h1>
        ${lead && html`<p class="quiet">${lead}</p>`}
      </div>
      ${children && html`<div class="head-tools">${children}</div>`}
    </header>`;
}

/** Grey shapes of what is about to stand there. */
export const Skeleton = ({ rows = 3, kind = 'row' }) => html`
  <div class=${`skeletons of-${kind}`} aria-busy="true" aria-label=${t('reading')} role="status">
    ${Array.from({ length: rows }, () => html`<div class=${`skeleton ${kind}`}></div>`)}
  </div>`;

export const Problem = ({ error, retry }) => html`
  <div class="problem" role="alert">
    <p><${Icon} name="warn" /> ${typeof error === 'string' ? error : explain(error)}</p>
    ${retry && html`<button type="button" class="quiet-button" onClick=${retry}>${t('again')}</button>`}
  </div>`;

export const Empty = ({ children }) => html`<p class="empty">${children}</p>`;

/** What `useData` has, as skeleton, problem or `children(data)`. */
export function Loaded({ of: { data, error, reload }, rows, kind, children }) {
  if (data !== undefined) return html`${error && html`<${Problem} error=${error} retry=${reload} />`}${children(data)}`;
  return error ? html`<${Problem} error=${error} retry=${reload} />` : html`<${Skeleton} rows=${rows} kind=${kind} />`;
}

/** A sheet over the page: at the side on a wide window, from the foot on a phone. Esc, the cross and the ground close it. */
export function Sheet({ title, lang, close, wide, children }) {
  const dialog = useRef();
  useEffect(() => {
    const back = document.activeElement;
    if (saved.value?.problem) saved.value = null; // of what was tried before
    dialog.current.showModal();
    return () => back?.isConnected && back.focus();
  }, []);
  const onClick = (event) => event.target === dialog.current && close();
  return html`
    <dialog ref=${dialog} class=${names('sheet', { wide })} aria-labelledby="sheet-title" onClose=${close} onClick=${onClick}>
      <div class="sheet-inside">
        <header>
          <h2 id="sheet-title" lang=${lang} tabindex="-1" autofocus>${title}</h2>
          <button type="button" class="icon-button" aria-label=${t('close')} onClick=${close}><${Icon} name="close" /></button>
        </header>
        ${children}
        ${saved.value?.problem && html`<${Problem} error=${saved.value.problem} />`}
      </div>
    </dialog>`;
}

/** A word on a plate: its colour says the same as the word. */
export const Plate = ({ kind = 'plain', children }) => html`<span class=${`plate ${kind}`}>${children}</span>`;

export function Field({ label, help, children }) {
  return html`<label class="field"><span>${label}</span>${children}${help && html`<small>${help}</small>`}</label>`;
}

/** One text in several languages; `value` is a Text object. */
export function TextFields({ label, value, tags, onInput, long = false, required = false }) {
  const input = (tag) => (event) => onInput({ ...value, [tag]: event.target.value });
  return html`
    <fieldset class="texts">
      <legend>${label}</legend>
      ${tags.map((tag, at) => html`
        <label class="text-field" key=${tag}>
          <span>${languageName(tag)}</span>
          ${long
            ? html`<textarea lang=${tag} dir="auto" rows="3" required=${required && at === 0} value=${value?.[tag] ?? ''} onInput=${input(tag)}></textarea>`
            : html`<input lang=${tag} dir="auto" required=${required && at === 0} value=${value?.[tag] ?? ''} onInput=${input(tag)} />`}
        </label>`)}
    </fieldset>`;
}

/** The texts that say something. */
export const filled = (text) => Object.fromEntries(Object.entries(text ?? {}).filter(([, value]) => value.trim()));
