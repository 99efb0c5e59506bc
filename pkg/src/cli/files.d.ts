// Files that are bundled as their text.

declare module "*.json" {
  const text: string;
  export default text;
}

declare module "*.txt" {
  const text: string;
  export default text;
}
