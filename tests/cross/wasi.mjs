// wasi.mjs FILE [ARG…]: a WebAssembly program by Node.js, with its standard streams, arguments and environment and the working directory, which is all of the file system that it sees.
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [file, ...args] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args: [file, ...args], env: process.env, preopens: { ".": "." }, returnOnExit: true });
const { instance } = await WebAssembly.instantiate(readFileSync(file), wasi.getImportObject());
process.exit(wasi.start(instance));
