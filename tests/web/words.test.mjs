// The words of the organisers' interface: the same keys in every language, and none that the code asks for is missing.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { sourceDir } from './house.mjs';

const web = join(sourceDir, 'content-server/web');
const read = async (tag) => JSON.parse(await readFile(join(web, 'words', `${tag}.json`), 'utf8'));
const [sv, en] = [await read('sv'), await read('en')];

async function code() {
  const texts = [await readFile(join(web, 'app.js'), 'utf8')];
  for (const folder of ['lib', 'parts', 'pages'])
    for (const file of await readdir(join(web, folder))) texts.push(await readFile(join(web, folder, file), 'utf8'));
  return texts.join('\n');
}

test('Swedish and English have the same keys and the same places for values', () => {
  assert.deepEqual(Object.keys(sv).sort(), Object.keys(en).sort());
  const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const key of Object.keys(sv)) assert.deepEqual(places(sv[key]), places(en[key]), key);
});

test('every key that the code names has words', async () => {
  const asked = [...(await code()).matchAll(/\bt\(\s*(?:[^()'`]*\? )?'([a-z_.]+)'/g)].map((match) => match[1]);
  assert.ok(asked.length > 200);
  for (const key of asked) assert.ok(key in sv || `${key}.other` in sv, `no words for '${key}'`);
});

test('a word that counts has both its forms', () => {
  for (const key of Object.keys(sv).filter((key) => key.endsWith('.one'))) assert.ok(key.replace(/one$/, 'other') in sv, key);
});

test('nothing of the interface is written beside the words', async () => {
  const between = [...(await code()).matchAll(/<\w+[^<>=]*(?:="[^"]*")*>([A-ZÅÄÖa-zåäö][^<$\n]{2,})<\//g)].map((match) => match[1]);
  assert.deepEqual(between, []);
});
