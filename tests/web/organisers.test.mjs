// The organisers' interface (docs/organising.md): each task as its user would do it, against the real server, ending in
// what the player drew.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Server, axeFindings, picture, startBrowser } from './house.mjs';
import { Desk, anna, button, door, fillSetUp, foyer, later, moment, nextFrame, open, running, samePixels, saveAndReceive, sayFull, texts, until } from './desk.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser?.close());

describe('the first start', () => {
  test('from a set-up code to the sample event on a screen in one path', async () => {
    const server = await Server.start(['--at', moment], { sample: false });
    const page = await open(browser, server);
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
    const page = await open(browser, server);
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
  let desk;
  let server;
  before(async () => {
    desk = await Desk.open(browser);
    server = desk.server;
  });
  afterEach(() => desk.takeBack());
  after(() => desk?.close());

  test('late with one tap: seen before, received after, drawn by the player, undone', async () => {
    const page = await desk.page(`#/today?session=${later}`);
    const before = (await desk.drawn(foyer)).shown;
    await button(page, '15 min').click();
    await page.locator('.preview > .pictures img').first().waitFor();
    assert.match(await page.locator('.preview').innerText(), /Syns på \d+ skärmar/);
    await picture(page, 'late-preview');
    await saveAndReceive(page);
    await until('a player has it', async () => /Visas på [1-9]/.test(await page.locator('.saved').innerText()));
    await picture(page, 'late-receipt');
    assert.ok((await desk.drawn(foyer)).shown > before);
    assert.equal(Date.parse((await desk.ask(`sessions/${later}`)).session.start), Date.parse('2027-05-04T10:45:00+02:00'));
    const pages = await server.pages(foyer, '2027-05-04T10:40:00+02:00', 'sv');
    const times = pages.flatMap((scene) => scene.items.filter((item) => item.role === 'session.time').map((item) => item.text));
    assert.ok(times.some((text) => text.includes('10:45')), JSON.stringify(times));
    await button(page, 'Ångra').click();
    await page.getByText('Ångrat: 15 min försenad').waitFor();
    assert.equal((await desk.ask(`sessions/${later}`)).changes.length, 0);
    assert.deepEqual(page.misdeeds, []);
  });

  test('a reload shows the page again: what the browser keeps stays as it was sent', async () => {
    const page = await desk.page('#/today');
    for (let again = 0; again < 3; ++again) {
      await page.getByRole('heading', { name: 'Rådhuset' }).waitFor();
      if (again < 2) await page.reload();
    }
    assert.deepEqual(page.misdeeds, []);
  });

  for (const [name, act, kind, room] of [
    ['full, and space again', (page) => button(page, 'Fullt').click(), 'full'],
    ['full, and shown in another room too', async (page) => {
      await button(page, 'Fullt').click();
      await page.getByLabel('Visas den också i ett annat rum?').selectOption({ label: 'Sal B' });
      await page.getByRole('heading', { name: 'Fullt, visas också i Sal B' }).waitFor();
    }, 'full', 'sal-b'],
    ['cancelled', (page) => button(page, 'Inställd').click(), 'cancelled'],
    ['moved', async (page) => {
      await button(page, 'Flyttad').click();
      await page.getByLabel('Till vilket rum?').selectOption({ label: 'Sal B' });
    }, 'moved', 'sal-b'],
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
      const page = await desk.page(`#/today?session=${later}`);
      await act(page);
      await saveAndReceive(page);
      const { changes } = await desk.ask(`sessions/${later}`);
      assert.deepEqual(changes.map((change) => [change.kind, change.room || undefined]), [[kind, room]]);
      await desk.drawn(foyer);
      await page.goto(`${server.url}/#/today?session=${later}`);
      await page.locator('.laid').getByRole('button').click();
      await until('no change is left', async () => (await desk.ask(`sessions/${later}`)).changes.length === 0);
    });

  test('from click to changed pixels: the receipt is that of the click, and says when the door showed it', async () => {
    const page = await desk.page('#/today');
    await desk.drawn(door);
    const { began, revision } = await sayFull(page, desk, await running(desk));
    const receipt = await desk.receipt(revision, door);
    assert.ok(receipt.shown_at >= began, JSON.stringify(receipt));
    const scene = await server.scene(door, moment, 'sv', { anew: true });
    assert.ok(scene.items.some((item) => item.role === 'session.status'), JSON.stringify(texts(scene)));
  });

  test('which screens mention a session, and why a screen shows what it shows', async () => {
    const page = await desk.page('#/screens');
    await page.getByLabel('Vilka skärmar visar').fill('hur bygger vi');
    await page.locator('.found button').first().click();
    await page.locator('.chosen').waitFor();
    const found = await page.locator('.tile:not(.dim)').count();
    assert.ok(found >= 1 && found < 9, `${found} screens`);
    await page.goto(`${server.url}/#/screens/${door}`);
    await page.locator('.why-items tbody tr').first().waitFor();
    const listed = await page.locator('.why-items td:first-child').allInnerTexts();
    const scene = texts(await server.scene(door, (await desk.ask(`screens/${door}/why`)).at, undefined, { anew: true }));
    assert.ok(scene.length > 0);
    // Between the page and the picture a minute may have passed.
    for (const text of scene.filter((one) => !/^\d\d:\d\d$/.test(one)).slice(0, 3)) assert.ok(listed.some((one) => one.replace(/\s+/g, ' ').includes(text.replace(/\s+/g, ' ').slice(0, 20))), text);
  });

  test('the time machine scrubs a day as the player draws it, with each step a new frame', async () => {
    const page = await desk.page(`#/time?screen=${foyer}&at=2027-05-04T08:00:00.000Z`);
    await page.locator('.time-picture img').waitFor();
    const slider = page.getByRole('slider');
    await slider.focus();
    for (let step = 0; step < 20; ++step) await nextFrame(page);
    assert.match(await slider.getAttribute('aria-valuetext'), /10:20/);
    const { at, width } = Object.fromEntries(new URL(await page.locator('.time-picture img').getAttribute('data-shown'), server.url).searchParams);
    assert.deepEqual([at, width], ['2027-05-04T08:20:00.000Z', '1280']);
    const ours = await desk.request.get(desk.address(`screens/${foyer}/picture?at=${at}`));
    assert.ok(await samePixels(page, await ours.body(), await server.picture(foyer, at)));
  });

  test('the programme is searched by title, room and organiser', async () => {
    const page = await desk.page('#/programme');
    const rows = page.locator('.matrix tbody tr:not(.day)');
    await rows.first().waitFor();
    const all = await rows.count();
    const search = page.getByRole('searchbox');
    await search.fill('sagorummet');
    await until('fewer rows', async () => (await rows.count()) < all);
    for (const row of await rows.all()) assert.match(await row.textContent(), /Sagorummet/);
    assert.ok((await rows.count()) > 0);
    await search.fill('finns inte alls');
    await page.getByText('Ingen programpunkt stämmer med sökningen.').waitFor();
    assert.deepEqual(page.misdeeds, []);
  });

  test('a time that a clock change skips is refused with a suggestion, and of a doubled one it is asked which (R-45)', async () => {
    const page = await desk.page('#/programme');
    await button(page, 'Ny programpunkt').click();
    await page.getByRole('group', { name: 'Titel', exact: true }).getByLabel('Svenska').fill('Nattvandring');
    const starts = page.getByLabel('Börjar');
    await starts.fill('2027-03-28T02:30');
    await page.getByText('02:30 finns inte den natten').waitFor();
    await page.getByLabel('Slutar').fill('2027-03-28T05:00');
    await button(page, 'Spara').click();
    assert.equal(await starts.evaluate((input) => input.validity.customError), true);
    await picture(page, 'clock-skipped');
    await button(page, 'Ta 03:30').click();
    assert.equal(await starts.inputValue(), '2027-03-28T03:30');
    assert.equal(await starts.evaluate((input) => input.checkValidity()), true);
    await starts.fill('2027-10-31T02:30');
    await page.getByLabel('Slutar').fill('2027-10-31T02:45');
    const which = page.getByRole('group', { name: 'Klockan visar 02:30 två gånger den natten. Vilken menas?' });
    assert.equal(await which.getByRole('radio', { name: /CEST/ }).isChecked(), true);
    await which.getByRole('radio', { name: /CET den andra/ }).check();
    await page.getByRole('group', { name: /visar 02:45 två/ }).getByRole('radio', { name: /CET den andra/ }).check();
    await picture(page, 'clock-doubled');
    await button(page, 'Spara').click();
    await page.locator('.saved').getByText('Nattvandring').waitFor();
    const made = (await desk.ask('sessions')).sessions.find((one) => one.title.sv === 'Nattvandring');
    assert.deepEqual([made.start, made.end].map((time) => Date.parse(time)), ['2027-10-31T01:30Z', '2027-10-31T01:45Z'].map(Date.parse));
    assert.deepEqual(page.misdeeds, []);
  });

  test('a session by hand in two languages, with what is missing in the matrix, on the screens', async () => {
    const page = await desk.page('#/programme');
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
    await desk.drawn(door);
    assert.ok(texts(await server.scene(door, moment, 'sv', { anew: true })).some((text) => text.includes('Öppen rådslagning')));
    await page.locator('.saved').getByRole('button', { name: 'Ångra' }).click();
    await until('it is gone', async () => (await row.count()) === 0);
  });

  test('a notice is seen on the screens before it goes, and then stands there', async () => {
    const page = await desk.page('#/messages');
    await button(page, 'Nytt meddelande').click();
    await page.getByRole('group', { name: 'Text' }).getByLabel('Svenska').fill('Hissen är avstängd');
    await page.getByLabel('Märkta ”foyer”').check();
    await button(page, 'Visa hur det blir').click();
    await page.locator('.preview > .pictures img').first().waitFor();
    await picture(page, 'message-preview');
    await saveAndReceive(page);
    await desk.drawn(foyer);
    assert.ok((await server.pages(foyer, moment, 'sv')).some((scene) => texts(scene).some((text) => text.includes('Hissen är avstängd'))));
  });

  test('a rule of the rota changes the layout, and says that it wins', async () => {
    const page = await desk.page('#/rota');
    await button(page, 'Ny regel').click();
    await page.getByLabel('Layout').selectOption('agenda');
    await page.getByLabel('Märkta ”foyer”').check();
    await button(page, 'Visa hur det blir').click();
    await saveAndReceive(page);
    assert.equal((await server.scene(foyer, moment, 'sv', { anew: true })).layout, 'agenda');
    assert.equal((await desk.ask(`screens/${foyer}/why`)).layout, 'agenda');
    await page.locator('.saved').getByRole('button', { name: 'Ångra' }).click();
    await until('its own layout is back', async () => (await desk.ask(`screens/${foyer}/why`)).layout === 'foyer');
  });

  test('two editors on one session: the second sees the first one’s change and decides', async () => {
    const [first, second] = [await desk.page(`#/today?session=${later}`), await desk.page(`#/today?session=${later}`)];
    await button(second, '5 min').click();
    await second.locator('.preview .buttons').waitFor();
    await button(first, 'Fullt').click();
    await saveAndReceive(first);
    await button(second, 'Visa på skärmarna').click();
    await second.getByText('Någon annan ändrade samma sak').waitFor();
    await picture(second, 'conflict');
    await button(second, 'Spara min ändring också').click();
    await until('both stand', async () => (await desk.ask(`sessions/${later}`)).changes.length === 2);
  });

  test('somebody invited joins by her link, and the record says who did what; CSV is there', async () => {
    const page = await desk.page('#/people');
    await button(page, 'Bjud in').click();
    await page.getByRole('dialog').getByLabel('E-post').fill('omar@forening.example');
    await button(page, 'Gör en inbjudan').click();
    const link = await page.locator('.secret').innerText();
    const omar = await open(browser, server, new URL(link).hash);
    await omar.getByLabel('Ditt namn').fill('Omar Haddad');
    await omar.getByLabel('Lösenord').fill('fyra blå cyklar i regn');
    await button(omar, 'Skapa konto').click();
    await omar.getByRole('heading', { name: 'I dag' }).waitFor();
    await omar.goto(`${server.url}/#/history`);
    await omar.locator('.entry').first().waitFor();
    assert.ok((await omar.locator('.entry').allInnerTexts()).some((entry) => entry.includes(anna.email)));
    assert.match(await (await omar.request.get(`${server.url}/api/v1/history.csv`)).text(), /^number,revision,at,actor/);
  });

  test('a volunteer changes her own time at once, and her words when somebody has read them', async () => {
    const page = await desk.page('#/people');
    await button(page, 'Ny länk').click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Namn').fill('Sara');
    await form.getByLabel('Vilka programpunkter?').fill('Freiburg berättar');
    await form.locator('.where input').first().check();
    const until = form.getByLabel('Till', { exact: true });
    const usual = await until.inputValue();
    await until.fill('2027-05-01T10:00'); // the session is on the fourth
    await form.getByText('Länken slutar gälla innan programpunkten är slut.').waitFor();
    await until.fill(usual);
    await button(page, 'Gör länken').click();
    const sara = await open(browser, server, new URL(await page.locator('.secret').innerText()).hash, { viewport: { width: 360, height: 740 } });
    await sara.getByRole('heading', { name: /Freiburg/ }).waitFor();
    await sara.getByText(/Visas på/).first().waitFor();
    assert.deepEqual(await axeFindings(sara), []);
    await picture(sara, 'my-360');
    await button(sara, 'Ändra').click();
    await button(sara, '5 min').click();
    await sara.locator('.preview > .pictures img').first().waitFor();
    await sara.waitForFunction(() => document.querySelector('.preview > .pictures img').naturalWidth > 0);
    await picture(sara, 'my-preview-360');
    await saveAndReceive(sara);
    const { changes } = await desk.ask('changes');
    const late = changes.find((change) => change.author.startsWith('Sara'));
    assert.equal(late.kind, 'delayed');
    await desk.drawn(foyer);
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
    await sara.getByText('Godkänt', { exact: true }).waitFor();
    await sara.getByText('Gärna!').waitFor();
    assert.ok((await desk.ask('changes')).changes.some((change) => change.kind === 'text' && change.text.sv === 'Ta med kaffe'));
  });

  test('a programme is read before it applies; its unknown room and its twin are settled with a click', async () => {
    const page = await desk.page('#/programme/sources');
    await button(page, 'Hämta ett program').click();
    const csv = 'title,start,end,room\nSamtal om parken,2027-05-04 15:00,2027-05-04 16:00,Stora Sal B\nÄldre i staden: Vem frågar oss?,2027-05-04 15:00,2027-05-04 16:30,Festsalen\n';
    await page.locator('input[type=file]').setInputFiles({ name: 'forening.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByLabel('Hör till').selectOption({ label: 'Rådhuset' });
    await button(page, 'Läs och visa skillnaden').click();
    await page.locator('.figure.added').getByText('2').waitFor();
    assert.equal((await desk.ask('sources')).sources.some((source) => source.name === 'forening.csv'), false);
    const notes = await page.locator('.notes').innerText();
    assert.match(notes, /Så läses kolumnerna: titel = 'title', börjar = 'start'/);
    assert.doesNotMatch(notes, /encoding|columns|delimiter/);
    await picture(page, 'import-difference');
    await button(page, 'Använd').click();
    await page.getByText('Inläst: forening.csv').waitFor();
    await page.goto(`${server.url}/#/programme/rooms`);
    await page.getByRole('button', { name: /^Sal B, Rådhuset/ }).click();
    await page.getByText('Alla rum är kända.').waitFor();
    await button(page, 'Ångra').click(); // a slip of the finger is taken back
    await page.getByRole('button', { name: /^Sal B, Rådhuset/ }).click();
    await page.getByText('Alla rum är kända.').waitFor();
    await desk.drawn(door);
    assert.ok(texts(await server.scene(door, '2027-05-04T14:55:00+02:00', 'sv', { anew: true })).some((text) => text.includes('Samtal om parken')));
    await page.goto(`${server.url}/#/programme/duplicates`);
    await button(page, 'Två olika').click();
    await page.getByText('Inga dubbletter.').waitFor();
    await button(page, 'Ångra').click();
    await button(page, 'Det är samma').click();
    await page.getByText('Inga dubbletter.').waitFor();
  });

  test('what was saved is taken back in the history', async () => {
    const page = await desk.page(`#/today?session=${later}`);
    await button(page, 'Fullt').click();
    await saveAndReceive(page);
    await page.goto(`${server.url}/#/history`);
    await page.locator('.entry').first().getByRole('button', { name: 'Ångra' }).click();
    await until('it is taken back', async () => !(await desk.ask(`sessions/${later}`)).changes.some((change) => change.kind === 'full'));
    // What was taken back has no way back itself; that it was has.
    await page.locator('.entry').first().getByText('Ändring ångrad').waitFor();
    assert.equal(await page.locator('.entry').nth(1).getByRole('button', { name: 'Ångra' }).count(), 0);
    assert.equal(await page.locator('.entry').first().getByRole('button', { name: 'Ångra' }).count(), 1);
  });

  test('the history is narrowed to what one looks for, and says what changed in words', async () => {
    const { session } = await desk.ask(`sessions/${later}`);
    await desk.send('PUT', 'messages/vatten', { kind: 'notice', text: { sv: 'Ta med vatten', en: 'Bring water' }, screens: ['radhuset'] });
    await desk.send('PUT', 'messages/vatten', { kind: 'welcome', text: { sv: 'Ta med vatten', en: 'Bring water' }, screens: ['radhuset', door] });
    const page = await desk.page('#/history');
    await page.getByLabel('Slag').selectOption({ label: 'Meddelanden' });
    await until('only messages stand', async () => (await page.locator('.entry strong').allInnerTexts()).every((words) => words.startsWith('Meddelande')));
    await page.getByLabel('Sök i historiken').fill('vatten');
    await until('two entries', async () => (await page.locator('.entry').count()) === 2);
    await page.locator('.entry').first().getByRole('button', { name: 'Visa vad' }).click();
    const told = await page.locator('.difference').innerText();
    assert.match(told, /Slag\s+Anslag Välkommen/);
    assert.match(told, /Skärmar\s+Rådhuset Rådhuset, /);
    assert.doesNotMatch(told, /radhuset|notice|vatten/);
    await picture(page, 'history-told');
    await page.getByLabel('Sök i historiken').fill('finns inte alls');
    await page.getByText('Inget i historiken stämmer med det.').waitFor();
    await page.goto(`${server.url}/#/today?session=${later}`);
    await page.getByRole('link', { name: 'Vem som ändrade vad' }).click();
    await page.locator('.chosen').getByText(session.title.sv).waitFor();
    for (const words of await page.locator('.entry .object').allInnerTexts()) assert.ok(words.includes(session.title.sv), words);
  });

  test('a screen is taken away, and brought back by the bar at the foot', async () => {
    const wall = (await desk.ask('screens')).screens;
    const spare = wall.find((screen) => screen.health === 'never');
    const page = await desk.page(`#/screens/${spare.id}`);
    await button(page, 'Ändra').click();
    await button(page, 'Ta bort skärmen').click();
    await page.getByText(`Skärmen borttagen: ${spare.name}`).waitFor();
    await page.getByRole('heading', { name: 'Skärmar', level: 1 }).waitFor();
    assert.equal((await desk.ask('screens')).screens.length, wall.length - 1);
    await button(page, 'Ångra').click();
    await until('it is back', async () => (await desk.ask('screens')).screens.some((screen) => screen.id === spare.id && screen.name === spare.name));
    // Those that wait for their player, and only those.
    await page.getByRole('group', { name: 'Hälsa' }).getByRole('button', { name: /väntar på spelare/ }).click();
    await until('the others are gone', async () => (await page.locator('.tile').count()) === wall.filter((screen) => screen.health === 'never').length);
    await picture(page, 'screens-waiting');
  });

  const hashes = ['today', `today?session=${later}`, 'screens', `screens/${door}`, 'time', 'time?view=all', 'programme', 'programme/sources',
    'programme/rooms', 'programme/duplicates', 'messages', 'places', 'rota', 'people', 'history', 'account'];
  for (const [width, colorScheme] of [[360, 'light'], [360, 'dark'], [1440, 'light'], [1440, 'dark'], [1920, 'light']])
    test(`every page at ${width} px, ${colorScheme}: axe finds nothing, nothing reaches beyond its sides (WCAG 2.2 AA)`, async () => {
      const page = await desk.page('#/today', { viewport: { width, height: width < 500 ? 740 : 900 }, colorScheme });
      for (const hash of hashes) {
        await page.goto(`${server.url}/#/${hash}`);
        await page.waitForTimeout(150); // the page before has an h1 too
        await page.waitForFunction(() => document.querySelector('main h1') && !document.querySelector('.skeleton'), null, { timeout: 30000 });
        assert.deepEqual(await axeFindings(page), [], hash);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, hash);
        await picture(page, `${hash.replace(/[^a-z-]+/g, '-')}-${width}-${colorScheme}`);
      }
      assert.deepEqual(page.misdeeds, []);
    });
});
