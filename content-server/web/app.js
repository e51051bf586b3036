// The interface's beginning: words, who we are, and the page for where we are.
import { effect, html, render } from './lib/ui.js';
import { get, may, me, post } from './lib/api.js';
import { all, keepReading, unread } from './lib/event.js';
import { changed, listen, told } from './lib/live.js';
import { followPages, route } from './lib/router.js';
import { loadWords, t } from './lib/words.js';
import { Head, Problem, Skeleton } from './parts/basics.js';
import { Frame } from './parts/frame.js';
import { Account } from './pages/account.js';
import { History } from './pages/history.js';
import { Messages } from './pages/messages.js';
import { MySessions } from './pages/my.js';
import { People } from './pages/people.js';
import { Places } from './pages/places.js';
import { Programme } from './pages/programme.js';
import { Rota } from './pages/rota.js';
import { Screen } from './pages/screen.js';
import { Screens } from './pages/screens.js';
import { Setup } from './pages/setup.js';
import { Join, SignIn } from './pages/sign_in.js';
import { TimeMachine } from './pages/time_machine.js';
import { Today } from './pages/today.js';

const pages = {
  today: Today,
  screens: Screens,
  time: TimeMachine,
  programme: Programme,
  messages: Messages,
  rota: Rota,
  places: Places,
  people: People,
  history: History,
  account: Account,
};

const Nowhere = () => html`<${Head} title=${t('nowhere')} lead=${t('nowhere.lead')} />`;

function Page() {
  const [first = 'today', second] = route.value.path;
  const Shown = first === 'screens' && second ? Screen : pages[first] ?? Nowhere;
  const before = () => (unread.value ? html`<${Problem} error=${unread.value} retry=${keepReading} />` : html`<${Skeleton} rows=${6} />`);
  return html`<${Frame}>${all.value ? html`<${Shown} key=${`${first}/${second ?? ''}`} />` : before()}<//>`;
}

function App() {
  const [first] = route.value.path;
  if (first === 'join') return html`<${Join} />`;
  if (me.value?.setup || (first === 'setup' && may('people'))) return html`<${Setup} />`;
  if (first === 'my' && me.value !== undefined) return html`<${MySessions} />`;
  if (me.value === undefined) return html`<main class="alone"><${Skeleton} rows=${3} /></main>`;
  if (me.value === null) return html`<${SignIn} />`;
  return me.value.link ? html`<${MySessions} />` : html`<${Page} />`;
}

/** Asks who we are; a browser without a cookie is nobody, which is no error. */
export async function whoAmI() {
  const [first, token] = route.value.path;
  try {
    if (first === 'my' && token) {
      await post('links/open', { token });
      history.replaceState(null, '', '#/my');
      route.value = { path: ['my'], query: {} };
    }
    me.value = await get('me');
  } catch {
    const setup = await get('setup').catch(() => ({ needed: false }));
    me.value = setup.needed ? { setup: true, may: [] } : null;
  }
}

await loadWords();
effect(() => { document.title = `${t(`page.${route.value.path[0] ?? 'today'}`)} · Skylt`; });
render(html`<${App} />`, document.getElementById('app'));
followPages();
await whoAmI();

let listening = false;
effect(() => {
  if (!me.value || me.value.setup) return;
  if (!listening) listen(['hello', 'revision', 'screen', 'receipt', 'proposal']);
  listening = true;
  keepReading();
});
/** What may alter the event's name, days, venues, rooms or layouts. */
const ofEvent = /^(event|import|change\.import|room|venue|layout)/;
effect(() => { if (changed('revision') && told('revision')?.actions?.some((action) => ofEvent.test(action))) keepReading(); });
// After a gap, of which nobody says what happened in it.
effect(() => { if (changed('hello') && me.peek() && !me.peek().setup) keepReading(); });
