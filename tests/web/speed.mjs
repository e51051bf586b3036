// How quick the organisers' pages are, for ./skylt bench: the real server, a real player and Chromium on one machine.
// Prints a JSON list of {"name","value","unit","bar"}.
import { startBrowser } from './house.mjs';
import { Desk, button, door, foyer, nextFrame, running, sayFull } from './desk.mjs';

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function clickToPixels(desk) {
  const page = await desk.page('#/today');
  await desk.drawn(door);
  const session = await running(desk);
  const taken = [];
  for (let round = 0; round < 9; ++round) {
    const { began, revision } = await sayFull(page, desk, session);
    taken.push((await desk.receipt(revision, door)).shown_at - began);
    await button(page, 'Ångra').click();
    await page.getByText('Ångrat').waitFor();
    await desk.drawn(door);
  }
  return median(taken);
}

async function frames(desk) {
  const page = await desk.page(`#/time?screen=${foyer}&at=2027-05-04T08:00:00.000Z`);
  await page.locator('.time-picture img').waitFor();
  await page.getByRole('slider').focus();
  const taken = [];
  for (let step = 0; step < 40; ++step) taken.push(await nextFrame(page));
  return median(taken);
}

const browser = await startBrowser();
const desk = await Desk.open(browser);
try {
  const figure = (name, value, bar) => ({ name: `organisers: ${name}`, value, unit: 'ms', bar });
  const figures = [figure('from click to changed pixels of a door', await clickToPixels(desk), 250)];
  figures.push(figure('a frame of the time machine, one minute on', await frames(desk), 150));
  console.log(JSON.stringify(figures));
} finally {
  await desk.takeBack();
  await desk.close();
  await browser.close();
}
