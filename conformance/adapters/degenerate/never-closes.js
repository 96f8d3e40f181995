/** Greets, introduces itself and answers every PING, whatever else it reads; it never closes a connection, takes every message and gives none. */
import { converse } from "./converse.js";

converse("never-closes");
