// The organisers' interface (docs/organising.md): each task as its user would do it, against the real server, ending in
// what the player drew.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Player, Server, axeFindings, openPage, picture, sideways, startBrowser } from './house.mjs';

const moment = '2027-05-04T10:12:00+02:00';
const door = 'radhuset-sal-b';
const foyer = 'radhuset-foaje';
const later = 'tue-freiburg-berattar-klimat-och-delaktighet';
const anna = { name: 'Anna Lindgren', email: 'anna@malmo.example', password: 'tolv glada sälar simmar' };

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser?.close());

/** A page of the interface, in Swedish, with whoever is signed in by `context` options. */
const open = (server, hash = '', options = {}) =>
  openPage(browser, `${server.url}/${hash}`, { scripts: true, locale: 'sv-SE', viewport: { width: 1440, height: 900 }, ...options });

async function until(what, ask, seconds = 15) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(`in ${seconds} s not: ${what}`);
}

const texts = (scene) => scene.items.filter((item) => item.kind === 'text').map((item) => item.text);
const button = (page, name) => page.getByRole('button', { name, exact: true });

async function fillSetUp(page, server) {
  await page.getByLabel('Startkod').fill(server.setupCode);
  await page.getByLabel('Ditt namn').fill(anna.name);
  await page.getByLabel('E-post').fill(anna.email);
  await page.getByLabel('Lösenord').fill(anna.password);
  await button(page, 'Fortsätt').click();
}

describe('the first start', () => {
  test('from a set-up code to the sample event on a screen in one path', async () => {
    const server = await Server.start(['--at', moment], { sample: false });
    const page = await open(server);
    assert.deepEqual(await axeFindings(page), []);
    await picture(page, 'setup-account');
    await fillSetUp(page, server);
    await page.getByLabel('Evenemangets namn').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await picture(page, 'setup-event');
    await button(page, 'Prova med exempelevenemanget').click();
    await page.getByRole('heading', { name: 'Rådhuset' }).waitFor();
    assert.ok(texts(await server.scene(door, moment)).length > 3);
    await page.context().close();
    await server.stop();
  });

  test('by hand: an event, a programme with the difference read first, a screen that shows it', async () => {
    const server = await Server.start(['--at', moment], { sample: false });
    const page = await open(server);
    await fillSetUp(page, server);
    await page.getByLabel('Evenemangets namn').fill('Vårmötet');
    await page.getByLabel('Första dagen').fill('2027-05-03');
    await page.getByLabel('Sista dagen').fill('2027-05-07');
    await button(page, 'Fortsätt').click();
    const csv = 'title,start,end,room\nSamtal om parken,2027-05-04 10:00,2027-05-04 11:00,Sal 1\nMingel,2027-05-04 11:00,2027-05-04 12:00,Sal 1\n';
    await page.getByLabel('Fil', { exact: false }).first().setInputFiles({ name: 'program.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await button(page, 'Läs och visa skillnaden').click();
    await page.getByRole('heading', { name: 'Det här skulle ändras' }).waitFor();
    assert.equal(await page.locator('.figure.added dd').innerText(), '2');
    await picture(page, 'setup-import');
    await button(page, 'Använd').click();
    await page.getByLabel('Namn').fill('Entrén');
    await picture(page, 'setup-screen');
    await button(page, 'Spara').click();
    await page.getByText('visas bara den här gången').waitFor();
    await button(page, 'Klar').click();
    await page.getByRole('heading', { name: 'I dag' }).waitFor();
    assert.ok(texts(await server.scene('entren', moment)).includes('Samtal om parken'));
    await page.context().close();
    await server.stop();
  });
});

describe('with the sample event and two players', () => {
  let server;
  let players = [];
  let state;
  before(async () => {
    server = await Server.start(['--at', moment]);
    const page = await open(server);
    await fillSetUp(page, server);
    await page.getByLabel('Evenemangets namn').waitFor();
    state = await page.context().storageState();
    await page.context().close();
    players = [await Player.start(server, door, moment), await Player.start(server, foyer, moment)];
  });
  after(async () => {
    for (const player of players) await player.stop();
    await server?.stop();
  });
  const signedIn = (hash, options = {}) => open(server, hash, { storageState: state, ...options });
  const ask = async (page, path) => (await page.request.get(`${server.url}/api/v1/${path}`)).json();
  /** Waits until that screen's player has drawn what the server computes for its newest revision. */
  const drawn = (page, screen) =>
    until(`${screen} has drawn`, async () => {
      const now = await ask(page, `screens/${screen}`);
      return now.shown !== null && now.shown === now.offered && now.agrees === true && now;
    });
  const saveAndReceive = async (page) => {
    await button(page, 'Visa på skärmarna').click();
    await page.locator('.receipt-count').waitFor();
  };

  test('late with one tap: seen before, received after, drawn by the player, undone', async () => {
    const page = await signedIn(`#/today?session=${later}`);
    const before = (await drawn(page, foyer)).shown;
    await button(page, '15 min').click();
    await page.locator('.preview .pictures img').first().waitFor();
    assert.match(await page.locator('.preview').innerText(), /skärmar ändras/);
    await picture(page, 'late-preview');
    await saveAndReceive(page);
    await until('a player has it', async () => /Visas på [1-9]/.test(await page.locator('.saved').innerText()));
    await picture(page, 'late-receipt');
    assert.ok((await drawn(page, foyer)).shown > before);
    assert.equal(Date.parse((await ask(page, `sessions/${later}`)).session.start), Date.parse('2027-05-04T10:45:00+02:00'));
    const status = (await server.scene(foyer, '2027-05-04T10:40:00+02:00', 'sv', { anew: true })).items.filter((item) => item.role === 'session.time');
    assert.ok(status.some((item) => item.text.includes('10:45')), JSON.stringify(status.map((item) => item.text)));
    await button(page, 'Ångra').click();
    await page.getByText('Ångrat: 15 min försenad').waitFor();
    assert.equal((await ask(page, `sessions/${later}`)).changes.length, 0);
    assert.deepEqual(page.misdeeds, []);
    await page.context().close();
  });

  for (const [name, act, kind] of [
    ['full, and space again', (page) => button(page, 'Fullt').click(), 'full'],
    ['cancelled', (page) => button(page, 'Ställ in').click(), 'cancelled'],
    ['moved', async (page) => {
      await button(page, 'Flyttad').click();
      await page.getByLabel('Till vilket rum?').selectOption({ label: 'Sal B' });
    }, 'moved'],
    ['replaced', async (page) => {
      await button(page, 'Ersatt').click();
      await page.getByLabel('Av vilken?').selectOption({ index: 3 });
    }, 'replaced'],
    ['a line of text', async (page) => {
      await button(page, 'En rad text').click();
      await page.getByLabel('Text på Svenska').fill('Ta med hörlurar');
      await button(page, 'Visa hur det blir').click();
    }, 'text'],
  ])
    test(`${name}: saved as that change, drawn, taken back`, async () => {
      const page = await signedIn(`#/today?session=${later}`);
      await act(page);
      await saveAndReceive(page);
      const { changes } = await ask(page, `sessions/${later}`);
      assert.deepEqual(changes.map((change) => change.kind), [kind]);
      await drawn(page, foyer);
      await page.goto(`${server.url}/#/today?session=${later}`);
      await page.locator('.laid').getByRole('button').click();
      await until('no change is left', async () => (await ask(page, `sessions/${later}`)).changes.length === 0);
      await page.context().close();
    });

  test('from click to changed pixels takes less than 250 ms (median of seven)', async () => {
    const page = await signedIn('#/today');
    const known = (await ask(page, 'sessions?day=2027-05-04')).sessions.find((one) => one.room?.id === 'sal-b' && one.start <= '2027-05-04T08:12:00Z' && one.end > '2027-05-04T08:12:00Z').id;
    const taken = [];
    for (let round = 0; round < 7; ++round) {
      await page.goto(`${server.url}/#/today?session=${known}`);
      await button(page, 'Fullt').click();
      await page.locator('.preview .pictures img').first().waitFor();
      const save = button(page, 'Visa på skärmarna');
      await until('the button is ready', () => save.isEnabled());
      const began = await page.evaluate(() => new Promise((done) => {
        document.querySelector('.preview .buttons button').addEventListener('click', () => done(Date.now()), { once: true });
        document.querySelector('.preview .buttons button').click();
      }));
      const receipt = await until('the door shows it', async () => {
        const { history } = await ask(page, 'history?limit=1');
        const answer = await ask(page, `receipts/${history[0].revision}`);
        return answer.screens?.find((one) => one.screen === door && one.state === 'shown') && answer;
      });
      taken.push(Date.parse(receipt.published) + receipt.screens.find((one) => one.screen === door).ms - began);
      await button(page, 'Ångra').click();
      await page.getByText('Ångrat').waitFor();
      await drawn(page, door);
    }
    const median = taken.sort((a, b) => a - b)[3];
    console.log(`click to changed pixels: median ${median} ms of ${taken.join(', ')}`);
    assert.ok(median < 250, `${median} ms`);
    await page.context().close();
  });

  test('which screens mention a session, and why a screen shows what it shows', async () => {
    const page = await signedIn('#/screens');
    await page.getByLabel('Vilka skärmar visar').fill('hur bygger vi');
    await page.locator('.found button').first().click();
    await page.locator('.chosen').waitFor();
    const found = await page.locator('.tile:not(.dim)').count();
    assert.ok(found >= 1 && found < 9, `${found} screens`);
    await page.goto(`${server.url}/#/screens/${door}`);
    await page.locator('.why-items tbody tr').first().waitFor();
    const listed = await page.locator('.why-items td:first-child').allInnerTexts();
    const scene = texts(await server.scene(door, (await ask(page, `screens/${door}/why`)).at, undefined, { anew: true }));
    assert.ok(scene.length > 0);
    for (const text of scene.slice(0, 3)) assert.ok(listed.some((one) => one.replace(/\s+/g, ' ').includes(text.replace(/\s+/g, ' ').slice(0, 20))), text);
    await page.context().close();
  });

  test('the time machine scrubs a day in less than 150 ms a frame, as the player draws it', async () => {
    const page = await signedIn(`#/time?screen=${foyer}&at=2027-05-04T08:00:00.000Z`);
    await page.locator('.time-picture img').waitFor();
    const slider = page.getByRole('slider');
    await slider.focus();
    const taken = [];
    for (let step = 0; step < 20; ++step) {
      const shown = await page.locator('.time-picture img').getAttribute('src');
      const began = Date.now();
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction((was) => document.querySelector('.time-picture img').src !== was, shown);
      taken.push(Date.now() - began);
    }
    const median = taken.sort((a, b) => a - b)[10];
    console.log(`time machine: median ${median} ms a frame`);
    assert.ok(median < 150, `${median} ms`);
    assert.match(await slider.getAttribute('aria-valuetext'), /10:20/);
    await page.context().close();
  });

  test('a session by hand in two languages, with what is missing in the matrix, on the screens', async () => {
    const page = await signedIn('#/programme');
    await button(page, 'Ny programpunkt').click();
    const title = page.getByRole('group', { name: 'Titel', exact: true });
    await title.getByLabel('Svenska').fill('Öppen rådslagning');
    await title.getByLabel('Engelska').fill('Open council');
    await page.getByLabel('Börjar').fill('2027-05-04T10:05');
    await page.getByLabel('Slutar').fill('2027-05-04T10:55');
    await page.getByRole('combobox', { name: 'Rum', exact: true }).selectOption({ label: 'Rådhuset · Sal B' });
    await button(page, 'Spara').click();
    await page.locator('.saved').getByText('Öppen rådslagning').waitFor();
    const row = page.getByRole('row', { name: /Öppen rådslagning/ });
    await row.waitFor();
    assert.equal(await row.locator('.has').count(), 2);
    assert.ok((await row.locator('.lacks').count()) > 0);
    await drawn(page, door);
    assert.ok(texts(await server.scene(door, moment, 'sv', { anew: true })).some((text) => text.includes('Öppen rådslagning')));
    await page.locator('.saved').getByRole('button', { name: 'Ångra' }).click();
    await until('it is gone', async () => (await row.count()) === 0);
    await page.context().close();
  });

  test('a notice is seen on the screens before it goes, and then stands there', async () => {
    const page = await signedIn('#/messages');
    await button(page, 'Nytt meddelande').click();
    await page.getByRole('group', { name: 'Text' }).getByLabel('Svenska').fill('Hissen är avstängd');
    await page.getByLabel('Märkta ”foyer”').check();
    await button(page, 'Visa hur det blir').click();
    await page.locator('.preview .pictures img').first().waitFor();
    await picture(page, 'message-preview');
    await saveAndReceive(page);
    await drawn(page, foyer);
    assert.ok(texts(await server.scene(foyer, moment, 'sv', { anew: true })).some((text) => text.includes('Hissen är avstängd')));
    await page.context().close();
  });

  test('a rule of the rota changes the layout, and says that it wins', async () => {
    const page = await signedIn('#/rota');
    await button(page, 'Ny regel').click();
    await page.getByLabel('Layout').selectOption('agenda');
    await page.getByLabel('Märkta ”foyer”').check();
    await button(page, 'Visa hur det blir').click();
    await saveAndReceive(page);
    assert.equal((await server.scene(foyer, moment, 'sv', { anew: true })).layout, 'agenda');
    assert.equal((await ask(page, `screens/${foyer}/why`)).layout, 'agenda');
    await page.locator('.saved').getByRole('button', { name: 'Ångra' }).click();
    await until('its own layout is back', async () => (await ask(page, `screens/${foyer}/why`)).layout === 'foyer');
    await page.context().close();
  });

  test('two editors on one session: the second sees the first one’s change and decides', async () => {
    const [first, second] = [await signedIn(`#/today?session=${later}`), await signedIn(`#/today?session=${later}`)];
    await button(second, '5 min').click();
    await second.locator('.preview .buttons').waitFor();
    await button(first, 'Fullt').click();
    await saveAndReceive(first);
    await button(second, 'Visa på skärmarna').click();
    await second.getByText('Någon annan ändrade samma sak').waitFor();
    await picture(second, 'conflict');
    await button(second, 'Spara min ändring också').click();
    await until('both stand', async () => (await ask(first, `sessions/${later}`)).changes.length === 2);
    for (const change of (await ask(first, `sessions/${later}`)).changes)
      await first.request.delete(`${server.url}/api/v1/changes/${change.id}`, { headers: { 'X-Skylt': '1', 'Content-Type': 'application/json', Origin: server.url } });
    await first.context().close();
    await second.context().close();
  });

  test('somebody invited joins by her link, and the record says who did what; CSV is there', async () => {
    const page = await signedIn('#/people');
    await button(page, 'Bjud in').click();
    await page.getByRole('dialog').getByLabel('E-post').fill('omar@forening.example');
    await button(page, 'Gör en inbjudan').click();
    const link = await page.locator('.secret').innerText();
    const omar = await open(server, new URL(link).hash);
    await omar.getByLabel('Ditt namn').fill('Omar Haddad');
    await omar.getByLabel('Lösenord').fill('fyra blå cyklar i regn');
    await button(omar, 'Skapa konto').click();
    await omar.getByRole('heading', { name: 'I dag' }).waitFor();
    await omar.goto(`${server.url}/#/history`);
    await omar.locator('.entry').first().waitFor();
    assert.ok((await omar.locator('.entry').allInnerTexts()).some((entry) => entry.includes(anna.email)));
    assert.match(await (await omar.request.get(`${server.url}/api/v1/history.csv`)).text(), /^number,revision,at,actor/);
    await omar.context().close();
    await page.context().close();
  });

  test('a volunteer changes her own time at once, and her words when somebody has read them', async () => {
    const page = await signedIn('#/people');
    await button(page, 'Ny länk').click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Namn').fill('Sara');
    await form.getByLabel('Vilka programpunkter?').fill('Freiburg berättar');
    await form.locator('.where input').first().check();
    await button(page, 'Gör länken').click();
    const sara = await open(server, new URL(await page.locator('.secret').innerText()).hash, { viewport: { width: 360, height: 740 } });
    await sara.getByRole('heading', { name: /Freiburg/ }).waitFor();
    await sara.getByText(/Visas på/).first().waitFor();
    assert.deepEqual(await axeFindings(sara), []);
    await picture(sara, 'my-360');
    await button(sara, 'Ändra').click();
    await button(sara, '5 min').click();
    await saveAndReceive(sara);
    const { changes } = await ask(page, 'changes');
    const late = changes.find((change) => change.author.startsWith('Sara'));
    assert.equal(late.kind, 'delayed');
    await drawn(page, foyer);
    await button(sara, 'Ändra').click();
    await button(sara, 'En rad text').click();
    await sara.getByLabel('Text på Svenska').fill('Ta med kaffe');
    await button(sara, 'Visa hur det blir').click();
    await button(sara, 'Visa på skärmarna').click();
    await sara.getByText('Väntar på svar').waitFor();
    await page.reload();
    await page.getByText('Ta med kaffe').waitFor();
    await page.getByLabel('Ett ord till svar').fill('Gärna!');
    await button(page, 'Godkänn').click();
    await sara.getByText('Godkänt').waitFor();
    await sara.getByText('Gärna!').waitFor();
    assert.ok((await ask(page, 'changes')).changes.some((change) => change.kind === 'text' && change.text.sv === 'Ta med kaffe'));
    await sara.context().close();
    await page.context().close();
  });

  test('a programme is read before it applies; its unknown room and its twin are settled with a click', async () => {
    const page = await signedIn('#/programme/sources');
    await button(page, 'Hämta ett program').click();
    const csv = 'title,start,end,room\nSamtal om parken,2027-05-04 15:00,2027-05-04 16:00,Stora Sal B\nÄldre i staden: Vem frågar oss?,2027-05-04 15:00,2027-05-04 16:30,Festsalen\n';
    await page.locator('input[type=file]').setInputFiles({ name: 'forening.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByLabel('Hör till').selectOption({ label: 'Rådhuset' });
    await button(page, 'Läs och visa skillnaden').click();
    await page.locator('.figure.added').getByText('2').waitFor();
    assert.equal((await ask(page, 'sources')).sources.some((source) => source.name === 'forening.csv'), false);
    await picture(page, 'import-difference');
    await button(page, 'Använd').click();
    await page.getByText('Inläst: forening.csv').waitFor();
    await page.goto(`${server.url}/#/programme/rooms`);
    await page.getByRole('button', { name: /^Sal B, Rådhuset/ }).click();
    await page.getByText('Alla rum är kända.').waitFor();
    await drawn(page, door);
    assert.ok(texts(await server.scene(door, '2027-05-04T14:55:00+02:00', 'sv', { anew: true })).some((text) => text.includes('Samtal om parken')));
    await page.goto(`${server.url}/#/programme/duplicates`);
    await button(page, 'Det är samma').click();
    await page.getByText('Inga dubbletter.').waitFor();
    await page.context().close();
  });

  test('what was saved is taken back in the history', async () => {
    const page = await signedIn(`#/today?session=${later}`);
    await button(page, 'Fullt').click();
    await saveAndReceive(page);
    await page.goto(`${server.url}/#/history`);
    await page.locator('.entry').first().getByRole('button', { name: 'Ångra' }).click();
    await until('it is taken back', async () => !(await ask(page, `sessions/${later}`)).changes.some((change) => change.kind === 'full'));
    await page.context().close();
  });

  const hashes = ['today', `today?session=${later}`, 'screens', `screens/${door}`, 'time', 'time?view=all', 'programme', 'programme/sources',
    'programme/rooms', 'programme/duplicates', 'messages', 'rota', 'people', 'history', 'account'];
  for (const [width, colorScheme] of [[360, 'light'], [360, 'dark'], [1440, 'light'], [1440, 'dark'], [1920, 'light']])
    test(`every page at ${width} px, ${colorScheme}: axe finds nothing, nothing reaches beyond its sides (WCAG 2.2 AA)`, async () => {
      const page = await signedIn('#/today', { viewport: { width, height: width < 500 ? 740 : 900 }, colorScheme });
      for (const hash of hashes) {
        await page.goto(`${server.url}/#/${hash}`);
        await page.waitForTimeout(150); // the page before has an h1 too
        await page.waitForFunction(() => document.querySelector('main h1') && !document.querySelector('.skeleton'), null, { timeout: 10000 });
        assert.deepEqual(await axeFindings(page), [], hash);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, hash);
        await picture(page, `${hash.replace(/[^a-z-]+/g, '-')}-${width}-${colorScheme}`);
      }
      assert.deepEqual(page.misdeeds, []);
      await page.context().close();
    });
});
