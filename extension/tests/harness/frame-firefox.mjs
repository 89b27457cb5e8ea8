// Scripts with the powers of Firefox itself in a page's process, and talk with them.

const tab =
  "Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedBrowser.messageManager";

/**
 * Loads a script into the process of the page in front.
 * @param {(expression: string) => Promise<string>} asBrowser runs a script with the
 *   browser's powers
 * @param {(name: string) => void} inside the script; it hears messages of that name and
 *   answers each, by its id, under the same name
 * @param {string} name of the messages
 * @returns {Promise<(body: object) => Promise<object>>} sends a message and resolves to
 *   the answer; an error in it is thrown
 */
export async function loadInside(asBrowser, inside, name) {
  const script = encodeURIComponent(`(${inside})(${JSON.stringify(name)})`);
  await asBrowser(
    `${tab}.loadFrameScript('data:application/javascript;charset=utf-8,' + ${JSON.stringify(script)}, false)`,
  );
  let sent = 0;
  return async (body) => {
    const id = ++sent;
    const answer = JSON.parse(
      await asBrowser(`new Promise((resolve) => {
        const messages = ${tab};
        const hear = ({ data }) => {
          if (data.id !== ${id}) return;
          messages.removeMessageListener('${name}', hear);
          resolve(JSON.stringify(data));
        };
        messages.addMessageListener('${name}', hear);
        messages.sendAsyncMessage('${name}', ${JSON.stringify({ id, ...body })});
      })`),
    );
    if (answer.error) throw new Error(answer.error);
    return answer;
  };
}
