/** A file read piece by piece, so that no film is ever read whole. */

export interface Source {
  /** Bytes. */
  readonly size: number;
  /** The bytes from an offset; fewer where the file ends, none beyond it. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** The file that an author chose, pasted or dropped. */
export function sourceOf(file: Blob): Source {
  return {
    size: file.size,
    read: (offset, length) =>
      new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(bytesOf(reader.result as string));
        reader.onerror = () => reject(reader.error);
        // As text, one letter to a byte: in Firefox a page's files give content scripts no
        // buffers that they may look into.
        reader.readAsBinaryString(file.slice(offset, offset + length));
      }),
  };
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The same bytes, with numbers to be read in them. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes as Latin-1 text, whatever they are. */
export function textOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
