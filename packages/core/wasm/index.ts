export { frames } from './frames';
export { real } from './real';
