import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { example, exampleWithPage } from './jobs/example.mjs';
import { printCounts } from './print-counts.mjs';
import { StepFailed } from './step.mjs';

/** What each job needs, and where it is; read late, because a job may import what is installed. */
const jobs = {
  analyze: { build: false, load: async () => example('analyze') },
  bench: { build: true, load: async () => (await import('./jobs/bench.mjs')).bench },
  build: { build: true, load: async () => async () => 0 },
  demo: { build: false, load: async () => exampleWithPage('radio') },
  examples: { build: true, load: async () => (await import('./jobs/examples.mjs')).examples },
  format: { build: false, load: async () => (await import('./jobs/lint.mjs')).format },
  lint: { build: false, load: async () => (await import('./jobs/lint.mjs')).lint },
  soak: { build: true, load: async () => (await import('./jobs/soak.mjs')).soak },
  spectrum: { build: false, load: async () => exampleWithPage('spectrum-service') },
  test: { build: true, load: async () => (await import('./jobs/test.mjs')).test },
  'test:long': { build: true, load: async () => (await import('./jobs/test.mjs')).testLong },
  transcode: { build: false, load: async () => example('transcode') },
  typecheck: { build: true, load: async () => (await import('./jobs/typecheck.mjs')).typecheck },
  visualizer: { build: false, load: async () => example('visualizer') },
};

/** Installs, builds and runs one job; resolves to the exit code. */
export const openFrontDoor = async ([name, ...args]) => {
  const job = Object.hasOwn(jobs, name ?? '') ? jobs[name] : undefined;
  if (job === undefined) {
    console.error(`Expected one of: ${Object.keys(jobs).join(', ')}; got ${name ?? 'nothing'}.`);
    return 2;
  }
  try {
    await ensureInstalled({ engines: job.build });
    if (job.build) await ensureBuilt();
    return await (await job.load())(args);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    if (name.startsWith('test')) printCounts({ passed: 0, failed: 1, skipped: 0 });
    return error.code;
  }
};
