// The dashboard: who is on call sees whether events become actions, and steps in.

import "@picocss/pico/css/pico.min.css";
import "uplot/dist/uPlot.min.css";
import "./style.css";

import { render } from "preact";
import { LocationProvider, Route, Router, useLocation } from "preact-iso/router";
import { Deliveries } from "./pages/deliveries";
import { DeliveryPage } from "./pages/delivery";
import { Identities } from "./pages/identities";
import { OverviewPage } from "./pages/overview";
import { Sources } from "./pages/sources";
import { Try } from "./pages/try";
import { Page } from "./parts/page";
import { Said } from "./parts/say";

const PLACES = [
  ["/admin", "Overview"],
  ["/admin/deliveries", "Deliveries"],
  ["/admin/try", "Try"],
  ["/admin/sources", "Sources"],
  ["/admin/identities", "Identities"],
] as const;

function Navigation() {
  const { path } = useLocation();
  const isCurrent = (place: string): boolean =>
    path === place || (place !== "/admin" && path.startsWith(`${place}/`));
  return (
    <header class="top">
      <nav aria-label="Main">
        <ul>
          {PLACES.map(([place, name]) => (
            <li key={place}>
              <a href={place} aria-current={isCurrent(place) ? "page" : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <form method="post" action="/admin/session/end">
        <button class="outline secondary">Sign out</button>
      </form>
    </header>
  );
}

function Nowhere() {
  return (
    <Page title="There is no such page">
      <p>
        Go to the <a href="/admin">overview</a>.
      </p>
    </Page>
  );
}

function Dashboard() {
  return (
    <LocationProvider scope="/admin">
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Navigation />
      <main id="main" tabIndex={-1}>
        <Router>
          <Route path="/admin" component={OverviewPage} />
          <Route path="/admin/deliveries" component={Deliveries} />
          <Route path="/admin/deliveries/:source/:id" component={DeliveryPage} />
          <Route path="/admin/try" component={Try} />
          <Route path="/admin/sources" component={Sources} />
          <Route path="/admin/identities" component={Identities} />
          <Route default component={Nowhere} />
        </Router>
      </main>
      <Said />
    </LocationProvider>
  );
}

render(<Dashboard />, document.body);
