// A venue by hand: its name, its address and its rooms. A plan comes by import and stays as it is.
import { html, useState } from '../lib/ui.js';
import { from, put } from '../lib/api.js';
import { explain, save } from '../lib/saved.js';
import { t } from '../lib/words.js';
import { Field, Problem, TextFields, filled } from './basics.js';
import { Icon } from './icon.js';
import { idOf } from './screen_form.js';

const languages = ['sv', 'en'];
let made = 0;
const fresh = () => ({ key: `new-${++made}`, name: {} });

export function VenueForm({ venue, revision, saved }) {
  const [name, setName] = useState(venue?.name ?? {});
  const [rooms, setRooms] = useState(() => (venue?.rooms?.length ? venue.rooms.map((room) => ({ ...room, key: room.id })) : [fresh()]));
  const [conflict, setConflict] = useState(null);
  const change = (key, values) => setRooms(rooms.map((room) => (room.key === key ? { ...room, ...values } : room)));
  const drop = (key) => setRooms(rooms.filter((room) => room.key !== key));
  const submit = async (event) => {
    event.preventDefault();
    const address = new FormData(event.target).get('address').trim();
    const id = venue?.id ?? idOf(name.sv || name.en || '');
    const named = rooms.filter((room) => Object.keys(filled(room.name)).length > 0);
    const body = {
      name: filled(name),
      ...(address || venue?.address ? { address } : {}),
      // A room's id says its venue too: rooms have one name in the whole event.
      rooms: named.map((room, order) => ({
        id: room.id ?? idOf(`${id}-${room.name.sv || room.name.en}`),
        name: filled(room.name),
        order: order + 1,
        ...(room.capacity ? { capacity: Number(room.capacity) } : {}),
      })),
    };
    const answer = await save(t('places.saved', { name: name.sv || name.en }), () => put(`venues/${encodeURIComponent(id)}`, body, venue && !conflict ? from(revision) : {}),
      { of: (error) => { setConflict(error); return true; } });
    if (answer) saved();
  };
  return html`
    <form onSubmit=${submit}>
      <${TextFields} label=${t('name')} value=${name} tags=${languages} onInput=${setName} required />
      <${Field} label=${t('places.address')}><input name="address" value=${venue?.address ?? ''} /><//>
      <h3>${t('places.rooms')}</h3>
      <ul class="room-rows">${rooms.map((room, at) => html`
        <li key=${room.key}>
          ${languages.map((tag) => html`<label key=${tag} class="text-field"><span class=${at ? 'sr-only' : ''}>${t(`places.room.${tag}`)}</span>
            <input lang=${tag} value=${room.name?.[tag] ?? ''} onInput=${(event) => change(room.key, { name: { ...room.name, [tag]: event.target.value } })} /></label>`)}
          <label class="text-field seats"><span class=${at ? 'sr-only' : ''}>${t('places.seats')}</span>
            <input type="number" min="1" max="100000" value=${room.capacity ?? ''} onInput=${(event) => change(room.key, { capacity: event.target.value })} /></label>
          <button type="button" class="icon-button" aria-label=${t('places.room.drop', { name: room.name?.sv || room.name?.en || '' })} onClick=${() => drop(room.key)}><${Icon} name="close" /></button>
        </li>`)}</ul>
      <p><button type="button" class="quiet-button" onClick=${() => setRooms([...rooms, fresh()])}><${Icon} name="add" /> ${t('places.room.add')}</button></p>
      ${conflict && html`<${Problem} error=${conflict.body?.since ? `${t('conflict.title')} ${explain(conflict)}` : conflict.message} />`}
      <div class="buttons"><button>${t(conflict?.body?.since ? 'conflict.mine' : 'save')}</button></div>
    </form>`;
}
