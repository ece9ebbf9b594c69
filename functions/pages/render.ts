/** The templates, and what each is given. Everything that is put into a page is escaped (autoescape), always. */
import { inWords } from "../../policies/calendar/instant.ts";
import type { AlertCheckView, AlertStartView, AlertSubmittedView } from "../alerts/pages/submitting-view.ts";
import type { LongFormView } from "../alerts/pages/long-form.ts";
import type { AlertPartyView } from "../alerts/pages/view.ts";
import type { Assets } from "./assets.ts";
import type { DocumentOffer, DocumentView } from "./documents.ts";
import type { FieldView } from "./fields.ts";
import { templates } from "./files.ts";
import type { Shown } from "./forms/form.ts";
import type {
  BeforeView,
  CheckView,
  InvitedView,
  ListView,
  OverView,
  PageView,
  RaisedView,
  StartView,
  Writing,
} from "./raise/view.ts";
import type {
  RegisterChartsView,
  RegisterFilterView,
  RegisterFrame,
  RegisterLandingView,
  RegisterListView,
  RegisterReportView,
} from "../register/view.ts";
import type { FrontView, PartnershipView } from "./start/view.ts";
import type { Happened } from "./happened.ts";
import type { Entry } from "./timeline.ts";
import { english, wordsOf } from "./words/index.ts";
import type { AnswerView } from "./typed-codes.ts";
import type { ExpiredView, Frame, LandingView, Listed, Offer, PartyView } from "./view.ts";
import type { Row } from "./wording.ts";

export interface FormView extends Frame {
  /** What the form is sent as. */
  readonly form: string;
  readonly command: string;
  readonly stage: string;
  readonly about?: string;
  readonly title: string;
  readonly does: string;
  readonly warning?: string;
  readonly shows: readonly Shown[];
  readonly fields: readonly FieldView[];
  readonly button: string;
  readonly problems: readonly Listed[];
}

export interface DoneView extends Frame {
  readonly title: string;
  readonly says: readonly string[];
  readonly offer?: Offer;
  readonly entry?: number;
  readonly recorded: readonly Happened[];
  readonly next: readonly string[];
}

export interface RecordView extends Frame {
  readonly entries: readonly Entry[];
  /** When it was read, in words. */
  readonly shown: string;
  /** What it can be saved as: what the button sends, its words, and what is said before it. */
  readonly saves: readonly {
    readonly does: string;
    readonly form?: string;
    readonly says?: string;
    readonly text: string;
  }[];
}

/** A page that only says something. With a frame, it leads back to the concern. */
export interface MessageView extends Partial<Frame> {
  readonly title: string;
  readonly says: readonly string[];
  readonly leads?: { readonly to: string; readonly text: string };
  readonly also?: { readonly to: string; readonly text: string };
  /** What the person wrote, to copy from. */
  readonly kept?: readonly Row[];
}

/** What each template is given, by its path without `.njk`. The compiler then asks for its words, and for an example of all that can be in it. */
export interface Views {
  readonly landing: LandingView;
  readonly expired: ExpiredView;
  readonly fresh: Frame & { readonly title: string; readonly says: readonly string[] };
  readonly answer: AnswerView;
  readonly party: PartyView & { readonly documents: readonly DocumentOffer[] };
  readonly document: DocumentView;
  readonly form: FormView;
  readonly done: DoneView;
  readonly record: RecordView;
  readonly message: MessageView;
  readonly "raise/start": StartView;
  readonly "raise/invited": InvitedView;
  readonly "raise/over": OverView;
  readonly "raise/page": PageView;
  readonly "raise/list": ListView;
  readonly "raise/afresh": Writing & { readonly title: string };
  readonly "raise/later": Writing & { readonly title: string };
  readonly "raise/check": CheckView;
  readonly "raise/raised": RaisedView;
  readonly "raise/before": BeforeView;
  readonly "start/front": FrontView;
  readonly "start/partnership": PartnershipView;
  readonly "register/landing": RegisterLandingView;
  readonly "register/over": RegisterFrame;
  readonly "register/list": RegisterListView;
  readonly "register/filter": RegisterFilterView;
  readonly "register/charts": RegisterChartsView;
  readonly "register/report": RegisterReportView;
  readonly "alert/start": AlertStartView;
  readonly "alert/invited": InvitedView & Pick<Frame, "called" | "notInstead">;
  readonly "alert/form": LongFormView;
  readonly "alert/check": AlertCheckView;
  readonly "alert/submitted": AlertSubmittedView;
  readonly "alert/party": AlertPartyView;
}

/**
 * The HTML of a page.
 * @throws Error where a template names what the view has not: a page is never half empty
 */
export type Render = <T extends keyof Views>(template: T, view: Views[T]) => string;

/**
 * @param trial every page says that this is a trial, in which all e-mail goes to one address
 *
 * Macros see no page's view, so what they need beside what they are given is for every page alike: `shared`.
 */
export function createRender(assets: Assets, trial = false): Render {
  const environment = templates();
  environment.addGlobal("assets", assets);
  environment.addGlobal("trial", trial);
  environment.addGlobal("shared", english.shared);
  // moj-frontend's own filter is made of a library for dates, and knows no London time.
  environment.addFilter("mojDate", (instant: string) => inWords(instant));
  return (template, view) => environment.render(`${template}.njk`, { ...view, words: wordsOf(template) });
}
