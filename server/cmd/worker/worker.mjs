// Runs the Go server in a Worker: one instance for all requests of an isolate, since
// to start one takes 10 ms and to use one 0.3 ms.
import "./wasm_exec.js";
import module from "./app.wasm";

// Longest body read, bytes: somewhat above the longest target and publication, so
// that the server itself says what is too long.
const MAX_BODY = 13 << 20;

// syumai/workers calls JavaScript through this.
globalThis.tryCatch = (fn) => {
  try {
    return { result: fn() };
  } catch (error) {
    return { error };
  }
};

/** The running instance: its functions, and a promise that rejects when it ends. */
let instance;

function start(env, ctx) {
  if (instance) return instance;
  const go = new Go();
  const binding = {};
  // Read while main runs, which is until it waits for requests.
  globalThis.context = { env, ctx, binding };
  const wasm = new WebAssembly.Instance(module, { ...go.importObject, workers: { ready() {} } });
  const started = { binding };
  started.ended = go.run(wasm).then(
    () => Promise.reject(new Error("the instance ended")),
    (error) => Promise.reject(error),
  );
  // The next request starts a new one.
  started.ended.catch(() => {
    if (instance === started) instance = undefined;
  });
  if (!binding.handle) throw new Error("the instance did not start");
  instance = started;
  return started;
}

/** Reads a body of at most MAX_BODY bytes; "" stands for a longer one. */
async function read(request) {
  if (!request.body) return null;
  if (Number(request.headers.get("content-length")) > MAX_BODY) return "";
  const chunks = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.byteLength;
    if (length > MAX_BODY) return "";
    chunks.push(chunk);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}

/**
 * The headers as names and values in turn. Cloudflare puts an Accept-Encoding of its
 * own in the place of the client's, and would recompress what the client cannot
 * read; ETags survive only when it need not.
 */
function headersOf(request) {
  const headers = new Headers(request.headers);
  const accepted = request.cf?.clientAcceptEncoding;
  if (accepted !== undefined) headers.set("accept-encoding", accepted);
  return [...headers].flat();
}

function failure(status, code, message) {
  return Response.json({ error: { code, message } }, { status, headers: { "cache-control": "no-store" } });
}

export default {
  async fetch(request, env, ctx) {
    try {
      const body = await read(request);
      if (body === "") return failure(413, "length", "This is longer than what is taken here.");
      const headers = headersOf(request);
      const { binding, ended } = start(env, ctx);
      const answer = await Promise.race([binding.handle(request.method, request.url, headers, body), ended]);
      const encoded = answer.headers.some(([name]) => name.toLowerCase() === "content-encoding");
      return new Response(answer.body, {
        status: answer.status,
        headers: answer.headers,
        encodeBody: encoded ? "manual" : "automatic",
      });
    } catch (error) {
      console.error(`worker: ${error}`);
      return failure(500, "internal", "Something went wrong here. Try again later.");
    }
  },

  async scheduled(_event, env, ctx) {
    const { binding, ended } = start(env, ctx);
    await Promise.race([binding.resign(), ended]);
  },
};
