// Signs in with what was typed, and lists the jobs of every website of that person.

import { WibiClick, WibiClickError } from "wibiclick";

const wibi = new WibiClick({ baseUrl: import.meta.env.VITE_WIBICLICK_BASE_URL });
const [form, status, list] = ["form", "[role=status]", "ul"].map((it) =>
  document.querySelector(it),
);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { email, password } = Object.fromEntries(new FormData(form));
  list.replaceChildren();
  status.textContent = "Signing in …";
  try {
    const { id, firstName } = await wibi.login({ email, password });
    const { websites } = await wibi.website.getForUser({ userId: id });
    for (const { value: websiteId, label } of websites) {
      for await (const job of wibi.job.getMany.all({ websiteId })) show(label, job);
    }
    form.hidden = true;
    status.textContent = `${list.children.length} jobs, ${firstName}`;
  } catch (error) {
    if (!(error instanceof WibiClickError)) throw error;
    status.textContent =
      error.kind === "unauthorized" ? "That is not the password." : error.message;
  }
});

function show(website, { name, issue, jobStatus }) {
  const item = document.createElement("li");
  item.textContent = [website, name, issue, jobStatus].filter(Boolean).join(" · ");
  list.append(item);
}
