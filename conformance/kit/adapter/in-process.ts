/** A channel to an adapter that is a function in this process; it is loaded by its address, so that the harness imports no implementation. */
import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../root.ts";
import type { Channel, ChannelEvents } from "./channel.ts";

/** What a module for in-process targets exports as `openInProcess`: requests and answers as in the adapter protocol, as objects. */
export interface InProcessModule {
  readonly openInProcess: (emit: (event: object) => void) => Promise<InProcessAdapter>;
}

export interface InProcessAdapter {
  readonly answer: (request: object) => Promise<object>;
}

/** The address is a file: URL, an absolute path, or a path in the package. */
export async function loadInProcess(address: string): Promise<InProcessModule> {
  const url = address.startsWith("file:") ? address : pathToFileURL(isAbsolute(address) ? address : join(projectRoot(), address)).href;
  const loaded = (await import(url)) as Partial<InProcessModule>;
  if (typeof loaded.openInProcess !== "function") throw new Error(`${address} exports no function openInProcess.`);
  return { openInProcess: loaded.openInProcess };
}

export async function startInProcess(module: InProcessModule): Promise<(events: ChannelEvents) => Channel> {
  let events: ChannelEvents | undefined;
  const adapter = await module.openInProcess((event) => events?.message(event, 0));
  return (given) => {
    events = given;
    return channelTo(adapter, given);
  };
}

function channelTo(adapter: InProcessAdapter, events: ChannelEvents): Channel {
  const handles = new Set<number>();
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    const gone = (): void => events.gone({ exitCode: 0, signal: null });
    closeAll(adapter, handles).then(gone, gone);
  };
  const answered = (request: object, answer: object): void => {
    const { op, socket } = { ...request, ...answer } as { readonly op?: string; readonly socket?: number };
    if (op === "open" && socket !== undefined) handles.add(socket);
    if (op === "close" && socket !== undefined) handles.delete(socket);
    if (!over) events.message(answer, 0);
  };
  return {
    send: (value) => {
      const request = value as object;
      adapter.answer(request).then(
        (answer) => answered(request, answer),
        (error: unknown) => events.garbage(String(error), "the adapter threw"),
      );
    },
    finish: end,
    kill: end,
  };
}

/** There is no process whose end would take the sockets along. */
async function closeAll(adapter: InProcessAdapter, handles: ReadonlySet<number>): Promise<void> {
  const requests = [...handles].map(async (socket) => {
    await adapter.answer({ id: 0, op: "option", socket, name: "linger", value: 0 });
    await adapter.answer({ id: 0, op: "close", socket });
  });
  await Promise.all(requests);
}
