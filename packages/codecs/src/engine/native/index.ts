export { nativeEngine } from './native-engine.js';
