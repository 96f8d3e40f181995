/** The adapter protocol as its JSON Schemas state it: what is wrong with a line, in words. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import * as formats from "ajv-formats";
import { readJson } from "../root.ts";

export type Operation = "hello" | "open" | "option" | "bind" | "unbind" | "connect" | "disconnect" | "send" | "receive" | "step" | "proxy" | "close";

/** What is wrong with a successful answer to the operation, or with a refusal; nothing when it is right. */
export function faultOfAnswer(op: Operation, answer: { readonly ok?: unknown }): string | undefined {
  return faultOf("adapter-response", answer.ok === false ? "ErrorResponse" : (responseTitles[op] ?? "DoneResponse"), answer);
}

export function faultOfEvent(event: unknown): string | undefined {
  return faultOf("adapter-event", undefined, event);
}

/** A request that the harness must not send. */
export function faultOfRequest(op: Operation, request: unknown): string | undefined {
  return faultOf("adapter-request", requestTitles[op] ?? "EndpointRequest", request);
}

const responseTitles: Partial<Readonly<Record<Operation, string>>> = {
  hello: "HelloResponse",
  open: "OpenResponse",
  bind: "BindResponse",
  receive: "ReceiveResponse",
};
const requestTitles: Partial<Readonly<Record<Operation, string>>> = {
  hello: "HelloRequest",
  open: "OpenRequest",
  option: "OptionRequest",
  send: "SendRequest",
  receive: "ReceiveRequest",
  step: "SocketRequest",
  close: "SocketRequest",
  proxy: "ProxyRequest",
};

function faultOf(schema: string, title: string | undefined, value: unknown): string | undefined {
  const validate = validatorOf(schema, title);
  if (validate(value)) return undefined;
  return (validate.errors ?? []).map(inWords).join("; ");
}

const validators = new Map<string, ValidateFunction>();
let ajv: Ajv2020 | undefined;

/** One alternative of a schema has clearer errors than their choice. */
function validatorOf(name: string, title: string | undefined): ValidateFunction {
  const key = `${name}/${title ?? ""}`;
  let validate = validators.get(key);
  if (validate === undefined) {
    ajv ??= loadSchemas();
    const schema = readJson(`schemas/${name}.schema.json`) as { readonly $id: string; readonly oneOf?: readonly { readonly title?: string }[] };
    const index = title === undefined ? undefined : schema.oneOf?.findIndex((alternative) => alternative.title === title);
    if (index === -1) throw new Error(`schemas/${name}.schema.json has no alternative ${String(title)}.`);
    validate = ajv.compile({ $ref: index === undefined ? schema.$id : `${schema.$id}#/oneOf/${index}` });
    validators.set(key, validate);
  }
  return validate;
}

function loadSchemas(): Ajv2020 {
  const loaded = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    // That the schemas are schemas is what the tests judge: here it would take longer than to compile them.
    validateSchema: false,
    meta: false,
    code: { optimize: false, regExp: Object.assign(patternOf, { code: "new RegExp" }) },
  });
  formats.default.default(loaded);
  for (const name of ["common", "adapter-request", "adapter-response", "adapter-event"]) loaded.addSchema(readJson(`schemas/${name}.schema.json`) as object);
  return loaded;
}

const { pattern: base64Pattern } = (readJson("schemas/common.schema.json") as { readonly $defs: { readonly base64: { readonly pattern: string } } }).$defs
  .base64;

/** What the platform decodes and encodes to the same text is base64: a much faster answer for long messages than the pattern's own, which settles the rest. */
function patternOf(pattern: string, flags: string): { readonly test: (text: string) => boolean } {
  const expression = new RegExp(pattern, flags);
  if (pattern !== base64Pattern) return expression;
  // A queue is filled with one message many times.
  let last = "";
  return {
    test: (text) => {
      const isBase64 = text === last || Buffer.from(text, "base64").toString("base64") === text || expression.test(text);
      if (isBase64) last = text;
      return isBase64;
    },
  };
}

function inWords(error: ErrorObject): string {
  const place = error.instancePath === "" ? "it" : error.instancePath;
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case "additionalProperties":
      return `${place} has an unknown member ${JSON.stringify(params["additionalProperty"])}`;
    case "required":
      return `${place} lacks the member ${JSON.stringify(params["missingProperty"])}`;
    case "const":
      return `${place} must be ${JSON.stringify(params["allowedValue"])}`;
    case "enum":
      return `${place} must be one of ${(params["allowedValues"] as readonly unknown[]).map((value) => JSON.stringify(value)).join(", ")}`;
    default:
      return `${place} ${error.message ?? "is invalid"}`;
  }
}
