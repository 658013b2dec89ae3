import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'audioflow-'));
afterAll(() => rmSync(folder, { recursive: true }));

const script = fileURLToPath(new URL('./fixtures/record-child.ts', import.meta.url));
const FLAGS = '--conditions=@audioflow/source --import tsx';

describe('a disk that fills up while a broadcast is recorded', () => {
  it('ends the recording with a reason and without a rest; listeners hear all of it', () => {
    const path = join(folder, 'take.mp3');
    // The shell's limit on the size of a file, in KiB, stands in for the size of the disk.
    const command = `ulimit -f 60 && exec "${process.execPath}" ${FLAGS} "${script}" "${path}"`;
    const child = spawnSync('bash', ['-c', command], {
      env: { ...process.env, NODE_OPTIONS: '' },
      encoding: 'utf8',
      timeout: 25_000,
    });
    expect({ status: child.status, stderr: child.stderr }).toEqual({ status: 0, stderr: '' });
    const told: unknown = JSON.parse(child.stdout);
    expect(told).toMatchObject({
      air: 'fulfilled',
      code: 'io',
      message: expect.stringContaining(path),
      seconds: expect.closeTo(20, 0),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
