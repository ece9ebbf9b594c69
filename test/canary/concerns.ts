/** What is raised and submitted in the lives, a canary in every text. */
import type { Canaries } from "./canaries.ts";

/** A date that is nobody else's, as data and in words. */
export const born = { day: "1931-04-09", inWords: "9 April 1931" };

export function personOf(all: Canaries, name: string, domain: string) {
  return { name: all.put(name), email: all.address(name, domain) };
}

/** Knowsley's, unless `more` says otherwise. */
export function concernOf(all: Canaries, name: string, more: object = {}) {
  return {
    area: "knowsley",
    subject: "child",
    person: {
      name: all.put(`${name}: person`),
      dateOfBirth: born.day,
      circumstances: all.put(`${name}: circumstances`),
    },
    typeOfDisagreement: "another",
    anotherType: all.put(`${name}: another type`),
    issue: all.put(`${name}: issue`),
    natureOfDisagreement: all.put(`${name}: nature`),
    risk: all.put(`${name}: risk`),
    evidence: all.put(`${name}: evidence`),
    resolutionSought: all.put(`${name}: sought`),
    arose: "2026-11-20",
    raising: {
      practitioner: personOf(all, `${name}: raiser`, "whitebeam-primary.example"),
      manager: personOf(all, `${name}: raising manager`, "whitebeam-primary.example"),
    },
    receiving: {
      agency: "knowsley-social-care",
      practitioner: personOf(all, `${name}: receiver`, "social-care.knowsley.example"),
      manager: personOf(all, `${name}: receiving manager`, "social-care.knowsley.example"),
    },
    ...more,
  };
}

/** With immediate risk, and nothing else said of it: that is asked for afterwards. */
export function urgentOf(all: Canaries, name: string) {
  const { issue, natureOfDisagreement, risk, evidence, resolutionSought, ...rest } = concernOf(all, name);
  void [issue, natureOfDisagreement, risk, evidence, resolutionSought];
  return { ...rest, immediateRisk: true };
}

export function medwayOf(all: Canaries, name: string) {
  return concernOf(all, name, {
    area: "medway",
    answers: { status: ["child-protection-plan"] },
    before: {
      "manager-consulted": born.day,
      "professional-to-professional": "2026-11-19",
      "managers-in-contact": "2026-11-20",
    },
    raising: { practitioner: personOf(all, `${name}: raiser`, "hoo-meadows.example") },
    receiving: { agency: "medway-social-care" },
  });
}

export function shropshireOf(all: Canaries, name: string) {
  return concernOf(all, name, {
    area: "shropshire",
    subject: "adult",
    raising: { practitioner: personOf(all, `${name}: raiser`, "corvedale-housing.example") },
    receiving: {
      agency: "shropshire-social-care",
      practitioner: personOf(all, `${name}: receiver`, "social-care.shropshire.example"),
    },
  });
}

export function alertOf(all: Canaries) {
  return {
    partnership: "medway",
    notAboutOneCase: true,
    concerns: "one agency",
    consulted: { service: all.put("alert: service consulted"), on: "2026-11-10", with: all.put("alert: with whom") },
    informer: { name: all.put("alert: informer"), title: all.put("alert: title") },
    service: all.put("alert: service"),
    contact: { email: all.address("alert: contact", "hoo-meadows.example"), telephone: all.put("alert: telephone") },
    date: "2026-11-20",
    summary: all.put("alert: summary"),
    measures: all.put("alert: measures"),
    causes: all.put("alert: causes"),
    goodPractice: all.put("alert: good practice"),
    action: all.put("alert: action"),
  };
}
