import { availableParallelism } from 'node:os';

const isLong = process.env.AUDIOFLOW_LONG === '1';

/** Native ESM, packages from their sources: no build is needed to test. */
export default {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Neither 'import' nor 'default' here: jest's own require would then load ES modules.
  testEnvironmentOptions: { customExportConditions: ['@audioflow/source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/'],
  testMatch: ['<rootDir>/{packages,examples,test,bench}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(isLong ? [] : ['\\.long\\.test\\.ts$'])],
  testTimeout: 30_000,
  // Child processes, also on one core: a crash in native code ends one suite, not the run.
  maxWorkers: Math.max(2, availableParallelism()),
  workerThreads: false,
  workerIdleMemoryLimit: '1GB',
};
