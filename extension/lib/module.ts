/**
 * Runs the Bedside module (wasip1 reactor) in a browser or in Node. It hands bytes
 * over and JSON back; it fetches nothing, stores nothing and decides nothing.
 */
import { ConsoleStdout, File, OpenFile, WASI } from '@bjorn3/browser_wasi_shim';
import type { Options, Report } from './report';

/** The version of the exports this file speaks. */
export const ABI = 1;

/** A file the update machine asks for: path below the update URL, longest length in bytes. */
export interface Need {
  path: string;
  max: number;
  kind: 'metadata' | 'target';
}

/** The outcome of an update. */
export interface Done {
  target: string;
  /** What the target was called in its channel. */
  from?: string;
  /** False when the server's pack is the one the state already knew. */
  changed: boolean;
  /** Bytes. */
  length: number;
  /** Of the pack that is verified to be in use; "" when none is from here. */
  sha256: string;
  /** RFC 3339: when the first of the metadata runs out. */
  expires: string;
  version: { root: number; timestamp: number; snapshot: number; targets: number };
  /** Why the newest pack is not for this client, which goes on with the one of `sha256`. */
  none?: 'withdrawn' | 'roll-out' | 'minimum';
  /** What the publisher says of a withdrawal. */
  reason?: string;
  /** For what share of users the newest pack is now; missing when it is for all. */
  percent?: number;
  /** Beside percent: whether it is not this browser's turn yet. */
  waits?: boolean;
  /** Rules that are not applied any more, whatever pack they are in. */
  off?: string[];
  /** To be kept, and given to the next "open". */
  state: string;
}

/** What a pack kept from an earlier update turned out to be. */
export type Restored = Omit<Done, 'state'>;

/** The answer to a step of an update that did not fail: one of the three. */
export interface Answer {
  need?: Need;
  done?: Done;
  restored?: Restored;
}

/** What the machine decides by and nobody else hears: none of it leaves the device. */
export interface Local {
  channel?: string;
  /** Drawn once for this browser; puts it early or late in each roll-out. */
  random?: string;
  /** Tells what several repositories switch off apart. */
  repository?: string;
}

/** A step of the module's update machine. */
export type Step =
  | ({ op: 'open'; now: string; target: string } & Local)
  | { op: 'give'; status: number }
  | { op: 'restore' };

export interface PackInfo {
  name: string;
  version: string;
  rules: number;
}

export interface Version {
  version: string;
  abi: number;
  packs: PackInfo[];
}

/**
 * A refusal by the module, or its failure. `message` is a sentence for people.
 * After the codes "panic" and "trap" the instance must be discarded.
 */
export class ModuleError extends Error {
  override readonly name = 'ModuleError';
  constructor(
    readonly code: string,
    message: string,
    /** What an update had verified before it was refused, to be kept; else absent. */
    readonly state?: string,
  ) {
    super(message);
  }

  /** True when the instance that threw must not be used again. */
  get fatal(): boolean {
    return this.code === 'panic' || this.code === 'trap';
  }
}

/** An instance of the module. Its calls are synchronous and keep no text. */
export interface BedsideModule {
  /** Adds a verified compiled pack, replacing one of the same name. */
  load(pack: Uint8Array): PackInfo;
  analyze(text: string, options?: Options): Report;
  /** Takes one step of an update; a refusal is thrown. */
  update(step: Step, body?: Uint8Array | string): Answer;
  version(): Version;
  /** True after a failure inside: every further call throws. */
  readonly broken: boolean;
}

export type ModuleSource = Response | Promise<Response> | BufferSource | WebAssembly.Module;

interface Exports {
  memory: WebAssembly.Memory;
  reserve(n: number): number;
  load(n: number): bigint;
  analyze(options: number, text: number): bigint;
  update(header: number, body: number): bigint;
  version(): bigint;
}

const needed = ['memory', 'reserve', 'load', 'analyze', 'update', 'version', '_initialize'];
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const nothing = new Uint8Array();

/** Compiles the module, so that instances can be made of it again and again. */
export async function compileModule(source: ModuleSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (ArrayBuffer.isView(source) || source instanceof ArrayBuffer)
    return WebAssembly.compile(source);
  const response = await source;
  if (!response.ok) {
    throw new ModuleError('missing', `The module could not be read (HTTP ${response.status}).`);
  }
  if (response.headers.get('content-type') === 'application/wasm') {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Makes a running instance. It finds nothing until a pack is loaded. */
export async function openModule(source: ModuleSource): Promise<BedsideModule> {
  const compiled = await compileModule(source);
  const names = new Set(WebAssembly.Module.exports(compiled).map((e) => e.name));
  const missing = needed.filter((n) => !names.has(n));
  if (missing.length > 0) {
    throw new ModuleError('abi', `This is not a Bedside module: it lacks ${missing.join(', ')}.`);
  }
  // What a failing module prints could quote the draft, so it goes nowhere.
  const silent = () => ConsoleStdout.lineBuffered(() => {});
  const wasi = new WASI([], [], [new OpenFile(new File([])), silent(), silent()], {
    debug: false,
  });
  const instance = await WebAssembly.instantiate(compiled, {
    wasi_snapshot_preview1: wasi.wasiImport,
  });
  wasi.initialize(instance as Parameters<WASI['initialize']>[0]);
  const module = new Instance(instance.exports as unknown as Exports);
  const { abi } = module.version();
  if (abi !== ABI) {
    throw new ModuleError('abi', `The module speaks version ${abi}, this extension ${ABI}.`);
  }
  return module;
}

class Instance implements BedsideModule {
  broken = false;
  readonly #exports: Exports;

  constructor(exports: Exports) {
    this.#exports = exports;
  }

  load(pack: Uint8Array): PackInfo {
    return this.#call(pack, nothing, (e, n) => e.load(n)) as PackInfo;
  }

  analyze(text: string, options?: Options): Report {
    const head = options ? encoder.encode(JSON.stringify(options)) : nothing;
    return this.#call(head, encoder.encode(text), (e, a, b) => e.analyze(a, b)) as Report;
  }

  update(step: Step, body: Uint8Array | string = nothing): Answer {
    const bytes = typeof body === 'string' ? encoder.encode(body) : body;
    const head = encoder.encode(JSON.stringify(step));
    return this.#call(head, bytes, (e, a, b) => e.update(a, b)) as Answer;
  }

  version(): Version {
    return this.#call(nothing, nothing, (e) => e.version()) as Version;
  }

  /** Writes the two parts side by side, calls, and reads the answer. */
  #call(
    head: Uint8Array,
    body: Uint8Array,
    run: (e: Exports, head: number, body: number) => bigint,
  ): unknown {
    if (this.broken) throw new ModuleError('trap', 'The module failed and must be replaced.');
    let answer: { error?: { code: string; message: string; state?: string } };
    const e = this.#exports;
    try {
      const length = head.length + body.length;
      const at = e.reserve(length) >>> 0;
      if (at === 0) {
        throw new ModuleError('input', 'The text is longer than the 16 MiB that can be read.');
      }
      // Memory may grow in any call, which detaches views made before it.
      const input = new Uint8Array(e.memory.buffer, at, length);
      input.set(head);
      input.set(body, head.length);
      const where = BigInt.asUintN(64, run(e, head.length, body.length));
      const output = new Uint8Array(
        e.memory.buffer,
        Number(where >> 32n),
        Number(where & 0xffffffffn),
      );
      answer = JSON.parse(decoder.decode(output));
    } catch (cause) {
      if (cause instanceof ModuleError) throw cause;
      this.broken = true;
      throw new ModuleError('trap', 'The module failed inside and must be replaced.');
    }
    if (answer.error) {
      const { code, message, state } = answer.error;
      if (code === 'panic') this.broken = true;
      throw new ModuleError(code, message, state);
    }
    return answer;
  }
}
