// By a rule in wrangler.toml.
declare module "*.toml" {
  const text: string;
  export default text;
}
