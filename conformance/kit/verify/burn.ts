/** Keeps processors busy, so that what depends on a quick answer shows. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** Starts a thread for each processor that does nothing but count; the answer ends them. */
export async function keepProcessorsBusy(threads = availableParallelism()): Promise<() => Promise<void>> {
  const workers = Array.from({ length: threads }, () => new Worker('require("node:worker_threads").parentPort.postMessage(0); for (;;);', { eval: true }));
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("message", resolve))));
  return async () => {
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
}
