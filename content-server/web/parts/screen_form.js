// A screen's place and measures. A new one answers with its player's token, which is shown this once.
import { html, useState } from '../lib/ui.js';
import { anew, from, post, put, remove } from '../lib/api.js';
import { all, layoutName, rooms, venues } from '../lib/event.js';
import { save } from '../lib/saved.js';
import { best, t } from '../lib/words.js';
import { Field } from './basics.js';
import { Conflict, useConflict } from './conflict.js';

const sizes = ['1920x1080', '1080x1920', '3840x2160', '2160x3840', '1280x720'];

/** An id of a name: "Rådhuset, foajén" is "radhuset-foajen". Empty where the name has no Latin letter and no digit. */
export const idOf = (name) =>
  name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60);

/** An id of its own for what has a name of which none can be made. */
export const unnamedId = (kind) => `${kind}-${Date.now().toString(36)}`;

const state = ['health', 'offered', 'shown', 'agrees', 'last_seen', 'problem', 'failures', 'drawn_at', 'clock', 'revision', 'mine'];
/** The screen of a ScreenState, as it is sent. */
const plain = (screen) => ({ rooms: [], mode: 'light', ...Object.fromEntries(Object.entries(screen ?? {}).filter(([key]) => !state.includes(key))) });

const pathOf = (id) => `screens/${encodeURIComponent(id)}`;

/** `gone()` is called after the screen was taken away. */
export function ScreenForm({ screen, revision, saved, gone }) {
  const conflict = useConflict(revision, screen, plain);
  const [token, setToken] = useState(null);
  const [venue, setVenue] = useState(screen?.venue ?? venues.value[0]?.id ?? '');
  const here = rooms.value.filter((room) => room.venue === venue);
  const submit = async (event) => {
    event.preventDefault();
    const values = new FormData(event.target);
    const name = values.get('name').trim();
    const [width, height] = values.get('size').split('x').map(Number);
    const room = values.get('room');
    const made = {
      ...plain(screen),
      id: screen?.id ?? (idOf(name) || unnamedId('screen')),
      name,
      ...(venue ? { venue } : {}),
      size: [width, height],
      diagonal_inch: Number(values.get('diagonal')),
      distance_mm: Math.round(Number(values.get('distance')) * 1000),
      layout: values.get('layout'),
      mode: values.get('mode'),
    };
    if (room !== null) made.rooms = room ? [room] : [];
    const path = pathOf(made.id);
    const answer = await save(t('screen.saved', { name }), () => put(path, conflict.merge(made), screen ? conflict.held : anew),
      { of: conflict.of, undo: (done) => (screen ? put(path, conflict.former, from(done.revision)) : remove(path, undefined, from(done.revision))) });
    if (!answer) return;
    if (screen) saved();
    else setToken(answer.token ?? (await post(`${path}/token`, {})).token); // sent again after a lost answer, it comes without
  };
  const bringBack = async () => ({ ...(await put(pathOf(screen.id), conflict.former, anew)), needs_token: true }); // the bar shows no token
  const drop = async () => {
    const answer = await save(t('screen.removed', { name: screen.name }), () => remove(pathOf(screen.id), undefined, conflict.held),
      { of: conflict.of, undo: bringBack });
    if (answer) gone();
  };
  if (token) return html`
    <div class="token">
      <p>${t('token.once')}</p><p><code class="secret">${token}</code></p>
      <p class="quiet">${t('token.how')}</p>
      <button type="button" onClick=${saved}>${t('done')}</button>
    </div>`;
  const size = screen?.size?.join('x') ?? sizes[0];
  return html`
    <form onSubmit=${submit}>
      <${Field} label=${t('name')} help=${t('screen.name.help')}><input name="name" required defaultValue=${screen?.name ?? ''} /><//>
      ${venues.value.length > 0 && html`
        <${Field} label=${t('venue')}><select value=${venue} onChange=${(event) => setVenue(event.target.value)}>
          ${venues.value.map((one) => html`<option key=${one.id} value=${one.id}>${best(one.name)}</option>`)}</select><//>`}
      ${here.length > 0 && (screen?.rooms?.length ?? 0) < 2 && html`
        <${Field} label=${t('screen.room')} help=${t('screen.room.help')}><select name="room">
          <option value="">${t('screen.room.none')}</option>
          ${here.map((room) => html`<option key=${room.id} value=${room.id} selected=${room.id === screen?.rooms?.[0]}>${best(room.name)}</option>`)}</select><//>`}
      <${Field} label=${t('layout')}><select name="layout">
        ${(all.value?.layouts ?? []).map((layout) => html`<option key=${layout.id} value=${layout.id} selected=${layout.id === (screen?.layout ?? 'foyer')}>${layoutName(layout.id)}</option>`)}</select><//>
      <${Field} label=${t('size')}><select name="size">
        ${[...new Set([size, ...sizes])].map((one) => html`<option key=${one} value=${one} selected=${one === size}>${one.replace('x', ' × ')}</option>`)}</select><//>
      <div class="pair">
        <${Field} label=${t('screen.diagonal')}><input name="diagonal" type="number" min="5" max="300" step="0.1" required defaultValue=${screen?.diagonal_inch ?? 43} /><//>
        <${Field} label=${t('screen.distance')} help=${t('screen.distance.help')}><input name="distance" type="number" min="0.3" max="50" step="0.1" required defaultValue=${(screen?.distance_mm ?? 3000) / 1000} /><//>
      </div>
      <${Field} label=${t('screen.mode')}><select name="mode">
        <option value="light">${t('mode.light')}</option><option value="dark" selected=${screen?.mode === 'dark'}>${t('mode.dark')}</option></select><//>
      <${Conflict} ...${conflict} />
      <div class="buttons"><button>${conflict.label('save')}</button>
        ${gone && html`<button type="button" class="secondary" onClick=${drop}>${t('screen.remove')}</button>`}</div>
      ${gone && html`<p class="quiet">${t('screen.remove.help')}</p>`}
    </form>`;
}
