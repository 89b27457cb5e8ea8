/** When to ask for newer rules: soon after the start, then every six hours or so. */
import { browser } from 'wxt/browser';

const name = 'refresh';
const every = 6 * 60; // minutes
/** So that not every browser asks in the same minute; minutes. */
const jitter = 60;

/** Sets the alarm unless it is set. Alarms do not survive everywhere, so ask at each start. */
export async function schedule(): Promise<void> {
  if (await browser.alarms.get(name)) return;
  await browser.alarms.create(name, {
    delayInMinutes: every + Math.random() * jitter,
    periodInMinutes: every + Math.random() * jitter,
  });
}

/** Calls back when the alarm rings. */
export function onSchedule(ring: () => void): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === name) ring();
  });
}
