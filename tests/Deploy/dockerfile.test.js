import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { root } from './kubectl.js';

const text = readFileSync(join(root, 'deploy/docker/Dockerfile'), 'utf8');
const instructions = DockerfileParser.parse(text).getInstructions();
const stages = [];
for (const instruction of instructions) {
    if (instruction.getKeyword() === 'FROM')
        stages.push({ name: instruction.getBuildStage(), base: instruction.getImage(), instructions: [] });
    else if (stages.length > 0)
        stages.at(-1).instructions.push(instruction);
}

const services = ['gateway', 'fusion', 'detection', 'face-stream', 'body-stream'];
const stage = name => stages.find(s => s.name === name);
const chain = name => stage(name) ? [...chain(stage(name).base.replace('${ACCELERATOR}', 'cpu')), stage(name)] : [];
const last = (name, keyword) => chain(name).flatMap(s => s.instructions).filter(i => i.getKeyword() === keyword).at(-1)?.getArgumentsContent();

test('Dockerfile: has no fault that its language service knows', () => {
    assert.deepEqual(validate(text).map(d => `${d.range.start.line + 1}: ${d.message}`), []);
});

test('Dockerfile: every base is an argument that names an exact version', () => {
    const bases = instructions.filter(i => i.getKeyword() === 'ARG').map(i => i.getArgumentsContent()).filter(a => a.includes('/'));
    assert.equal(bases.length, 4);
    for (const base of bases)
        assert.match(base, /^[A-Z]+=[a-z.]+\/[a-z/]+:\d+\.\d+[.\d]*(-[a-z0-9.-]+)?(@sha256:[0-9a-f]{64})?$/, base);
    for (const { base } of stages)
        assert.ok(base.startsWith('${') || stage(base) || base === 'native-${ACCELERATOR}' || base === 'scratch', base);
});

test('Dockerfile: the edge client runs as a numbered user without rights and starts its program', () => {
    assert.equal(last('edge', 'USER'), '1654:1654');
    assert.deepEqual(JSON.parse(last('edge', 'ENTRYPOINT')), ['/app/emotion-edge']);
    assert.equal(last('edge', 'HEALTHCHECK'), 'NONE');
});

test('Dockerfile: every service runs as a numbered user without rights, starts its program and knows its health', () => {
    for (const name of services) {
        assert.equal(last(name, 'USER'), '1654:1654');
        const [program, assembly, ...rest] = JSON.parse(last(name, 'ENTRYPOINT'));
        assert.equal(program, 'dotnet');
        assert.deepEqual(rest, []);
        assert.ok(existsSync(join(root, 'services', assembly.split('.')[1], assembly.replace('.dll', '.csproj'))), assembly);
        assert.match(last(name, 'HEALTHCHECK'), new RegExp(`"${assembly.replaceAll('.', '\\.')}", "--probe", "http://127\\.0\\.0\\.1:9400/readyz"`));
    }
});
