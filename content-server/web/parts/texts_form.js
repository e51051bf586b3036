// The texts of something in every language, for whoever translates: what else is true of it stays as it is.
import { html, useState } from '../lib/ui.js';
import { from, put } from '../lib/api.js';
import { eventLanguages } from '../lib/event.js';
import { save } from '../lib/saved.js';
import { t } from '../lib/words.js';
import { TextFields } from './basics.js';
import { Conflict, useConflict } from './conflict.js';
import { Icon } from './icon.js';

/** The event's languages up to the last that `text` has, two at least, with a button for more, and what else it has. */
export function useTags(text) {
  const [count, setCount] = useState(Math.max(2, eventLanguages.value.findLastIndex((tag) => text?.[tag]) + 1));
  return {
    tags: [...new Set([...eventLanguages.value.slice(0, count), ...Object.keys(text ?? {}).filter((tag) => tag !== 'und')])],
    more: count < eventLanguages.value.length && html`
      <p><button type="button" class="quiet-button" onClick=${() => setCount(count + 4)}><${Icon} name="add" /> ${t('session.languages')}</button></p>`,
  };
}

/** The languages of `text` that say something else than in `before`; an empty one is taken away. */
const changedIn = (text, before) => Object.fromEntries(Object.entries(text ?? {}).filter(([tag, value]) => value !== (before?.[tag] ?? '')));
/** What those languages said before. */
const formerOf = (changed, before) => Object.fromEntries(Object.keys(changed).map((tag) => [tag, before?.[tag] ?? '']));

/** `fields`: [{name, label, long}] of `document`, whose texts are written to `path`. */
export function TextsForm({ document, path, revision, fields, title, saved }) {
  const conflict = useConflict(revision, document);
  const [made, setMade] = useState(() => Object.fromEntries(fields.map(({ name }) => [name, document[name] ?? {}])));
  const { tags, more } = useTags(made[fields[0].name]);
  const submit = async (event) => {
    event.preventDefault();
    const pairs = fields.map(({ name }) => [name, changedIn(made[name], document[name])]).filter(([, changed]) => Object.keys(changed).length > 0);
    const former = Object.fromEntries(pairs.map(([name, changed]) => [name, formerOf(changed, conflict.former[name])]));
    if (pairs.length === 0) return saved();
    const answer = await save(t('session.saved', { title }), () => put(path, Object.fromEntries(pairs), conflict.held),
      { of: conflict.of, undo: (done) => put(path, former, from(done.revision)) });
    return answer && saved();
  };
  return html`
    <form onSubmit=${submit}>
      ${fields.map(({ name, label, long }) => html`
        <${TextFields} key=${name} label=${label} value=${made[name]} tags=${tags} long=${long} onInput=${(text) => setMade({ ...made, [name]: text })} />`)}
      ${more}
      <${Conflict} ...${conflict} />
      <div class="buttons"><button>${conflict.label('save')}</button></div>
    </form>`;
}
