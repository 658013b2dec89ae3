/** The numbers of a JSON array, as the programs print them. */
export const parseNumbers = (text: string): number[] => {
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.map(Number) : [];
};
