import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { root } from './kubectl.js';

test('operations.md: says of every alert what it means and what to do', () => {
    const alerts = parse(readFileSync(join(root, 'deploy/prometheus/rules.yaml'), 'utf8')).groups.flatMap(g => g.rules).map(r => r.alert).filter(Boolean);
    const described = [...readFileSync(join(root, 'docs/operations.md'), 'utf8').matchAll(/^\| (Emotion\w+) \|/gm)].map(m => m[1]);
    assert.ok(alerts.length > 0);
    assert.deepEqual(described.sort(), alerts.sort());
});
