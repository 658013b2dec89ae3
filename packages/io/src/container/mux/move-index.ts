/** A file that can be read and written at any place. */
export interface RandomAccess {
  /** Replaces bytes that were written before. */
  patch(bytes: Uint8Array, position: number): Promise<void>;
  /** Reads bytes that were written before. */
  read(position: number, length: number): Promise<Uint8Array>;
}

interface Box {
  readonly type: string;
  readonly at: number;
  readonly size: number;
}

const CHUNK_BYTES = 1 << 20;
/** An index is some bytes a packet: one that does not fit is left where it is. */
const MAX_INDEX_BYTES = 1 << 28;
const NESTED = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

const boxAt = (bytes: Buffer, offset: number, at: number): Box | undefined => {
  if (bytes.length < offset + 8) return undefined;
  const size = bytes.readUInt32BE(offset);
  const type = bytes.toString('latin1', offset + 4, offset + 8);
  if (size !== 1) return { type, at, size };
  return bytes.length < offset + 16
    ? undefined
    : { type, at, size: Number(bytes.readBigUInt64BE(offset + 8)) };
};

/** The boxes of a file, one after the other (ISO 14496-12, section 4.2). */
const topBoxes = async (file: RandomAccess, size: number): Promise<readonly Box[]> => {
  const boxes: Box[] = [];
  for (let at = 0; at < size; ) {
    const box = boxAt(Buffer.from(await file.read(at, Math.min(16, size - at))), 0, at);
    if (box === undefined || box.size < 8) break;
    boxes.push(box);
    at += box.size;
  }
  return boxes;
};

/** Adds to the places of the chunks; false where one does not fit its 32 bits (section 8.7.5). */
const shiftChunks = (boxes: Buffer, shift: number): boolean => {
  for (let at = 0; at + 8 <= boxes.length; ) {
    const box = boxAt(boxes, at, at);
    if (box === undefined || box.size < 8 || at + box.size > boxes.length) return false;
    const body = boxes.subarray(at + 8, at + box.size);
    const count = box.type === 'stco' || box.type === 'co64' ? body.readUInt32BE(4) : 0;
    if (NESTED.includes(box.type) && !shiftChunks(body, shift)) return false;
    for (let i = 0; i < count; i++) {
      if (box.type === 'co64') {
        body.writeBigUInt64BE(body.readBigUInt64BE(8 + 8 * i) + BigInt(shift), 8 + 8 * i);
        continue;
      }
      const place = body.readUInt32BE(8 + 4 * i) + shift;
      if (place > 0xffff_ffff) return false;
      body.writeUInt32BE(place, 8 + 4 * i);
    }
    at += box.size;
  }
  return true;
};

/**
 * Moves the index of an MP4 file (`moov`) from its end to before the sound, so that it plays while it
 * comes in. The file keeps its length. One that is laid out otherwise is left as it is.
 *
 * @param size Bytes of the file.
 */
export const moveIndex = async (file: RandomAccess, size: number): Promise<void> => {
  const boxes = await topBoxes(file, size);
  const moov = boxes.at(-1);
  const [head] = boxes;
  if (moov?.type !== 'moov' || head?.type !== 'ftyp' || moov.at + moov.size !== size) return;
  if (moov.size > MAX_INDEX_BYTES) return;
  const index = Buffer.from(await file.read(moov.at, moov.size));
  if (!shiftChunks(index, index.length)) return;
  // From the end backwards, so that nothing is overwritten before it has been read.
  for (let end = moov.at; end > head.size; ) {
    const start = Math.max(head.size, end - CHUNK_BYTES);
    await file.patch(await file.read(start, end - start), start + index.length);
    end = start;
  }
  await file.patch(new Uint8Array(index), head.size);
};
