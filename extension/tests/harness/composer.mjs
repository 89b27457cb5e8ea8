// A replica composer open in a browser, as an author sees it and as its own page
// knows it: what is typed, what the editor holds, what is underlined, held, posted.

import { stays, until } from './driver.mjs';
import { pixels } from './png.mjs';
import { composers } from './sites.mjs';

const hook = (name) => `[data-bedside="${name}"]`;

/** Whether a pixel has a strong colour; text and page are grey. */
const isStrong = (pixel) => Math.max(...pixel) - Math.min(...pixel) > 80;

/** @typedef {{verdict: string, text: string}} Mark an underlined stretch of the draft */

export class Composer {
  /**
   * @param {import('./driver.mjs').Driver} driver
   * @param {import('puppeteer-core').Page} page
   */
  constructor(driver, page, { field, button, frame, html }) {
    this.driver = driver;
    this.page = page;
    this.field = field;
    this.button = button;
    this.frame = frame?.name;
    /** How many fields there are beside the first. */
    this.further = (frame?.holders ?? html.match(/data-draft/g).length) - 1;
  }

  /** Opens the composer of that name in a new tab, with the caret in it. */
  static async open(driver, kind) {
    return Composer.show(driver, await driver.browser.newPage(), kind);
  }

  /** Opens the composer of that name in a tab, with the caret in it. */
  static async show(driver, page, kind) {
    const composer = new Composer(driver, page, composers[kind]);
    await page.goto(composers[kind].url, { waitUntil: 'load' });
    await composer.focus();
    return composer;
  }

  close() {
    return this.page.close();
  }

  /** Puts the caret into the first field, or another by its number. */
  async focus(number = 0) {
    const frame = this.frame && (await this.page.$(`iframe[name="${this.frame}"]`));
    const inside = frame ? await frame.contentFrame() : this.page;
    const fields = await inside.$$(this.field);
    await fields[number].focus();
  }

  /** Types as a person would; a newline is the Enter key. */
  async type(text) {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) await this.page.keyboard.press('Enter');
      await this.page.keyboard.type(line);
    }
  }

  /** Presses a key, with others held down: press('Control', 'z'). */
  async press(...keys) {
    const key = keys.pop();
    for (const held of keys) await this.page.keyboard.down(held);
    await this.page.keyboard.press(key);
    for (const held of keys.reverse()) await this.page.keyboard.up(held);
  }

  /** Empties the composer with the keyboard. */
  async empty() {
    await this.focus();
    await this.press('Control', 'a');
    await this.press('Delete');
    await this.holds('');
  }

  model() {
    return this.page.evaluate(() => window.model());
  }

  posts() {
    return this.page.evaluate(() => window.posts);
  }

  /** Waits for these posts, and sees that there are no more and no gate. */
  async posted(...texts) {
    const wanted = JSON.stringify(texts);
    await until(
      `posted is ${wanted}`,
      () => this.posts(),
      (posts) => JSON.stringify(posts) === wanted,
    );
    await stays(
      'posted once, no gate',
      async () => ({ posts: await this.posts(), gate: await this.shown('gate') }),
      ({ posts, gate }) => JSON.stringify(posts) === wanted && gate === null,
      { during: 200 },
    );
  }

  /** Waits until the editor's own model is exactly this text. */
  holds(text) {
    return until(
      `the editor holds ${JSON.stringify(text)}`,
      () => this.model(),
      (model) => model === text,
    );
  }

  /**
   * Asks the page about underlines (pages/underlines.js), with Bedside's shadow root in
   * hand if there is one.
   */
  async ask(question, ...values) {
    const asked = await this.driver.inShadow(
      this.page,
      (root, name, ...rest) => ({ answer: window[name](root, ...rest) ?? null }),
      question,
      ...values,
    );
    if (asked) return asked.answer;
    return this.page.evaluate((name, ...rest) => window[name](null, ...rest), question, ...values);
  }

  /** Waits until nothing of Bedside's moves any more. */
  settles() {
    return this.driver.inShadow(this.page, async (root) => {
      await Promise.all(root.getAnimations().map((animation) => animation.finished));
    });
  }

  /** Looks on for a blink, while the text may not change. */
  async rests() {
    const text = await this.model();
    await stays(
      'the text',
      () => this.model(),
      (model) => model === text,
      { during: 150 },
    );
  }

  /** @returns {Promise<Mark[]>} what is underlined, in the order of the text */
  marks() {
    return this.ask('marks');
  }

  /** Waits until exactly these stretches are underlined, like 'stop: MRN 00482913'. */
  underlines(...expected) {
    const wanted = JSON.stringify(expected);
    return until(
      `underlined are ${wanted}`,
      async () => (await this.marks()).map(({ verdict, text }) => `${verdict}: ${text}`),
      (seen) => JSON.stringify(seen) === wanted,
    );
  }

  /** Waits until something is underlined. */
  underlined() {
    return until(
      'something is underlined',
      () => this.marks(),
      (marks) => marks.length > 0,
    );
  }

  /** Looks on while nothing may be underlined. */
  staysPlain() {
    return stays(
      'nothing underlined',
      () => this.marks(),
      (marks) => marks.length === 0,
    );
  }

  /** The visible text of a part of Bedside's interface; null when it is not shown. */
  shown(name) {
    return this.driver.inShadow(
      this.page,
      (root, selector) => {
        const part = root.querySelector(selector);
        return part?.checkVisibility() ? part.textContent : null;
      },
      hook(name),
    );
  }

  /** Which of these parts of Bedside's interface is shown; null when none is. */
  async shownOf(...names) {
    return this.driver.inShadow(
      this.page,
      (root, list) =>
        list
          .split(' ')
          .find((name) => root.querySelector(`[data-bedside="${name}"]`)?.checkVisibility()),
      names.join(' '),
    );
  }

  /** Whether a part of Bedside's interface is what a click on that point of the window meets. */
  isAt(name, x, y) {
    return this.driver.inShadow(
      this.page,
      (root, selector, left, top) => Boolean(root.elementFromPoint(left, top)?.closest(selector)),
      hook(name),
      x,
      y,
    );
  }

  /** Waits for a part of Bedside's interface and gives its visible text. */
  appears(name, options) {
    return until(
      `${name} is shown`,
      () => this.shown(name),
      (text) => text !== null,
      options,
    );
  }

  disappears(name) {
    return until(
      `${name} is gone`,
      () => this.shown(name),
      (text) => text === null,
    );
  }

  /** Looks on while the gate may not open. */
  staysUngated() {
    return stays(
      'no gate',
      () => this.shown('gate'),
      (text) => text === null,
    );
  }

  /** The pixels around the first line of a mark, each [red, green, blue]. */
  async pixelsOf(index = 0) {
    const { x, y, width, height } = await this.ask('boxOfMark', index);
    const clip = { x, y, width, height: height + 6 }; // underlines may stand below the line
    return pixels(await this.page.screenshot({ clip }));
  }

  /** Waits until the first mark has a line of strong colour as long as its words. */
  async painted() {
    const { width } = await this.ask('boxOfMark', 0);
    await until(
      'a line of strong colour as long as the words',
      async () => (await this.pixelsOf()).filter(isStrong).length,
      (count) => count >= width,
      { within: 2_000 },
    );
  }

  /** Moves the mouse over a mark, as an author does to read why. */
  async hover(index = 0) {
    const box = await this.ask('boxOfMark', index);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.page.mouse.move(x - 3, y, { steps: 2 });
    await this.page.mouse.move(x, y, { steps: 2 });
  }

  /** Clicks a part of Bedside's interface with the mouse. */
  async click(name) {
    await this.appears(name);
    const place = await this.driver.inShadow(
      this.page,
      async (root, selector) => {
        const part = root.querySelector(selector);
        const end = Date.now() + 5_000;
        for (let last; Date.now() < end; ) {
          part.scrollIntoView({ block: 'nearest' }); // again: it may have been put anew
          await Promise.all(root.getAnimations().map((animation) => animation.finished));
          const { x, y, width, height } = part.getBoundingClientRect();
          const seen = y >= 0 && y + height <= innerHeight;
          if (seen && last?.x === x && last.y === y) return { x: x + width / 2, y: y + height / 2 };
          last = { x, y };
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error(`${selector} does not come to rest in the window`);
      },
      hook(name),
    );
    await this.page.mouse.click(place.x, place.y);
  }

  /** Whether the keyboard is at a part of Bedside's interface, or within it. */
  hasFocus(name) {
    return this.driver.inShadow(
      this.page,
      (root, selector) => Boolean(root.activeElement?.closest(selector)),
      hook(name),
    );
  }

  /** Whether the caret is in the composer. */
  isFocused() {
    return this.page.evaluate(() => window.isFocused());
  }

  clickPost() {
    return this.page.click(this.button);
  }

  /** Presses Post by script, without a pointer or a key. */
  pressPost() {
    return this.page.$eval(this.button, (button) => button.click());
  }

  /** Whatever the page's Content-Security-Policy refused. */
  violations() {
    return this.page.evaluate(() => window.violations);
  }
}
