// The replica pages as they are served: bundled in memory from ../pages, each under
// the host name and the Content-Security-Policy of the site it stands for.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('../pages/', import.meta.url));
const draftStyles = fileURLToPath(
  new URL('../../node_modules/draft-js/dist/Draft.css', import.meta.url),
);

// The shape of X's header, stricter: no inline style, no eval, no WebAssembly.
const policy = (nonce) =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

/** Pages by host name and path. */
export const replicas = {
  'x.com': { '/compose/post': 'draft', '/intent/post': 'textarea' },
  'www.facebook.com': { '/': 'lexical', '/comment': 'lexical' },
};

/**
 * Where a page is served once more, out of Bedside's reach: the same to the byte, for
 * what a page does without the extension.
 */
export const withoutBedside = (url) => url.replace(/^https:\/\/([^/]+)/, 'https://$1.control.test');

/** The host that a replica stands for. */
export const plainHost = (host) => host.replace(/\.control\.test$/, '');

const titles = { draft: 'Compose', textarea: 'Reply', lexical: 'Create post' };

function html(name, nonce) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${titles[name]}</title>
<link rel="stylesheet" href="/assets/draft.css">
<link rel="stylesheet" href="/assets/page.css">
</head>
<body>
<main><h1>${titles[name]}</h1><div id="root"></div></main>
<script nonce="${nonce}" src="/assets/${name}.js"></script>
</body>
</html>`;
}

/** @returns {Promise<Map<string, {type: string, body: Uint8Array}>>} assets by path */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: Object.keys(titles).map((name) => `${folder}${name}.js`),
    bundle: true,
    write: false,
    outdir: folder,
    format: 'iife',
    minify: true,
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    logLevel: 'error',
  });
  const assets = new Map();
  for (const { path, contents } of outputFiles) {
    assets.set(`/assets/${path.slice(folder.length)}`, { type: 'text/javascript', body: contents });
  }
  for (const [name, path] of [
    ['draft.css', draftStyles],
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
  const assets = await bundle();
  return (host, path) => {
    const asset = assets.get(path);
    if (asset) {
      const headers = { 'content-type': asset.type, 'cache-control': 'max-age=3600' };
      return { status: 200, headers, body: asset.body };
    }
    const name = replicas[host]?.[path];
    if (!name) return { status: 404, headers: {}, body: '' };
    const nonce = randomBytes(16).toString('base64');
    return {
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy(nonce),
        'strict-transport-security': 'max-age=31536000',
      },
      body: html(name, nonce),
    };
  };
}
