/** A script, bundled for itself: its address. */
declare module '*?worker&url' {
  const url: string;
  export default url;
}
