// The organisers' pages when things go wrong: a server killed in the middle of a save, a browser that slept, a wall of two
// hundred screens. Nothing is lost, nothing is done twice, nothing is asked for more often than it is needed.
import assert from 'node:assert/strict';
import { createServer, connect } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { picture, sourceDir, startBrowser } from './house.mjs';
import { Desk, button, foyer, later, open, until } from './desk.mjs';

/** A wire between browser and server on which the stream of events can go dead without a word, as when a laptop sleeps. */
class Wire {
  static async to(url) {
    const wire = new Wire();
    const target = new URL(url);
    wire.frozen = new Set();
    wire.all = new Set();
    wire.streams = new Set();
    wire.listener = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      wire.all.add(near).add(far);
      const pass = (from, to) => {
        from.on('data', (bytes) => { if (!wire.frozen.has(from)) to.write(bytes); });
        from.on('close', () => { if (!wire.frozen.has(from)) to.destroy(); });
        from.on('error', () => {});
      };
      near.on('data', (bytes) => { if (bytes.includes('GET /api/v1/events')) wire.streams.add(near).add(far); });
      pass(near, far);
      pass(far, near);
    });
    await new Promise((done) => wire.listener.listen(0, '127.0.0.1', done));
    wire.url = `http://127.0.0.1:${wire.listener.address().port}`;
    return wire;
  }

  /** The streams that are open go dead and stay so; new ones work. */
  freeze() {
    for (const socket of this.streams) this.frozen.add(socket);
  }

  close() {
    for (const socket of this.all) socket.destroy();
    this.listener.close();
  }
}

describe('when things go wrong', () => {
  let browser;
  let desk;
  before(async () => {
    browser = await startBrowser();
    desk = await Desk.open(browser, { screens: [] });
  });
  afterEach(() => desk.takeBack());
  after(async () => {
    await desk?.close();
    await browser?.close();
  });

  const changes = async () => (await desk.ask(`sessions/${later}`)).changes;

  test('a server killed as one saves: the page says so, saves when it is back, and once', async () => {
    const page = await desk.page(`#/today?session=${later}`);
    await button(page, 'Fullt').click();
    await page.locator('.preview > .pictures img').first().waitFor();
    await desk.server.kill();
    await button(page, 'Visa på skärmarna').click();
    await page.locator('.saved').getByText('Servern svarar inte.').waitFor();
    await picture(page, 'server-gone');
    await desk.server.again();
    await page.locator('.receipt-count').waitFor();
    assert.deepEqual((await changes()).map((change) => change.kind), ['full']);
    await page.locator('.offline').waitFor({ state: 'detached' });
  });

  test('a server killed after it saved and before it said so: the change is there once', async () => {
    const page = await desk.page(`#/today?session=${later}`);
    let answers = 0;
    await page.route('**/api/v1/changes', async (route) => {
      if (route.request().method() !== 'POST' || answers++ > 0) return route.continue();
      await route.fetch(); // it is done, but nobody hears of it
      return route.abort('connectionreset');
    });
    await button(page, '10 min').click();
    await page.locator('.preview > .pictures img').first().waitFor();
    await button(page, 'Visa på skärmarna').click();
    await page.locator('.receipt-count').waitFor();
    assert.equal(answers, 2);
    assert.deepEqual((await changes()).map((change) => [change.kind, change.minutes]), [['delayed', 10]]);
    await page.locator('.saved').getByRole('button', { name: 'Ångra' }).click();
    await until('it is taken back', async () => (await changes()).length === 0);
  });

  test('a browser that slept for an hour shows what happened meanwhile, without a reload', async (t) => {
    const wire = await Wire.to(desk.server.url);
    t.after(() => wire.close());
    const state = JSON.parse(JSON.stringify(desk.state));
    const page = await open(browser, { url: wire.url }, 'icon.svg', { storageState: state });
    await page.clock.install();
    let asked = 0;
    let answered = 0;
    const ofStream = (request) => request.url().endsWith('/api/v1/events');
    page.on('request', (request) => { if (!ofStream(request)) ++asked; });
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => { if (!ofStream(request)) ++answered; });
    await page.goto(`${wire.url}/#/today?session=${later}`);
    await page.getByRole('dialog').getByRole('heading', { name: /Freiburg/ }).waitFor();
    await until('the stream is open', () => wire.streams.size > 0);
    await until('the page has read what it asked for', async () => {
      const before = asked;
      await page.waitForTimeout(700);
      return asked === before && answered === before;
    });
    wire.freeze();
    assert.equal((await desk.send('POST', 'changes', { session: later, kind: 'full' })).status(), 201);
    await page.waitForTimeout(1500);
    assert.equal(await page.locator('.laid').count(), 0, 'nothing comes through a dead wire');
    await page.clock.fastForward('01:00:00');
    await page.locator('.laid').waitFor();
    assert.equal((await desk.send('POST', 'changes', { session: later, kind: 'cancelled' })).status(), 201);
    await until('and the stream lives again', async () => (await page.locator('.laid li').count()) === 2);
  });

  test('of many tabs one holds the stream of events, and all of them hear; when it is closed the next one does', async () => {
    const page = await desk.page(`#/today?session=${later}`);
    const streams = [];
    page.context().on('request', (request) => { if (request.url().endsWith('/api/v1/events')) streams.push(request); });
    const tabs = [page];
    for (let more = 0; more < 6; ++more) {
      const tab = await page.context().newPage();
      await tab.goto(`${desk.server.url}/#/today?session=${later}`);
      await tab.getByRole('dialog').getByRole('heading', { name: /Freiburg/ }).waitFor();
      tabs.push(tab);
    }
    assert.ok(streams.length <= 1, `${streams.length} streams`);
    assert.equal((await desk.send('POST', 'changes', { session: later, kind: 'full' })).status(), 201);
    for (const tab of tabs) await tab.locator('.laid li').waitFor();
    await page.close();
    await until('another tab holds it', () => streams.length > 0);
    await tabs[1].waitForTimeout(300);
    assert.equal((await desk.send('POST', 'changes', { session: later, kind: 'cancelled' })).status(), 201);
    for (const tab of tabs.slice(1)) await tab.locator('.laid li').nth(1).waitFor();
  });

  test('two hundred screens on the wall: pictures of those in sight only, and one question for many reports', async () => {
    const event = JSON.parse(await readFile(join(sourceDir, 'assets/demo/event.json'), 'utf8'));
    const { node, at: place, ...plain } = event.screens.find((one) => one.id === foyer);
    while (event.screens.length < 200) event.screens.push({ ...plain, id: `vagg-${event.screens.length}`, name: `Vägg ${event.screens.length}` });
    const file = join(desk.server.folder, 'two-hundred.json');
    await writeFile(file, JSON.stringify(event));
    await desk.server.command('import', file, '--format', 'event', '--accept');
    await until('all are published', async () => (await desk.ask('screens')).screens.filter((one) => one.offered).length >= 200, 60);
    const page = await desk.page('#/account');
    const asked = { pictures: 0, lists: 0 };
    page.on('request', (request) => {
      if (request.url().includes('/picture?')) asked.pictures += 1;
      if (request.url().endsWith('/api/v1/screens')) asked.lists += 1;
    });
    await page.locator('h1').waitFor();
    await page.waitForFunction(async () => (await import('./lib/live.js')).changed('hello') > 0); // the stream is open
    asked.lists = 0;
    await page.goto(`${desk.server.url}/#/screens`);
    await page.locator('.tile').nth(199).waitFor({ state: 'attached' });
    await page.locator('.tile img').first().waitFor();
    await page.waitForTimeout(1500);
    assert.equal(await page.locator('.tile').count(), 200);
    assert.ok(asked.pictures < 100, `${asked.pictures} pictures for the first sight`);
    assert.equal(asked.lists, 1);
    // A hundred reports within a second by the page's own clock, however long the machine takes over them.
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 5000);
    asked.lists = 0;
    await page.evaluate(async () => { window.note = (await import('./lib/live.js')).note; });
    for (let report = 0; report < 100; ++report) {
      await page.evaluate(() => window.note('screen'));
      await page.clock.runFor(10);
    }
    await page.clock.runFor(1000);
    await page.clock.resume();
    assert.ok(asked.lists >= 2 && asked.lists <= 6, `${asked.lists} questions for a hundred reports`);
    await page.locator('.tile').nth(150).scrollIntoViewIfNeeded();
    await page.locator('.tile').nth(150).locator('img').waitFor();
    await picture(page, 'wall-200');
    await page.locator('.tile').nth(150).click();
    await page.locator('.why-items tbody tr').first().waitFor();
    assert.deepEqual(page.misdeeds, []);
  });
});
