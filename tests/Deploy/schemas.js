import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Where the npm packages keep the model of a kind. */
function modelPath({ apiVersion }) {
    return apiVersion === 'monitoring.coreos.com/v1' ? '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1'
        : apiVersion === 'v1' ? 'kubernetes-models/v1'
        : `kubernetes-models/${apiVersion}`;
}

/** Throws when a manifest lacks a required field or holds a value of another type than the schema's. */
export async function validate(manifest) {
    const { [manifest.kind]: Model } = await import(modelPath(manifest));
    new Model(manifest).validate();
}

/** What TypeScript says of the manifests as literals of their types: it names fields that do not exist, which the schemas let pass. */
export function unknownFields(manifests) {
    const folder = mkdtempSync(join(here, 'node_modules', '.typed-'));
    try {
        const lines = manifests.flatMap((m, i) => [
            `import type { I${m.kind} as T${i} } from '${modelPath(m)}';`,
            `export const m${i}: T${i} = ${JSON.stringify(m)};`,
        ]);
        writeFileSync(join(folder, 'manifests.ts'), lines.join('\n'));
        execFileSync(process.execPath, [
            join(here, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '--strict', '--skipLibCheck',
            '--module', 'nodenext', '--moduleResolution', 'nodenext', join(folder, 'manifests.ts'),
        ], { encoding: 'utf8', stdio: 'pipe' });
        return '';
    } catch (error) {
        return error.stdout || String(error);
    } finally {
        rmSync(folder, { recursive: true });
    }
}
