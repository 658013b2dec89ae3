/** The element of this id, which has to be in the page and of this kind. */
export const byId = <E extends HTMLElement>(id: string, type: new () => E): E => {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`expected an element with id "${id}" in the page`);
};
