// Puts what npm fetched where the browser finds it: vendor/, served as files. A browser knows no bare names without an
// import map, and an import map is an inline script, which our policy forbids; so the names become paths.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const from = join(here, 'node_modules');
const to = join(here, 'vendor');

const modules = {
  preact: ['preact/dist/preact.mjs', 'preact.js'],
  'preact/hooks': ['preact/hooks/dist/hooks.mjs', 'preact-hooks.js'],
  htm: ['htm/dist/htm.mjs', 'htm.js'],
  '@preact/signals-core': ['@preact/signals-core/dist/signals-core.mjs', 'signals-core.js'],
  '@preact/signals': ['@preact/signals/dist/signals.mjs', 'signals.js'],
};

function withPaths(text, name) {
  const source = text.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n');
  return source.replace(/\b(from|import)\s*(["'])([^"']+)\2/g, (whole, word, quote, wanted) => {
    if (!modules[wanted]) throw new Error(`${name} asks for '${wanted}', which is not in vendor.mjs`);
    return `${word}${quote}./${modules[wanted][1]}${quote}`;
  });
}

await rm(to, { recursive: true, force: true });
await mkdir(to);
for (const [source, target] of Object.values(modules))
  await writeFile(join(to, target), withPaths(await readFile(join(from, source), 'utf8'), source));
await cp(join(here, '../../assets/demo/event.json'), join(to, 'sample-event.json'));
await cp(join(from, '@picocss/pico/css/pico.min.css'), join(to, 'pico.css'));
