import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { writeAtOnce } from './write-at-once.js';

/** More than any kernel keeps for a connection that is not read. */
const MUCH = 32 * 1024 * 1024;

describe('writeAtOnce', () => {
  const open: Socket[] = [];
  const pair = async (): Promise<readonly [near: Socket, far: Socket]> => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const accepted = once(server, 'connection');
    const far = connect(port, '127.0.0.1').pause();
    const [near]: Socket[] = await accepted;
    server.close();
    if (near === undefined) throw new Error('no connection');
    open.push(near, far);
    return [near, far];
  };
  afterEach(() => {
    for (const socket of open.splice(0)) socket.destroy();
  });

  it('hands what fits to the kernel, and the rest to the stream, in order', async () => {
    const [near, far] = await pair();
    const told: string[] = [];
    const bytes = Buffer.from(Uint32Array.from({ length: MUCH / 4 }, (_, i) => i).buffer);
    writeAtOnce(near, Buffer.from('head'), () => told.push('head'));
    writeAtOnce(near, bytes, () => told.push('much'));
    expect(near.writableLength).toBeGreaterThan(0);
    // Through the stream alone it would be all of it.
    expect(near.writableLength).toBeLessThan(MUCH);
    writeAtOnce(near, Buffer.from('tail'), () => told.push('tail'));
    near.end();
    const heard = await buffer(far);
    expect(heard.equals(Buffer.concat([Buffer.from('head'), bytes, Buffer.from('tail')]))).toBe(
      true,
    );
    // The head went at once: then nobody has to be told.
    expect(told).toEqual(['much', 'tail']);
  });

  it('writes to other streams, and to what is closed, as they do themselves', async () => {
    const stream = new PassThrough();
    writeAtOnce(stream, Buffer.from('through'));
    stream.end();
    expect((await buffer(stream)).toString()).toBe('through');
    const [near, far] = await pair();
    near.destroy();
    writeAtOnce(near, Buffer.from('late'));
    expect(await buffer(far)).toHaveLength(0);
  });
});
