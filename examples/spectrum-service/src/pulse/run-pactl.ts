import { execFile } from 'node:child_process';
import { AudioFlowError } from '@audioflow/core';

const TIMEOUT_MS = 3000;

/**
 * What `pactl` answers.
 *
 * @throws AudioFlowError as a rejection: `unavailable` where it is not installed, or no server answers.
 */
export const runPactl = (
  args: readonly string[],
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<string> =>
  new Promise((resolve, reject) => {
    // In the language of programs: numbers and states are words otherwise.
    const options = { env: { ...env, LC_ALL: 'C' }, timeout: TIMEOUT_MS, signal };
    execFile('pactl', [...args], options, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
        return;
      }
      const isMissing = 'code' in error && error.code === 'ENOENT';
      const message = isMissing
        ? 'pactl is not installed: apt-get install pulseaudio-utils'
        : `no sound server answers: ${stderr.trim() || error.message}`;
      reject(new AudioFlowError('unavailable', message, { cause: error }));
    });
  });
