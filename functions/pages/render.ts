/** The templates, and what each is given. Everything that is put into a page is escaped (autoescape), always. */
import { join } from "node:path";
import nunjucks from "nunjucks";
import type { Assets } from "./assets.ts";
import type { Field } from "./fields.ts";
import { govukFrontend, ownFiles } from "./files.ts";
import type { Shown } from "./forms.ts";
import type { Entry, Happened } from "./timeline.ts";
import type { Frame, LandingView, Listed, Offer, PartyView } from "./view.ts";

/** A field with what was typed into it. */
export type FieldView = Field & {
  readonly error?: string;
  /** The input that the error is about, where the field has several. */
  readonly wrong?: string;
  /** What was typed, by input. */
  readonly typed: Readonly<Record<string, string>>;
};

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
}

/** A page that only says something. With a frame, it leads back to the concern. */
export interface MessageView extends Partial<Frame> {
  readonly title: string;
  readonly says: readonly string[];
}

interface Views {
  readonly landing: LandingView;
  readonly party: PartyView;
  readonly form: FormView;
  readonly done: DoneView;
  readonly record: RecordView;
  readonly message: MessageView;
}

export type Render = <T extends keyof Views>(template: T, view: Views[T]) => string;

export function createRender(assets: Assets): Render {
  const environment = new nunjucks.Environment(
    new nunjucks.FileSystemLoader([join(ownFiles, "templates"), govukFrontend]),
    { autoescape: true, throwOnUndefined: false, trimBlocks: true, lstripBlocks: true },
  );
  environment.addGlobal("assets", assets);
  return (template, view) => environment.render(`${template}.njk`, view);
}
