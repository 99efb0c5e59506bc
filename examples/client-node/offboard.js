// A person leaves: disconnected from every website, with notes and activities handed over.
//
//     node offboard.js <e-mail of who leaves> <id of who takes over>

import { WibiClick, WibiClickError } from "wibiclick";

const [email, successor] = process.argv.slice(2);
if (successor === undefined) {
  console.error("usage: node offboard.js <e-mail of who leaves> <id of who takes over>");
  process.exit(2);
}

const wibi = new WibiClick({
  apiKey: process.env.WIBICLICK_API_KEY,
  baseUrl: process.env.WIBICLICK_BASE_URL,
  websiteId: process.env.WIBICLICK_WEBSITE_ID,
});

try {
  await offboard();
} catch (error) {
  if (!(error instanceof WibiClickError)) throw error;
  console.error(`${error.action}: ${error.message}`);
  process.exitCode = 1;
}

async function offboard() {
  const user = await userOf(email);
  if (user === undefined) {
    console.error(`nobody has the e-mail ${email}`);
    process.exitCode = 1;
    return;
  }
  const userId = user.id;
  const { websites } = await wibi.website.getForUser({ userId });
  for (const { value, label } of websites) {
    try {
      await wibi.user.disconnectFromWebsite({ userId, websiteId: value });
      console.log(`disconnected from ${label}`);
    } catch (error) {
      // Who starts this a second time has done a part of it already.
      if (!(error instanceof WibiClickError && error.kind === "not-found")) throw error;
    }
  }
  await wibi.user.reassignNotes({ oldUserId: userId, newUserId: successor });
  await wibi.user.reassignActivities({ oldUserId: userId, newUserId: successor });
  console.log(`notes and activities are with ${successor}`);
}

async function userOf(email) {
  for await (const user of wibi.user.getMany.all()) if (user.email === email) return user;
}
