// What scripts hold in Chromium, by a heap snapshot: objects, strings and DOM, without
// compiled code and the browser's own tables, which grow and shrink as it likes.

/** Tables of the browser, and the module itself with its memory. */
const passing = /^blink::HeapHashTableBacking|WasmNativeModule|JSArrayBufferData/;

/** @param {import('puppeteer-core').CDPSession} session @returns {Promise<number>} bytes */
export async function heapOf(session) {
  const chunks = [];
  const hear = ({ chunk }) => chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', hear);
  // Twice: what the first round sets free may hold something for the second.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', hear);
  const { snapshot, nodes, strings } = JSON.parse(chunks.join(''));
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += fields.length) {
    const isCode = types[0][nodes[at + type]] === 'code';
    if (!isCode && !passing.test(strings[nodes[at + name]])) bytes += nodes[at + size];
  }
  return bytes;
}
