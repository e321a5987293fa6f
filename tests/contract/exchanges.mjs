// SPDX-License-Identifier: EUPL-1.2
//
// Recorded exchanges against the specification. One JSON object a line:
//
//   { "method": "GET", "path": "/rest/…/rapporti?limit=2", "request_headers": { … },
//     "request_body": null, "status": 200, "response_headers": { … }, "response_body": "…" }
//
// Bodies are text, or null where the recorder left them out (files). Header names in any case.
// Every answer must be one that the specification declares; a 2xx must also have been asked for
// as the specification says. Prints each violation with its line; exit status 1 if there is any.
import { readFileSync } from 'node:fs';
import { exchangeProblems, parsed } from './judge.mjs';

let exchanges = 0;
let found = 0;
const file = process.argv[2];
if (!file) {
	console.error('usage: validate-exchanges FILE ("-" for standard input)');
	process.exit(64);
}
readFileSync(file === '-' ? 0 : file, 'utf8').split('\n').forEach((line, i) => {
	if (!line.trim())
		return;
	exchanges++;
	const { value, error } = parsed(line);
	const wrong = error ? [`not JSON: ${error}`] : exchangeProblems(value);
	found += wrong.length;
	for (const what of wrong)
		console.log(`${file}:${i + 1}: ${value?.method} ${value?.path} ` +
			`${value?.status}: ${what}`);
});
console.log(`${exchanges} exchanges, ${found} violations`);
process.exit(found > 0 || exchanges === 0 ? 1 : 0);
