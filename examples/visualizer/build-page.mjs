import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions } from 'vite';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the pages into dist; nothing is asked of any network. */
export const buildPage = () =>
  build({
    configFile: false,
    envDir: false,
    root: folder('page'),
    base: './',
    logLevel: 'warn',
    resolve: { conditions: ['@audioflow/source', ...defaultClientConditions] },
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    worker: { format: 'es' },
    build: {
      outDir: folder('dist/page'),
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1000,
      rollupOptions: { input: [folder('page/index.html'), folder('page/frameworks.html')] },
    },
  });
