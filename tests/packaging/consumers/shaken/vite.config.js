export default {
  logLevel: "warn",
  build: { rolldownOptions: { input: process.env.ENTRY }, modulePreload: { polyfill: false } },
};
