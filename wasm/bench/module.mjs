// Runs the module as the extension does (extension/lib/module.ts): text in, the
// report as an object out.
import { ConsoleStdout, File, OpenFile, WASI } from '@bjorn3/browser_wasi_shim';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Compiles and starts the module; says how long both took, in milliseconds. */
export async function open(bytes) {
  const begin = performance.now();
  const compiled = await WebAssembly.compile(bytes);
  const silent = () => ConsoleStdout.lineBuffered(() => {});
  const wasi = new WASI([], [], [new OpenFile(new File([])), silent(), silent()], {
    debug: false,
  });
  const { exports } = await WebAssembly.instantiate(compiled, {
    wasi_snapshot_preview1: wasi.wasiImport,
  });
  wasi.initialize({ exports });
  const coldStart = performance.now() - begin;

  const call = (body, run) => {
    const at = exports.reserve(body.length) >>> 0;
    if (at === 0) throw new Error('the module takes no more than 16 MiB');
    new Uint8Array(exports.memory.buffer, at, body.length).set(body);
    const where = BigInt.asUintN(64, run(body.length));
    const answer = JSON.parse(
      decoder.decode(
        new Uint8Array(exports.memory.buffer, Number(where >> 32n), Number(where & 0xffffffffn)),
      ),
    );
    if (answer.error) throw new Error(answer.error.message);
    return answer;
  };
  return {
    coldStart,
    load: (pack) => call(pack, (n) => exports.load(n)),
    /** settings: JSON text, as core.ParseSettings reads it. */
    analyze: (text, settings = '') => {
      const options = encoder.encode(settings).length;
      return call(encoder.encode(settings + text), (n) => exports.analyze(options, n - options));
    },
    /** Linear memory, MiB. It never shrinks. */
    memory: () => exports.memory.buffer.byteLength / 2 ** 20,
  };
}
