// The options of a layout's widgets in a form that the server's list of options makes, with a picture beside it that
// follows every key: drawn by the player's own code of what is not saved yet.
import { html, useEffect, useState } from '../lib/ui.js';
import { from, may, put, query, remove } from '../lib/api.js';
import { useFirst } from '../lib/data.js';
import { all, eventLanguages, layoutName, readEvent, rooms, venueName } from '../lib/event.js';
import { explain, save } from '../lib/saved.js';
import { best, hasWords, languageName, t } from '../lib/words.js';
import { Field, Plate, Problem, TextFields, filled } from './basics.js';
import { Conflict, useConflict } from './conflict.js';
import { Picture } from './preview.js';

const words = (prefix, name) => (hasWords(`${prefix}.${name}`) ? t(`${prefix}.${name}`) : name);
const calm = 250;

/** The regions of all variants by id: what is set for one shape of screen is set for the other. */
function regionsOf(layout) {
  const found = new Map();
  for (const variant of Object.values(layout.variants))
    for (const region of variant.regions) if (!found.has(region.id)) found.set(region.id, region);
  return [...found.values()];
}

/** The layout with one option of one region set, or taken away where `value` says nothing. */
function withOption(layout, id, name, value) {
  const set = (region) => {
    if (region.id !== id) return region;
    const { [name]: old, ...others } = region.options ?? {};
    return { ...region, options: value === undefined ? others : { ...others, [name]: value } };
  };
  const variants = Object.entries(layout.variants).map(([shape, { regions, ...rest }]) => [shape, { ...rest, regions: regions.map(set) }]);
  return { ...layout, variants: Object.fromEntries(variants) };
}

/** What is set in each region, in words. */
const inBrief = (layout) => layout && Object.fromEntries(regionsOf(layout).map(({ id, widget, options = {} }) => {
  const set = Object.entries(options).map(([name, value]) => `${words('option', name)}: ${typeof value === 'object' ? JSON.stringify(value) : words('choice', value)}`);
  return [`${words('widget', widget)} ${id}`, set.join(', ')];
}));

function Ticks({ label, value, choices, onChange }) {
  const toggle = (id) => {
    const next = value.includes(id) ? value.filter((one) => one !== id) : [...value, id];
    onChange(next.length ? next : undefined);
  };
  return html`
    <details class="where"><summary>${label} <span class="quiet">${value.length ? value.length : t('option.all')}</span></summary>
      ${choices.map(({ id, name }) => html`<label key=${id}><input type="checkbox" checked=${value.includes(id)} onChange=${() => toggle(id)} /> ${name}</label>`)}</details>`;
}

const Select = ({ label, value, choices, onChange }) => html`
  <${Field} label=${label}><select value=${value ?? ''} onChange=${(event) => onChange(event.target.value || undefined)}>
    <option value="">${t('option.usual')}</option>
    ${choices.map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}</select><//>`;

const listed = (text) => text.split(',').map((one) => one.trim()).filter(Boolean);

/** One option by its kind; `onChange(undefined)` means as usual. */
function Option({ spec, value, onChange }) {
  const label = words('option', spec.name);
  const texts = { url: 'url', string: 'text' };
  if (spec.kind === 'boolean') {
    const choices = [{ id: 'true', name: t('yes') }, { id: 'false', name: t('no') }];
    return html`<${Select} label=${label} value=${value === undefined ? '' : String(value)} choices=${choices} onChange=${(one) => onChange(one && one === 'true')} />`;
  }
  if (spec.kind === 'choice') return html`<${Select} label=${label} value=${value} choices=${spec.choices.map((id) => ({ id, name: words('choice', id) }))} onChange=${onChange} />`;
  if (spec.kind === 'venues') {
    const choices = [{ id: 'own', name: t('option.venues.own') }, { id: 'all', name: t('option.venues.all') }];
    return html`<${Select} label=${label} value=${Array.isArray(value) ? '' : value} choices=${choices} onChange=${onChange} />`;
  }
  if (spec.kind === 'language') return html`<${Select} label=${label} value=${value} choices=${eventLanguages.value.map((id) => ({ id, name: languageName(id) }))} onChange=${onChange} />`;
  if (spec.kind === 'integer')
    return html`<${Field} label=${label}><input type="number" min=${spec.least} max=${spec.most} placeholder=${t('option.usual')} value=${value ?? ''} onInput=${(event) => onChange(event.target.value === '' ? undefined : Number(event.target.value))} /><//>`;
  if (spec.kind === 'text') return html`<${TextFields} label=${label} value=${value ?? {}} tags=${['sv', 'en']} onInput=${(text) => onChange(Object.keys(filled(text)).length ? filled(text) : undefined)} />`;
  if (spec.name === 'rooms') return html`<${Ticks} label=${label} value=${value ?? []} choices=${rooms.value.map((room) => ({ id: room.id, name: `${venueName(room.venue)} · ${best(room.name)}` }))} onChange=${onChange} />`;
  if (spec.name === 'tracks') return html`<${Ticks} label=${label} value=${value ?? []} choices=${all.value.tracks.map((track) => ({ id: track.id, name: best(track.name) }))} onChange=${onChange} />`;
  if (spec.kind === 'strings') return html`<${Field} label=${label} help=${t('option.commas')}><input value=${(value ?? []).join(', ')} onChange=${(event) => onChange(listed(event.target.value).length ? listed(event.target.value) : undefined)} /><//>`;
  return html`<${Field} label=${label}><input type=${texts[spec.kind]} required=${spec.required} value=${value ?? ''} onInput=${(event) => onChange(event.target.value || undefined)} /><//>`;
}

/** What the server makes of the layout: {draft, pictures} or {error}; asked when the writer pauses. */
function useDraft(made, path) {
  const [state, set] = useState({});
  const key = JSON.stringify(made);
  useEffect(() => {
    let gone = false;
    const later = setTimeout(async () => {
      try {
        const answer = await put(query(path, { try: 1 }), made);
        if (!gone) set({ answer });
      } catch (error) {
        if (!gone) set((was) => ({ ...was, error }));
      }
    }, calm);
    return () => {
      gone = true;
      clearTimeout(later);
    };
  }, [key]);
  return state;
}

export function LayoutForm({ layout, screens, revision, close }) {
  const conflict = useConflict(revision, layout);
  const [made, setMade] = useState(layout);
  const showing = screens.filter((screen) => screen.layout === layout.id);
  const [chosen, setChosen] = useState((showing[0] ?? screens[0])?.id);
  const own = useFirst(all.value.own_layouts.includes(layout.id));
  const path = `layouts/${encodeURIComponent(layout.id)}`;
  const { answer, error } = useDraft(made, path);
  const screen = screens.find((one) => one.id === chosen);
  const altered = answer?.screens.includes(chosen);
  const done = async (result) => {
    if (!result) return;
    await readEvent();
    close();
  };
  /** To what was there before this; where that was the shipped layout, the own one goes. */
  const back = (answer) => (own || conflict.former !== layout ? put(path, conflict.former, from(answer.revision)) : remove(path, undefined, from(answer.revision)));
  const write = async (event) => {
    event.preventDefault();
    await done(await save(t('layout.saved', { name: layoutName(layout.id) }), () => put(path, conflict.merge(made), conflict.held), { of: conflict.of, undo: back }));
  };
  const reset = async () => done(await save(t('layout.reset.done', { name: layoutName(layout.id) }), () => remove(path, undefined, conflict.held),
    { of: conflict.of, undo: (answer) => put(path, conflict.former, from(answer.revision)) }));
  const widget = (name) => all.value.widgets.find((one) => one.name === name);
  return html`
    <form class="layout-form" onSubmit=${write}>
      <div class="layout-picture">
        ${showing.length > 1 && html`<select aria-label=${t('screen')} value=${chosen} onChange=${(event) => setChosen(event.target.value)}>${showing.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>`}
        ${screen && html`<${Picture} screen=${screen} draft=${altered ? answer.draft : undefined} longest=${720} alt=${t('preview.alt', { name: screen.name })} />`}
        <p class="quiet" role="status">${answer && (answer.screens.length ? t('preview.screens', { n: answer.screens.length }).replace(/:$/, '.') : t('layout.same'))}</p>
        ${error && html`<${Problem} error=${error.code === 'invalid' ? error.message : explain(error)} />`}
      </div>
      ${regionsOf(made).filter((region) => widget(region.widget)?.options.length > 0).map((region) => html`
        <details key=${region.id} class="region" open><summary>${words('widget', region.widget)} <span class="quiet">${region.id}</span></summary>
          ${widget(region.widget).options.map((spec) => html`<${Option} key=${spec.name} spec=${spec} value=${region.options?.[spec.name]} onChange=${(value) => setMade(withOption(made, region.id, spec.name, value))} />`)}
        </details>`)}
      <${Conflict} error=${conflict.error} before=${inBrief(conflict.before)} theirs=${inBrief(conflict.theirs)} />
      <div class="buttons"><button disabled=${!answer || Boolean(error) || answer.screens.length === 0 && JSON.stringify(made) === JSON.stringify(layout)}>${conflict.label('save.show')}</button>
        ${own && html`<button type="button" class="secondary" onClick=${reset}>${t('layout.reset')}</button>`}</div>
    </form>`;
}

/** The event's layouts with where they show, each opening to its options. */
export const Layouts = ({ screens, open }) => html`
  <section><h2>${t('layouts')}</h2><p class="quiet">${t('layouts.lead')}</p>
    <ul class="list">${all.value.layouts.map((layout) => {
      const here = screens.filter((screen) => screen.layout === layout.id);
      return html`
        <li key=${layout.id}><div class="grow"><strong>${layoutName(layout.id)}</strong> ${all.value.own_layouts.includes(layout.id) && html`<${Plate}>${t('layout.own')}<//>`}<br />
            <span class="quiet">${here.length ? here.map((screen) => screen.name).join(', ') : t('layout.nowhere')}</span></div>
          ${may('rota') && html`<button type="button" class="secondary" onClick=${() => open(layout)}>${t('layout.options')}<span class="sr-only"> ${layoutName(layout.id)}</span></button>`}</li>`;
    })}</ul></section>`;
