/** What `replay` shows of a witness without playing it: its drawing, and its octets as a script. */
import type { Witness } from "../kit/model.ts";
import { diagramFile } from "../reports/diagram-svg.ts";
import { diagramText } from "../reports/diagram-text.ts";
import { diagramOf } from "../reports/diagram.ts";
import { octetScriptText } from "../reports/octet-script.ts";
import type { Context } from "./context.ts";
import { writeWhole } from "./files.ts";
import { UsageError } from "./usage-error.ts";

/** Writes the drawing: SVG to a file of that name, else text; "-" is the standard output. */
export function writeDiagram(witness: Witness, path: string, context: Context): void {
  const diagram = diagramOf(witness);
  if (path === "-") context.out.write(diagramText(diagram, context.out.columns));
  else writeWhole(path, path.endsWith(".svg") ? diagramFile(diagram) : diagramText(diagram, fileColumns));
}

/** Throws `UsageError` when octets alone are not enough. */
export function writeOctets(witness: Witness, context: Context): void {
  const text = octetScriptText(witness);
  if (text === undefined && witness.transport === "ws")
    throw new UsageError(
      "The witness has no script of octets: over WebSocket there are requests, frames and masks around them. Play it with an adapter: patternwire replay WITNESS.json -- COMMAND",
    );
  if (text === undefined)
    throw new UsageError(
      "The witness has no script of octets: the implementation's application takes part, the octets depend on keys, or there are too many. Play it with an adapter: patternwire replay WITNESS.json -- COMMAND",
    );
  context.out.write(text);
}

const fileColumns = 120;
