import { runNode } from './run-child.mjs';

/** Ends a job early; the exit code is all that is left to say. */
export class StepFailed extends Error {
  constructor(name, code) {
    super(`${name} failed with exit code ${code}`);
    this.code = code;
  }
}

/** Runs a quiet step: one line on stderr, its output only if it fails. */
export const step = async (name, args, options = {}) => {
  const start = performance.now();
  process.stderr.write(`${name}… `);
  const { code, output } = await runNode(args, { ...options, capture: true });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stderr.write(code === 0 ? `${seconds} s\n` : `failed\n${output}\n`);
  if (code !== 0) throw new StepFailed(name, code);
};
