// A venue by hand: its name, its address and its rooms. A plan comes by import and stays as it is.
import { html, useState } from '../lib/ui.js';
import { anew, get, put } from '../lib/api.js';
import { save } from '../lib/saved.js';
import { t } from '../lib/words.js';
import { Field, TextFields, filled } from './basics.js';
import { Conflict, useConflict } from './conflict.js';
import { Icon } from './icon.js';
import { idOf, unnamedId } from './screen_form.js';

const languages = ['sv', 'en'];
let made = 0;
const fresh = () => ({ key: `new-${++made}`, name: {} });
const called = (name) => name?.sv || name?.en || '';

/** A room's id says its venue too: rooms have one name in the whole event. */
const roomId = (venue, name, at) => (idOf(called(name)) ? idOf(`${venue}-${called(name)}`) : `${unnamedId('room')}-${at + 1}`);

/** What the form says of a venue, and nothing of its plan. */
const told = ({ id, name, address, rooms }) => ({
  name: filled(name),
  ...(address === undefined ? {} : { address }),
  rooms: (rooms ?? []).filter((room) => Object.keys(filled(room.name)).length > 0).map((room, at) => ({
    id: room.id ?? roomId(id, room.name, at),
    name: filled(room.name),
    order: at + 1,
    ...(room.capacity ? { capacity: Number(room.capacity) } : {}),
  })),
});

export function VenueForm({ venue, revision, saved }) {
  const conflict = useConflict(revision, venue, told, async () => (await get('event')).venues.find((one) => one.id === venue.id));
  const [name, setName] = useState(venue?.name ?? {});
  const [rooms, setRooms] = useState(() => (venue?.rooms?.length ? venue.rooms.map((room) => ({ ...room, key: room.id })) : [fresh()]));
  const change = (key, values) => setRooms(rooms.map((room) => (room.key === key ? { ...room, ...values } : room)));
  const drop = (key) => setRooms(rooms.filter((room) => room.key !== key));
  const submit = async (event) => {
    event.preventDefault();
    const address = new FormData(event.target).get('address').trim();
    const id = venue?.id ?? (idOf(called(name)) || unnamedId('venue'));
    const body = told({ id, name, rooms, ...(address || venue?.address ? { address } : {}) });
    const answer = await save(t('places.saved', { name: called(name) }),
      () => put(`venues/${encodeURIComponent(id)}`, conflict.merge(body), venue ? conflict.held : anew), { of: conflict.of });
    if (answer) saved();
  };
  return html`
    <form onSubmit=${submit}>
      <${TextFields} label=${t('name')} value=${name} tags=${languages} onInput=${setName} required />
      <${Field} label=${t('places.address')}><input name="address" defaultValue=${venue?.address ?? ''} /><//>
      <h3>${t('places.rooms')}</h3>
      <ul class="room-rows">${rooms.map((room, at) => html`
        <li key=${room.key}>
          ${languages.map((tag) => html`<label key=${tag} class="text-field"><span class=${at ? 'sr-only' : ''}>${t(`places.room.${tag}`)}</span>
            <input lang=${tag} value=${room.name?.[tag] ?? ''} onInput=${(event) => change(room.key, { name: { ...room.name, [tag]: event.target.value } })} /></label>`)}
          <label class="text-field seats"><span class=${at ? 'sr-only' : ''}>${t('places.seats')}</span>
            <input type="number" min="1" max="100000" value=${room.capacity ?? ''} onInput=${(event) => change(room.key, { capacity: event.target.value })} /></label>
          <button type="button" class="icon-button" aria-label=${t('places.room.drop', { name: called(room.name) })} onClick=${() => drop(room.key)}><${Icon} name="close" /></button>
        </li>`)}</ul>
      <p><button type="button" class="quiet-button" onClick=${() => setRooms([...rooms, fresh()])}><${Icon} name="add" /> ${t('places.room.add')}</button></p>
      <${Conflict} ...${conflict} />
      <div class="buttons"><button>${conflict.label('save')}</button></div>
    </form>`;
}
