/** The closing line of a test run, alone on its line. */
export const printCounts = ({ passed, failed, skipped }) => {
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
};
