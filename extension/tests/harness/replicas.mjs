// The replica pages as they are served: bundled in memory from ../pages, each under
// the host name and the Content-Security-Policy of the site it stands for.

import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { composers } from './sites.mjs';

const folder = fileURLToPath(new URL('../pages/', import.meta.url));
const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** The React that an editor's page runs under, where it is not the newest. */
const reacts = { draft: 17, field: 18 };

// The shape of X's header, stricter: no inline style, no eval, no WebAssembly.
const policy = (nonce, { trusted = true }) =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    ...(trusted ? ["require-trusted-types-for 'script'", "trusted-types 'none'"] : []),
  ].join('; ');

/** Names of the replicas by host name and path. */
export const replicas = {};
for (const [name, { url }] of Object.entries(composers)) {
  const { hostname, pathname } = new URL(url);
  replicas[hostname] ??= {};
  replicas[hostname][pathname] = name;
}

/**
 * Where a page is served once more, out of Bedside's reach: the same to the byte, for
 * what a page does without the extension.
 */
export const withoutBedside = (url) => url.replace(/^https:\/\/([^/]+)/, 'https://$1.control.test');

/** The host that a replica stands for. */
export const plainHost = (host) => host.replace(/\.control\.test$/, '');

/** A page of a site on which nothing can be written. */
const empty = '<!doctype html><html lang="en"><title>Not here</title><p>Not here.</p></html>';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function html(name, nonce) {
  const { editor, html: body, ...site } = composers[name];
  const inner = (selector) => selector?.replace(/^.*>>> */, '');
  const told = { ...site, button: inner(site.button) };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(name)}</title>
<link rel="stylesheet" href="/assets/draft.css">
<link rel="stylesheet" href="/assets/page.css">
</head>
<body>
<main><h1>${escaped(name)}</h1>${body}</main>
<script type="application/json" id="replica">${JSON.stringify(told).replaceAll('<', '\\u003c')}</script>
<script nonce="${nonce}" src="/assets/editors/${editor}.js"></script>
</body>
</html>`;
}

/** Bundled once for all the stages of a process. */
let bundled;

/** @returns {Promise<Map<string, {type: string, body: Uint8Array}>>} assets by path */
async function bundle() {
  const editors = readdirSync(`${folder}editors`).map((file) => file.replace('.js', ''));
  const versions = new Map();
  for (const editor of editors) {
    const react = reacts[editor] ?? '';
    versions.set(react, [...(versions.get(react) ?? []), `${folder}editors/${editor}.js`]);
  }
  const assets = new Map();
  const bundles = [...versions].map(([react, entryPoints]) =>
    build({
      entryPoints,
      bundle: true,
      write: false,
      outbase: folder,
      outdir: folder,
      format: 'iife',
      minify: true,
      conditions: ['production'],
      alias: { react: `react${react}`, 'react-dom': `react-dom${react}` },
      loader: { '.css': 'empty' },
      define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
      logLevel: 'error',
    }),
  );
  for (const { outputFiles } of await Promise.all(bundles)) {
    for (const { path, contents } of outputFiles) {
      const type = 'text/javascript';
      assets.set(`/assets/${path.slice(folder.length)}`, { type, body: contents });
    }
  }
  for (const [name, path] of [
    ['draft.css', `${modules}draft-js/dist/Draft.css`],
    ['page.css', `${folder}page.css`],
  ]) {
    assets.set(`/assets/${name}`, { type: 'text/css', body: await readFile(path) });
  }
  return assets;
}

/**
 * The replica sites as a handler of requests that have their host name.
 * @returns {Promise<(host: string, path: string) => {status: number, headers: object, body: any}>}
 */
export async function openReplicas() {
  bundled ??= bundle();
  const assets = await bundled;
  return (host, path) => {
    const asset = assets.get(path);
    if (asset) {
      const headers = { 'content-type': asset.type, 'cache-control': 'max-age=3600' };
      return { status: 200, headers, body: asset.body };
    }
    const name = replicas[host]?.[path];
    if (!name) return { status: 404, headers: { 'content-type': 'text/html' }, body: empty };
    const nonce = randomBytes(16).toString('base64');
    return {
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy(nonce, composers[name]),
        'strict-transport-security': 'max-age=31536000',
      },
      body: html(name, nonce),
    };
  };
}
