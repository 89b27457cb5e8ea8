// All the network a browser under test has: a proxy that lets through the replica
// sites and the update server, refuses everything else, and writes down all of it.
// Sites are served here behind TLS, so their requests are seen in clear.

import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { pipeline } from 'node:stream';
import { selfSigned } from './certificate.mjs';
import { openReplicas, plainHost, replicas } from './replicas.mjs';

/**
 * @typedef {object} Seen one request that left the browser
 * @property {'site' | 'update' | 'refused'} to
 * @property {string} method
 * @property {string} url
 * @property {object} headers
 * @property {string} body
 */

const listen = (server) =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * @param {object} updates where the update server is
 * @param {string} updates.origin what the extension asks for, like http://localhost:8787
 * @param {number} updates.port where it listens on this machine; 0 for nowhere
 * @param {number[]} [updates.others] ports of further ones, asked for as http://localhost:PORT
 * @returns {Promise<{port: number, seen: Seen[], close: () => Promise<void>}>}
 */
export async function openNetwork(updates) {
  const seen = [];
  const serveReplica = await openReplicas();
  const updateHost = new URL(updates.origin).host;
  const servers = new Map([[updateHost, updates.port]]);
  for (const other of updates.others ?? []) servers.set(`localhost:${other}`, other);

  const note = async (to, origin, request) => {
    const body = await read(request);
    const { method, headers } = request;
    const url = new URL(request.url, origin).href;
    seen.push({ to, method, url, headers, body: body.toString() });
    return body;
  };

  const forward = async (request, response, origin) => {
    const body = await note('update', origin, request);
    const { host, pathname, search } = new URL(request.url, origin);
    const port = servers.get(host);
    if (!port) return response.destroy();
    const onward = http.request(
      {
        host: '127.0.0.1',
        port,
        method: request.method,
        path: pathname + search,
        headers: request.headers,
      },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        response.flushHeaders();
        // An answer that breaks off breaks off for the browser too.
        pipeline(answer, response, () => {});
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    onward.end(body);
  };

  const secure = https.createServer(
    selfSigned([...Object.keys(replicas), new URL(updates.origin).hostname]),
    async (request, response) => {
      const host = request.headers.host ?? '';
      if (servers.has(host)) return forward(request, response, updates.origin);
      await note('site', `https://${host}`, request);
      const { status, headers, body } = serveReplica(
        plainHost(host),
        new URL(request.url, 'https://x').pathname,
      );
      response.writeHead(status, headers).end(body);
    },
  );
  const securePort = await listen(secure);

  const proxy = http.createServer(async (request, response) => {
    if (servers.has(new URL(request.url, updates.origin).host)) {
      return forward(request, response, updates.origin);
    }
    await note('refused', updates.origin, request);
    response.writeHead(403).end();
  });
  const tunnels = new Set();
  proxy.on('connect', (request, client, head) => {
    const { host, hostname, port } = new URL(`https://${request.url}`);
    const known = (plainHost(hostname) in replicas && port === '') || servers.has(host);
    if (!known) {
      seen.push({
        to: 'refused',
        method: 'CONNECT',
        url: `https://${request.url}`,
        headers: request.headers,
        body: '',
      });
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const upstream = net.connect(securePort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    tunnels.add(client).add(upstream);
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
    client.on('close', () => tunnels.delete(client));
    upstream.on('close', () => tunnels.delete(upstream));
  });
  const port = await listen(proxy);

  return {
    port,
    seen,
    async close() {
      for (const socket of tunnels) socket.destroy();
      for (const server of [secure, proxy]) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}
