/**
 * Why authors posted what was held, where their organisation asks: on this device only,
 * and not a word of the post.
 */
import * as v from 'valibot';
import { browser } from 'wxt/browser';

const reason = v.object({
  /** Milliseconds since 1970. */
  at: v.number(),
  /** Id of the site. */
  site: v.string(),
  /** Ids of the rules that held the post. */
  rules: v.array(v.string()),
  reason: v.string(),
});

export type Reason = v.InferOutput<typeof reason>;

const key = 'reasons';
/** The oldest go when there are more. */
const most = 500;

export async function readReasons(): Promise<Reason[]> {
  const kept = (await browser.storage.local.get(key))[key];
  return v.parse(v.fallback(v.array(reason), []), kept);
}

export async function addReason(added: Reason): Promise<void> {
  await browser.storage.local.set({ [key]: [...(await readReasons()), added].slice(-most) });
}

export async function clearReasons(): Promise<void> {
  await browser.storage.local.remove(key);
}
