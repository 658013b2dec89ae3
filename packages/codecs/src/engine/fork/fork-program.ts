import { type ChildProgram, findChildProgram } from '../child/child-program.js';

/**
 * Finds the child's program.
 *
 * @throws AudioFlowError `unavailable`.
 */
export const findForkProgram = (): ChildProgram =>
  findChildProgram({
    owner: 'fork engine',
    here: import.meta.url,
    name: 'fork-child',
    packageName: '@audioflow/codecs',
    builtPath: 'dist/engine/fork/fork-child.js',
  });
