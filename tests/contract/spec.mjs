// SPDX-License-Identifier: EUPL-1.2
//
// The specification as the other scripts use it: parsed once, with a validator for each schema
// and the operation that a request belongs to.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import YAML from 'yaml';

const file = new URL('../../api/openapi.yaml', import.meta.url);
export const spec = YAML.parse(readFileSync(file, 'utf8'));

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(spec, 'spec');

/* What a "#/…" reference points to; anything else is returned as it is. */
export function resolve(node) {
	while (node && node.$ref)
		node = node.$ref.slice(2).split('/').reduce((at, key) => at[key], spec);
	return node;
}

const validators = new Map();

/* Sentences about what is wrong with `value`; none when it is valid. */
export function violations(schema, value) {
	const key = JSON.stringify(schema);
	if (!validators.has(key)) {
		const rooted = JSON.parse(key, (name, x) =>
			name === '$ref' ? x.replace(/^#/, 'spec#') : x);
		validators.set(key, ajv.compile(rooted));
	}
	const validate = validators.get(key);
	if (validate(value))
		return [];
	return validate.errors.map((e) => {
		const what = e.params.additionalProperty ?? e.params.allowedValues ?? '';
		return `${e.instancePath || '/'} ${e.message} ${what}`.trim();
	});
}

export const basePath = new URL(spec.servers[0].url).pathname;

/* As the server reads a path; what is not percent-encoded UTF-8 stays as it is. */
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/* The template of `path` (below the base path) and what its braces stood for. */
export function findPath(path) {
	const parts = path.split('/');
	for (const template of Object.keys(spec.paths)) {
		const wanted = template.split('/');
		const params = {};
		const fits = wanted.length === parts.length && wanted.every((want, i) => {
			if (!want.startsWith('{'))
				return want === parts[i];
			params[want.slice(1, -1)] = decoded(parts[i]);
			return true;
		});
		if (fits)
			return { template, params };
	}
	return null;
}

/* Every operation with its method and path. */
export function operations() {
	const all = [];
	for (const [path, item] of Object.entries(spec.paths))
		for (const [method, operation] of Object.entries(item))
			all.push({ method: method.toUpperCase(), path, operation });
	return all;
}
