/**
 * Brings rule packs up to date: fetches the files that the module's update machine
 * asks for and gives them to it. The module alone decides what may be trusted; this
 * file only keeps each download within its limits and away from any other address.
 */
import {
  type Answer,
  type BedsideModule,
  type Done,
  type Local,
  ModuleError,
  type Need,
  type Restored,
} from './module';

export interface UpdateSource extends Local {
  /** Where the metadata lies; ends with a slash. */
  url: string;
  /** The root metadata shipped with the program, as JSON text. */
  root: string;
  /** What the last update left behind, or null. */
  state: string | null;
  target?: string;
  now?: Date;
  fetch?: typeof fetch;
  /** Longest wait for one file, milliseconds. */
  timeout?: number;
}

export interface Updated {
  done: Done;
  /** The verified bytes of the new pack, which the module has loaded; null when unchanged. */
  pack: Uint8Array | null;
}

/** Why there was no update: a sentence for people, and what may be kept nevertheless. */
export class UpdateError extends Error {
  override readonly name = 'UpdateError';
  constructor(
    readonly code: string,
    message: string,
    readonly state?: string,
  ) {
    super(message);
  }
}

/** More steps than any honest update takes. */
const maxSteps = 512;

/** Carries out one update. On any failure the packs in the module stay as they were. */
export async function refresh(module: BedsideModule, source: UpdateSource): Promise<Updated> {
  let pack: Uint8Array | null = null;
  try {
    let answer = open(module, source);
    for (let step = 0; step < maxSteps; step++) {
      if (answer.done) return { done: answer.done, pack: answer.done.changed ? pack : null };
      if (!answer.need) break;
      const got = await take(answer.need, source);
      if (answer.need.kind === 'target') pack = got.body;
      answer = module.update({ op: 'give', status: got.status }, got.body);
    }
  } catch (error) {
    if (error instanceof ModuleError) throw new UpdateError(error.code, error.message, error.state);
    throw error;
  }
  throw new UpdateError('format', 'The update server asks for more steps than an update may take.');
}

/**
 * Makes the module trust a pack kept from an earlier update: verified against the
 * state, without a network. Throws when the two do not belong together.
 */
export function restore(module: BedsideModule, source: UpdateSource, pack: Uint8Array): Restored {
  open(module, source);
  const { restored } = module.update({ op: 'restore' }, pack);
  if (!restored) throw new UpdateError('format', 'The module does not say what it restored.');
  return restored;
}

/** Switches off in the module what the state says is switched off, without a network. */
export function recall(module: BedsideModule, source: UpdateSource): void {
  open(module, source);
}

/** Begins an update. */
function open(module: BedsideModule, source: UpdateSource): Answer {
  const now = (source.now ?? new Date()).toISOString().replace(/\.\d+Z$/, 'Z');
  const { target = 'base.pack', channel, random, repository } = source;
  return module.update(
    { op: 'open', now, target, channel, random, repository },
    JSON.stringify({ root: source.root, state: source.state }),
  );
}

/**
 * Fetches one file. That it is not there is an answer, for which some servers say 403;
 * every other failure ends the update.
 */
async function take(
  need: Need,
  source: UpdateSource,
): Promise<{ status: number; body: Uint8Array }> {
  const url = locate(source.url, need.path);
  const get = source.fetch ?? fetch;
  let response: Response;
  try {
    response = await get(url, {
      cache: 'no-cache',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(source.timeout ?? 30_000),
    });
    if (response.status === 404 || response.status === 403) {
      await response.body?.cancel();
      return { status: response.status, body: new Uint8Array() };
    }
    if (response.status === 200) return { status: 200, body: await readUpTo(response, need) };
  } catch (error) {
    if (error instanceof UpdateError) throw error;
    throw new UpdateError('unavailable', 'The rule server could not be reached.');
  }
  await response.body?.cancel();
  throw new UpdateError('unavailable', `The rule server answered with HTTP ${response.status}.`);
}

/** The address of a file: always below the update URL. */
function locate(base: string, path: string): string {
  const url = new URL(path, base).href;
  if (!/^[\w./-]+$/.test(path) || !url.startsWith(base)) {
    throw new UpdateError('format', 'The update asks for a file outside the rule server.');
  }
  return url;
}

/** Reads a body, and stops as soon as it is longer than it may be. */
async function readUpTo(response: Response, need: Need): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > need.max) {
      await reader.cancel();
      throw new UpdateError('length', `${need.path} is longer than the ${need.max} bytes allowed.`);
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
