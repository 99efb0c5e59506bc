// Payloads to try rules with: of those in tests/payloads the ones that may be passed on.
// Its INDEX.md says where each is from; a module of its own, since only one page needs it.

import auth0UserDeleted from "../../../tests/payloads/auth0/user.deleted.json";
import bamboohrFieldBasedFirstName from "../../../tests/payloads/bamboohr/field-based.first-name.json";
import calBookingCreated from "../../../tests/payloads/cal/BOOKING_CREATED.json";
import deelContractTerminated from "../../../tests/payloads/deel/contract.terminated.json";
import entraUsersDeleted from "../../../tests/payloads/entra/users.deleted.json";
import githubOrganizationMemberRemoved from "../../../tests/payloads/github/organization.member_removed.json";
import githubMembershipRemoved from "../../../tests/payloads/github/membership.removed.json";
import gitlabSystemUserDestroy from "../../../tests/payloads/gitlab/system.user_destroy.json";
import googleDirectoryUsersDelete from "../../../tests/payloads/google-directory/users.delete.json";
import hibobEmployeeLeft from "../../../tests/payloads/hibob/employee.left.json";
import hibobEmployeeTemporaryLeave from "../../../tests/payloads/hibob/employee.temporaryLeave.json";
import hubspotBatch from "../../../tests/payloads/hubspot/batch.json";
import personioEmploymentTerminated from "../../../tests/payloads/personio/employment.terminated.json";
import ripplingEmployeeTerminated from "../../../tests/payloads/rippling/employee.terminated.txt";
import shopifyOrdersCreate from "../../../tests/payloads/shopify/orders.create.json";
import shopifyCustomersRedact from "../../../tests/payloads/shopify/customers.redact.json";
import slackUserChange from "../../../tests/payloads/slack/user_change.json";
import standardWebhooksContactCreatedFull from "../../../tests/payloads/standard-webhooks/contact.created.full.json";
import stripeInvoicePaid from "../../../tests/payloads/stripe/invoice.paid.json";
import stripeCustomerSubscriptionDeleted from "../../../tests/payloads/stripe/customer.subscription.deleted.json";
import tallyFormResponse from "../../../tests/payloads/tally/FORM_RESPONSE.json";
import twilioMessageReceived from "../../../tests/payloads/twilio/message.received.txt";
import whatsappStatuses from "../../../tests/payloads/whatsapp/statuses.json";
import workosDsyncUserCreated from "../../../tests/payloads/workos/dsync.user.created.json";
import xeroContactUpdate from "../../../tests/payloads/xero/contact.update.json";

/** A payload of a kind of source. */
export interface Sample {
  kind: string;
  title: string;
  /** Whose work it is. */
  from: string;
  payload: string;
  /** Those that say what the event is, one a line. */
  headers: string;
}

const FIELDS = "the vendor’s documented fields, with invented values";

const OKTA = {
  data: {
    events: [
      {
        uuid: "0b6f5f0e-7c1c-4a53-9d0a-3a2f7f6c1e11",
        eventType: "user.lifecycle.deactivate",
        published: "2026-03-02T09:00:00.000Z",
        outcome: { result: "SUCCESS" },
        actor: { id: "00u-admin", type: "User", alternateId: "admin@example.com" },
        target: [{ id: "00u-john", type: "User", alternateId: "john.doe@example.com" }],
      },
    ],
  },
};

const CLERK = {
  type: "user.deleted",
  object: "event",
  timestamp: 1772442000000,
  data: { id: "user_29w83sxmDNGwOuEthce5gg56FcC", object: "user", deleted: true },
};

const sample = (
  kind: string,
  title: string,
  from: string,
  payload: string,
  headers = "",
): Sample => ({
  kind,
  title,
  from,
  payload,
  headers,
});

export const samples: readonly Sample[] = [
  sample("okta", "A user is deactivated", FIELDS, JSON.stringify(OKTA, null, 2)),
  sample("clerk", "A user is deleted", FIELDS, JSON.stringify(CLERK, null, 2)),
  sample("auth0", "A user is deleted", "auth0/docs-v2, MIT", auth0UserDeleted),
  sample(
    "bamboohr",
    "A first name changed",
    "fusebit/integrations, MIT",
    bamboohrFieldBasedFirstName,
  ),
  sample("cal", "Somebody books an hour", FIELDS, calBookingCreated),
  sample("deel", "A contract has ended", FIELDS, deelContractTerminated),
  sample(
    "entra",
    "A user is deleted",
    "the fields in microsoftgraph/microsoft-graph-docs-contrib, CC BY 4.0",
    entraUsersDeleted,
  ),
  sample(
    "github",
    "Somebody is removed from an organisation",
    "octokit/webhooks, MIT",
    githubOrganizationMemberRemoved,
    "x-github-event: organization",
  ),
  sample(
    "github",
    "Somebody leaves a team",
    "octokit/webhooks, MIT",
    githubMembershipRemoved,
    "x-github-event: membership",
  ),
  sample("gitlab", "An account is deleted", "go-playground/webhooks, MIT", gitlabSystemUserDestroy),
  sample(
    "google-directory",
    "A user is deleted",
    "developers.google.com, CC BY 4.0",
    googleDirectoryUsersDelete,
    "x-goog-resource-state: delete",
  ),
  sample("hibob", "An employee has left", FIELDS, hibobEmployeeLeft),
  sample("hibob", "An employee is on leave", FIELDS, hibobEmployeeTemporaryLeave),
  sample("hubspot", "Events of two accounts", FIELDS, hubspotBatch),
  sample("personio", "An employment has ended", FIELDS, personioEmploymentTerminated),
  sample("rippling", "An employee is terminated", FIELDS, ripplingEmployeeTerminated),
  sample(
    "shopify",
    "An order",
    "hookdeck/webhook-samples, MIT",
    shopifyOrdersCreate,
    "x-shopify-topic: orders/create",
  ),
  sample(
    "shopify",
    "A customer asks to be forgotten",
    "Shopify/shopify-app-template-node, MIT",
    shopifyCustomersRedact,
    "x-shopify-topic: customers/redact",
  ),
  sample("slack", "A user edits their status", "slack-ruby/slack-api-ref, MIT", slackUserChange),
  sample(
    "standard-webhooks",
    "A contact is created",
    "the specification of Standard Webhooks, Apache-2.0",
    standardWebhooksContactCreatedFull,
  ),
  sample("stripe", "A payment", "hookdeck/webhook-samples, MIT", stripeInvoicePaid),
  sample(
    "stripe",
    "A subscription has ended",
    "stripe-ruby-mock/stripe-ruby-mock, MIT",
    stripeCustomerSubscriptionDeleted,
  ),
  sample("tally", "Somebody answers a form", FIELDS, tallyFormResponse),
  sample("twilio", "Somebody writes to us", FIELDS, twilioMessageReceived),
  sample("whatsapp", "A message was delivered", FIELDS, whatsappStatuses),
  sample("workos", "A new user", "workos/workos-node, MIT", workosDsyncUserCreated),
  sample("xero", "A contact changed", FIELDS, xeroContactUpdate),
];
