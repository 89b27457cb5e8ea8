// The built Worker on the real workerd, over a real (local) R2: what it must do like
// every server is told by the Go tests in server/conformance_test.go, which run
// against it over HTTP; here is what only a Worker can get wrong.
import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { createHash, createPrivateKey, sign } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { brotliDecompressSync } from "node:zlib";
import { pages, localWorker as start } from "./local.mjs";

const here = import.meta.dirname;
const work = mkdtempSync(join(tmpdir(), "bedside-worker-"));
const conformance = join(work, "conformance.test");
const keys = join(work, "keys");
const TOKEN = "let me in";
const authorization = { authorization: `Bearer ${TOKEN}` };
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

let worker;
let url;
let seed; // of the Worker's timestamp key, hexadecimal

before(async () => {
  execFileSync("go", ["test", "-c", "-o", conformance, "../.."], { cwd: here, env: { ...process.env, CGO_ENABLED: "0" } });
  await conform({ BEDSIDE_KEYS: keys }, "TestDevelopmentKeys");
  const key = JSON.parse(readFileSync(join(keys, "DEVELOPMENT-timestamp.key.json"), "utf8"));
  seed = key.keyval.private;
  worker = start({ TIMESTAMP_KEY: seed, PUBLISH_TOKEN: TOKEN });
  url = (await worker.ready).origin;
});

after(async () => {
  await worker?.dispose();
  rmSync(work, { recursive: true, force: true });
});

/** Runs Go tests of the server against a server. */
async function conform(env, pattern) {
  try {
    return await promisify(execFile)(conformance, ["-test.v", `-test.run=${pattern}`], {
      cwd: join(here, "../.."),
      env: { ...process.env, ...env },
    });
  } catch (error) {
    throw new Error(`the Go tests failed:\n${error.stdout}${error.stderr}`);
  }
}

/** The names of the Go tests that speak HTTP alone. */
function conformanceTests() {
  const source = readFileSync(join(here, "../../conformance_test.go"), "utf8");
  return [...source.matchAll(/^func (Test\w+)\(/gm)].map((m) => m[1]);
}

test("an empty bucket is an empty server", async () => {
  const answer = await fetch(`${url}/tuf/timestamp.json`);
  assert.equal(answer.status, 404);
  assert.equal((await answer.json()).error.code, "empty");
  assert.equal((await fetch(`${url}/readyz`)).status, 503);
});

test("it does what every server does", { timeout: 300_000 }, async () => {
  const names = conformanceTests();
  assert.ok(names.length > 10);
  const { stdout } = await conform({ BEDSIDE_URL: url, BEDSIDE_TOKEN: TOKEN, BEDSIDE_KEYS: keys }, `^(${names.join("|")})$`);
  for (const name of names) assert.match(stdout, new RegExp(`--- PASS: ${name} `));
});

test("rules and metadata come out of R2", async () => {
  const bucket = await worker.getR2Bucket("RULES");
  const timestamp = await (await fetch(`${url}/tuf/timestamp.json`)).text();
  assert.equal(timestamp, await (await bucket.get("tuf/timestamp.json")).text());

  const snapshot = JSON.parse(timestamp).signed.meta["snapshot.json"].version;
  const targets = (await (await fetch(`${url}/tuf/${snapshot}.snapshot.json`)).json()).signed.meta["targets.json"].version;
  const listed = (await (await fetch(`${url}/tuf/${targets}.targets.json`)).json()).signed.targets["base.pack"];
  const path = `${url}/tuf/targets/${listed.hashes.sha256}.base.pack`;
  const pack = await fetch(path, { headers: { "accept-encoding": "br" } });
  const body = Buffer.from(await pack.arrayBuffer());
  assert.equal(pack.headers.get("content-encoding"), "br");
  assert.equal(sha256(body), listed.hashes.sha256, "fetch has decompressed it");
  assert.match(pack.headers.get("cache-control"), /immutable/);
  const again = await fetch(path, { headers: { "accept-encoding": "br", "if-none-match": pack.headers.get("etag") } });
  assert.equal(again.status, 304);

  const stored = await (await bucket.get(`tuf/targets/${listed.hashes.sha256}.br`)).arrayBuffer();
  assert.deepEqual(brotliDecompressSync(Buffer.from(stored)), body);
});

test("R2 creates an object once", async () => {
  const content = Buffer.from("created once");
  const address = `${url}/publish/targets/${sha256(content)}`;
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => fetch(address, { method: "PUT", body: content, headers: authorization })),
  );
  for (const a of answers) assert.ok(a.status === 200 || a.status === 201, `${a.status}`);
  const bucket = await worker.getR2Bucket("RULES");
  const key = `tuf/targets/${sha256(content)}`;
  assert.equal(await bucket.put(key, "other", { onlyIf: { etagDoesNotMatch: "*" } }), null);
  assert.equal(await (await bucket.get(key)).text(), "created once");
});

test("cron runs, and the instance lives on", async () => {
  const { outcome } = await (await worker.getWorker()).scheduled({ cron: "17 * * * *" });
  assert.equal(outcome, "ok");
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
});

test("cron signs the timestamp anew when half of its life is over", async () => {
  const bucket = await worker.getR2Bucket("RULES");
  const { signatures, signed } = JSON.parse(await (await bucket.get("tuf/timestamp.json")).text());
  const hours = (n) => new Date(Date.now() + n * 3_600_000).toISOString().replace(/\.\d+Z$/, "Z");
  // As the server itself would have signed it two days ago; its JSON is canonical as it stands.
  signed.expires = hours(20);
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(seed, "hex")]);
  const sig = sign(null, JSON.stringify(signed), createPrivateKey({ key: der, format: "der", type: "pkcs8" })).toString("hex");
  await bucket.put("tuf/timestamp.json", JSON.stringify({ signatures: [{ keyid: signatures[0].keyid, sig }], signed }));
  await (await worker.getWorker()).scheduled({ cron: "17 * * * *" });
  const renewed = (await (await fetch(`${url}/tuf/timestamp.json`)).json()).signed;
  assert.equal(renewed.version, signed.version + 1);
  assert.ok(renewed.expires > hours(48), renewed.expires);
  assert.deepEqual(renewed.meta, signed.meta);
});

test("a body that does not say its length is cut off", async () => {
  let sent = 0;
  const answer = await fetch(`${url}/publish`, {
    method: "POST",
    headers: authorization,
    duplex: "half",
    body: new ReadableStream({
      pull: (stream) => (sent++ < 20 ? stream.enqueue(new Uint8Array(1 << 20)) : stream.close()),
    }),
  }).catch((error) => error);
  // The worker stops reading, so that a client in the middle of sending may find the
  // connection closed before it can read the answer.
  if (answer instanceof Error) assert.match(String(answer.cause?.code), /EPIPE|ECONNRESET|UND_ERR_SOCKET/);
  else {
    assert.equal(answer.status, 413);
    assert.equal((await answer.json()).error.code, "length");
  }
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
});

test("without secrets it serves and takes nothing", async () => {
  const closed = start({});
  try {
    const { origin } = await closed.ready;
    assert.equal((await fetch(`${origin}/healthz`)).status, 200);
    const answer = await fetch(`${origin}/publish`, { method: "POST", body: "{}", headers: authorization });
    assert.equal(answer.status, 403);
  } finally {
    await closed.dispose();
  }
});

test("the playground and the console are there, with the headers that confine them", async () => {
  const whole = start({}, { assets: pages });
  try {
    const { origin } = await whole.ready;
    for (const path of ["/", "/console", "/bedside.wasm", "/rules.json"]) {
      const answer = await fetch(origin + path);
      assert.equal(answer.status, 200, path);
      assert.match(answer.headers.get("content-security-policy"), /default-src 'none'.*connect-src 'self'/, path);
      const script = (await answer.text()).match(/src="(\/assets\/[^"]+)"/)?.[1];
      if (path === "/console") {
        assert.match((await fetch(origin + script)).headers.get("cache-control"), /immutable/);
      }
    }
    assert.equal((await fetch(`${origin}/tuf/timestamp.json`)).status, 404, "all else is the Worker's");
    assert.equal((await (await fetch(`${origin}/nothing`)).json()).error.code, "missing");
  } finally {
    await whole.dispose();
  }
});

/** Milliseconds of the processor that the workerds under this process took; 0 where /proc does not tell. */
function processorTime() {
  if (!existsSync("/proc/self/stat")) return 0;
  let ticks = 0; // of 10 ms
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    let stat = "";
    try {
      stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    } catch {
      continue; // it has ended
    }
    const [, name, rest] = stat.match(/\((.*)\) (.*)/s);
    const fields = rest.split(" ");
    if (name === "workerd" && Number(fields[1]) === process.pid) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return 10 * ticks;
}

test("requests share one instance", async (t) => {
  const times = [];
  for (let i = 0; i < 200; i++) {
    const began = performance.now();
    await (await fetch(`${url}/tuf/timestamp.json`)).arrayBuffer();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  t.diagnostic(`timestamp.json in ${times[100].toFixed(1)} ms p50, ${times[190].toFixed(1)} ms p95, fetch included`);
  const before = processorTime();
  for (let i = 0; i < 2000; i++) await (await fetch(`${url}/tuf/timestamp.json`)).arrayBuffer();
  const each = (processorTime() - before) / 2000;
  if (each > 0) {
    // A browser asks four times a day, for two files; of one core, half.
    const physicians = (0.5 * 86_400_000) / each / 8;
    t.diagnostic(`${each.toFixed(2)} ms of the processor each, with the work of the local R2: one core at half load serves ${(physicians / 1e6).toFixed(1)} million`);
  }

  const many = await Promise.all(Array.from({ length: 64 }, () => fetch(`${url}/tuf/timestamp.json`)));
  for (const a of many) assert.equal(a.status, 200);
});

/** The timestamp key that the repositories of the Go tests name. */
const interopSeed = createHash("sha256").update("timestamp").digest("hex");

/** Runs what clients of other makes do against two empty servers. */
async function others(now, old) {
  const env = { BEDSIDE_URL: now, BEDSIDE_URL_OLD: old, BEDSIDE_TOKEN: TOKEN, BEDSIDE_TUFJS: join(here, "tufjs.mjs") };
  const { stdout } = await conform(env, "^TestOtherClientsFollow$");
  assert.match(stdout, /--- PASS: TestOtherClientsFollow /);
}

test("tuf-js and go-tuf follow the Worker", { timeout: 120_000 }, async () => {
  const servers = [0, 1].map(() => start({ TIMESTAMP_KEY: interopSeed, PUBLISH_TOKEN: TOKEN }));
  try {
    const [now, old] = await Promise.all(servers.map((s) => s.ready));
    await others(now.origin, old.origin);
  } finally {
    await Promise.all(servers.map((s) => s.dispose()));
  }
});

/** Starts "bedside serve" on an empty directory, and returns where it is. */
async function serveNatively(name) {
  const key = join(work, "timestamp.key");
  writeFileSync(key, interopSeed);
  const args = ["serve", "--addr", "localhost:0", "--data", join(work, name), "--timestamp-key", key, "--token", TOKEN];
  const server = spawn(join(here, "../../../build/bedside"), args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: server.stdout })) {
    const said = line.match(/Bedside is at (http:\S+)/);
    if (said) return { server, origin: said[1] };
  }
  throw new Error("bedside serve did not start");
}

test("tuf-js and go-tuf follow bedside serve", { timeout: 120_000 }, async () => {
  const servers = await Promise.all(["now", "old"].map(serveNatively));
  try {
    await others(servers[0].origin, servers[1].origin);
  } finally {
    for (const { server } of servers) server.kill();
  }
});
