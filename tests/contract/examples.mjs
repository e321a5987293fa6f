// SPDX-License-Identifier: EUPL-1.2
//
// The specification's examples as files, which are the fixtures of the tests in C: one file an
// example, named SCHEMA.example.json. Says what differs from tests/contract/examples; with
// UPDATE=1 writes them anew. Every example must be valid and used by an operation.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { operations, resolve, spec, violations } from './spec.mjs';

const folder = new URL('examples/', import.meta.url);
const update = process.env.UPDATE === '1';
const wrong = [];
const files = new Map();

function collect(media) {
	const schema = media.schema.$ref?.split('/').pop();
	for (const [name, reference] of Object.entries(media.examples ?? {})) {
		const { value } = resolve(reference);
		for (const what of violations(media.schema, value))
			wrong.push(`example ${name}: ${what}`);
		files.set(`${schema}.${name}.json`, JSON.stringify(value, null, '\t') + '\n');
	}
}

for (const { operation } of operations()) {
	const bodies = [operation.requestBody, ...Object.values(operation.responses)];
	for (const body of bodies.map(resolve))
		Object.values(body?.content ?? {}).forEach(collect);
}

const used = new Set([...files.keys()].map((f) => f.split('.')[1]));
for (const name of Object.keys(spec.components.examples))
	if (!used.has(name))
		wrong.push(`example ${name} is not used`);

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) {
	if (files.has(name))
		continue;
	if (update)
		rmSync(new URL(name, folder));
	else
		wrong.push(`examples/${name} is no longer in the specification`);
}
for (const [name, text] of files) {
	const at = new URL(name, folder);
	let there = '';
	try {
		there = readFileSync(at, 'utf8');
	} catch { /* not there yet */ }
	if (there !== text && update)
		writeFileSync(at, text);
	else if (there !== text)
		wrong.push(`examples/${name} is not what the specification says (UPDATE=1)`);
}

wrong.forEach((what) => console.log(what));
console.log(`${files.size} examples, ${wrong.length} wrong`);
process.exit(wrong.length > 0 || files.size === 0 ? 1 : 0);
