// SPDX-License-Identifier: EUPL-1.2
//
// The specification against the program's tables (dump_tables on standard input), in both
// directions: what one says and the other does not is a difference. Exit status 1 if there is any.
import { readFileSync } from 'node:fs';
import { basePath, operations, resolve, spec } from './spec.mjs';

const tables = JSON.parse(readFileSync(0, 'utf8'));
const differences = [];
let compared = 0;

function same(where, inSpec, inTables) {
	compared++;
	if (JSON.stringify(inSpec) !== JSON.stringify(inTables))
		differences.push(`${where}: openapi.yaml ${JSON.stringify(inSpec)}, ` +
			`tables ${JSON.stringify(inTables)}`);
}

const sorted = (list) => [...list].sort();
const reference = (name) => `#/components/schemas/${name}`;

const RFC3339 =
	'^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$';
const DATE = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$';

/* The schema that a row asks for, without words for people. */
function wanted(row) {
	const each = { minLength: row.each_min, maxLength: row.each_max, pattern: row.pattern };
	const bounds = { minItems: row.min, maxItems: row.max };
	switch (row.kind) {
	case 'string':
		if (row.name === 'type' && row.pattern.startsWith('^urn:'))
			return { $ref: reference('ProblemType') };
		return { type: 'string', minLength: row.min, maxLength: row.max,
			pattern: row.pattern };
	case 'bool':
		return { type: 'boolean' };
	case 'int64':
		return { type: 'integer', format: 'int64', minimum: row.min, maximum: row.max };
	case 'instant':
		return { type: 'string', format: 'date-time', minLength: 20, maxLength: 25,
			pattern: RFC3339 };
	case 'giorno':
		return { type: 'string', format: 'date', minLength: 10, maxLength: 10,
			pattern: DATE };
	case 'enum':
		return { $ref: reference(row.words) };
	case 'object':
		return { $ref: reference(row.sub) };
	case 'objects':
		return { type: 'array', ...bounds, items: { $ref: reference(row.sub) } };
	case 'enums':
		return { type: 'array', ...bounds, uniqueItems: true,
			items: { $ref: reference(row.words) } };
	case 'strings':
		return { type: 'array', ...bounds, uniqueItems: true,
			items: { type: 'string', ...each } };
	default:
		return { unknown: row.kind };
	}
}

/* Keys in one order, without words for people. */
function bare(node) {
	if (Array.isArray(node) || node === null || typeof node !== 'object')
		return node;
	const skip = ['description', 'example', 'default'];
	return Object.fromEntries(Object.keys(node).filter((k) => !skip.includes(k)).sort()
		.map((k) => [k, bare(node[k])]));
}

function compareSchema(name, rows) {
	const schema = spec.components.schemas[name];
	if (!schema)
		return same(name, undefined, 'a table');
	same(`${name} additionalProperties`, schema.additionalProperties, false);
	same(`${name} members`, Object.keys(schema.properties), rows.map((r) => r.name));
	same(`${name} required`, sorted(schema.required ?? []),
		sorted(rows.filter((r) => r.required).map((r) => r.name)));
	for (const row of rows)
		same(`${name}.${row.name}`, bare(schema.properties[row.name] ?? {}),
			bare(wanted(row)));
}

function compareParameters(where, given, kind, rows) {
	const own = given.filter((p) => p.in === kind);
	same(`${where} ${kind} parameters`, own.map((p) => p.name), rows.map((r) => r.name));
	for (const row of rows) {
		const p = own.find((x) => x.name === row.name);
		if (!p)
			continue;
		same(`${where} ${row.name} required`, p.required ?? false, row.required);
		same(`${where} ${row.name}`, bare(p.schema), bare(wanted(row)));
		if (row.kind === 'int64')
			same(`${where} ${row.name} default`, p.schema.default, row.fallback);
	}
}

const COMMON = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Cache-Control',
	'Access-Control-Allow-Origin'];

function compareSuccess(where, route, responses) {
	const ok = resolve(responses[route.status]) ?? {};
	const headers = [...COMMON];
	if (route.needs.etag)
		headers.push('ETag');
	if (route.needs.location)
		headers.push('Location');
	if (route.needs.gives_file)
		headers.push('Content-Disposition');
	same(`${where} headers`, sorted(Object.keys(ok.headers ?? {})), sorted(headers));
	const types = Object.keys(ok.content ?? {});
	if (route.needs.gives_file) {
		same(`${where} types`, sorted(types),
			['application/pdf', 'image/jpeg', 'image/png', 'image/tiff']);
		return;
	}
	same(`${where} types`, types, ['application/json']);
	same(`${where} response`, ok.content?.['application/json']?.schema?.$ref,
		reference(route.response));
}

function compareRequest(where, route, body) {
	const schemas = Object.entries(body?.content ?? {})
		.map(([type, media]) => `${type} ${media.schema.$ref}`);
	const expected = [];
	if (route.request)
		expected.push(`application/json ${reference(route.request)}`);
	if (route.needs.takes_file)
		expected.push(`multipart/form-data ${reference('CaricamentoAllegato')}`);
	same(`${where} request`, schemas, expected);
	same(`${where} request required`, body?.required ?? false, expected.length > 0);
}

function compareRoute(route, operation) {
	const where = `${route.method} ${route.path}`;
	const parameters = (operation.parameters ?? []).map(resolve);
	const headers = [];
	if (route.needs.key)
		headers.push('Idempotency-Key');
	if (route.needs.if_match)
		headers.push('If-Match');
	same(`${where} operationId`, operation.operationId, route.operation_id);
	same(`${where} security`, operation.security, route.needs.token ? [{ bearer: [] }] : [{}]);
	same(`${where} header parameters`,
		parameters.filter((p) => p.in === 'header').map((p) => p.name), headers);
	compareParameters(where, parameters, 'path', route.params);
	compareParameters(where, parameters, 'query', route.query);
	compareRequest(where, route, operation.requestBody);
	compareSuccess(where, route, operation.responses);
	same(`${where} statuses`, Object.keys(operation.responses).map(Number),
		[route.status, ...route.problems]);
	for (const status of route.problems)
		same(`${where} ${status}`,
			Object.keys(resolve(operation.responses[status]).content),
			['application/problem+json']);
}

const key = (x) => `${x.method} ${x.path}`;
const inSpec = operations();
for (const server of spec.servers)
	same('base path', new URL(server.url).pathname, tables.base_path);
same('base path', basePath, tables.base_path);
same('origin', spec.components.headers['Access-Control-Allow-Origin'].schema.enum,
	[tables.cors_origin]);
same('routes', sorted(inSpec.map(key)), sorted(tables.routes.map(key)));
for (const route of tables.routes) {
	const found = inSpec.find((x) => key(x) === key(route));
	if (found)
		compareRoute(route, found.operation);
}
for (const [name, rows] of Object.entries(tables.schemas))
	compareSchema(name, rows);
for (const [name, codes] of Object.entries(tables.vocabularies))
	same(name, spec.components.schemas[name]?.enum, codes);
same('ProblemType', spec.components.schemas.ProblemType.enum, Object.keys(tables.problems));
same('schemas', sorted(Object.keys(spec.components.schemas)),
	sorted([...Object.keys(tables.schemas), ...Object.keys(tables.vocabularies),
		'ProblemType', 'CaricamentoAllegato', 'ContenutoAllegato']));

/* Examples of problems carry the status and the title of their type. */
for (const [name, example] of Object.entries(spec.components.examples)) {
	const value = example.value;
	if (typeof value.type === 'string' && value.type.startsWith('urn:'))
		same(`example ${name} status`, value.status, tables.problems[value.type]);
}

for (const difference of differences)
	console.log(difference);
console.log(`${compared} compared, ${differences.length} different`);
process.exit(differences.length > 0 || compared < 500 ? 1 : 0);
