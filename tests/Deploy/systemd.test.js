import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './kubectl.js';

const unit = join(root, 'deploy/systemd/emotion-edge.service');
// 0 is a unit that may do nothing, 10 one that may do everything.
const MOST_EXPOSURE = 2.5;

test('emotion-edge.service: systemd finds no fault in it', () => {
    // It looks for the program, which is not installed here: another stands in for it.
    const copy = join(mkdtempSync(join(tmpdir(), 'emotion-')), 'emotion-edge.service');
    writeFileSync(copy, readFileSync(unit, 'utf8').replace('/usr/bin/dotnet', process.execPath));
    const verified = spawnSync('systemd-analyze', ['verify', copy], { encoding: 'utf8' });
    assert.equal(verified.status, 0, verified.stderr);
    assert.equal(verified.stderr.trim(), '');
});

test('emotion-edge.service: may do little', () => {
    const copy = join(mkdtempSync(join(tmpdir(), 'emotion-')), 'emotion-edge.service');
    copyFileSync(unit, copy);
    const looked = spawnSync('systemd-analyze', ['security', '--offline=true', `--threshold=${MOST_EXPOSURE * 10}`, copy], { encoding: 'utf8' });
    assert.equal(looked.status, 0, looked.stdout + looked.stderr);
});
