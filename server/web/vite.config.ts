/**
 * Builds the playground and the console into dist, from where the server embeds it. Packages come from
 * the extension's node_modules, so that both run the very same code.
 */
import { readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin, UserConfig } from '../../extension/node_modules/vite/dist/node/index.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const dist = here('dist');

const packages: Plugin = {
  name: 'packages-of-the-extension',
  enforce: 'pre',
  resolveId(id, importer) {
    if (!/^(preact|@bjorn3)\b/.test(id) || !importer?.startsWith(here('src'))) return null;
    return this.resolve(id, here('../../extension/package.json'), { skipSelf: true });
  },
};

/** Empties dist but for .gitignore, which keeps the folder there for go:embed. */
const sweep: Plugin = {
  name: 'sweep',
  buildStart() {
    for (const name of readdirSync(dist)) {
      if (name !== '.gitignore') rmSync(`${dist}/${name}`, { recursive: true });
    }
  },
};

export default {
  plugins: [packages, sweep],
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    outDir: dist,
    emptyOutDir: false,
    target: 'es2022',
    // A sheet for each page; all that is ever fetched is fetched at the start.
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: { input: [here('index.html'), here('console.html')] },
  },
} satisfies UserConfig;
