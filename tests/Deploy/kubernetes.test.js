import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { kustomize, root } from './kubectl.js';
import { unknownFields, validate } from './schemas.js';

const overlays = ['overlays/cpu', 'overlays/gpu'];
const rendered = Object.fromEntries(overlays.map(o => [o, parseAllDocuments(kustomize(o)).map(d => d.toJS())]));
const monitors = parseAllDocuments(readFileSync(join(root, 'deploy/kubernetes/components/prometheus-operator/pod-monitor.yaml'), 'utf8')).map(d => d.toJS());
const services = ['gateway', 'fusion', 'detection', 'face-stream', 'body-stream'];
const settings = Object.fromEntries(readFileSync(join(root, 'deploy/kubernetes/base/settings.env'), 'utf8')
    .split('\n').filter(l => l && !l.startsWith('#')).map(l => l.split('=', 2)));

const of = (manifests, kind) => manifests.filter(m => m.kind === kind);
const named = (manifests, kind, name) => of(manifests, kind).find(m => m.metadata.name === name);
const container = deployment => deployment.spec.template.spec.containers[0];

/** Names of the instruments in the services' code, as Prometheus spells them, without a unit or suffix. */
function instruments() {
    const services = join(root, 'services');
    const sources = readdirSync(services, { recursive: true }).filter(file => file.endsWith('.cs') && !/[/](obj|bin)[/]/.test(file));
    const names = sources.flatMap(file => [...readFileSync(join(services, file), 'utf8').matchAll(/"(emotion\.[a-z_.]+)"/g)]);
    return new Set(names.map(([, name]) => name.replaceAll('.', '_')));
}

for (const overlay of overlays) {
    const manifests = rendered[overlay];

    test(`${overlay}: every manifest fits its schema and has no unknown field`, async () => {
        for (const manifest of [...manifests, ...monitors])
            await validate(manifest);
        assert.equal(unknownFields([...manifests, ...monitors]), '');
    });

    test(`${overlay}: each service has a Deployment, a Service, a PodDisruptionBudget and a HorizontalPodAutoscaler that select it`, () => {
        for (const name of services) {
            const { labels } = named(manifests, 'Deployment', name).spec.template.metadata;
            const selects = selector => Object.entries(selector).every(([k, v]) => labels[k] === v);
            assert.ok(selects(named(manifests, 'Deployment', name).spec.selector.matchLabels), name);
            assert.ok(selects(named(manifests, 'Service', name).spec.selector), name);
            assert.ok(selects(named(manifests, 'PodDisruptionBudget', name).spec.selector.matchLabels), name);
            const scaler = named(manifests, 'HorizontalPodAutoscaler', name);
            assert.equal(scaler.spec.scaleTargetRef.name, name);
            assert.ok(scaler.spec.minReplicas >= 2 && scaler.spec.maxReplicas >= scaler.spec.minReplicas, name);
            // Both would fight over the number.
            assert.equal(named(manifests, 'Deployment', name).spec.replicas, undefined);
        }
    });

    test(`${overlay}: pods have no rights and no writable disk`, () => {
        for (const deployment of of(manifests, 'Deployment')) {
            const pod = deployment.spec.template.spec;
            const { securityContext: own } = container(deployment);
            assert.equal(pod.containers.length, 1);
            assert.equal(pod.automountServiceAccountToken, false);
            assert.equal(pod.securityContext.runAsNonRoot, true);
            assert.equal(pod.securityContext.seccompProfile.type, 'RuntimeDefault');
            assert.equal(own.readOnlyRootFilesystem, true);
            assert.equal(own.allowPrivilegeEscalation, false);
            assert.deepEqual(own.capabilities, { drop: ['ALL'] });
            assert.ok(container(deployment).resources.limits.memory, 'a memory limit');
            for (const volume of pod.volumes ?? [])
                assert.ok(volume.secret, `${volume.name} is a Secret and nothing that can be written`);
        }
    });

    test(`${overlay}: a pod has the time to drain`, () => {
        for (const deployment of of(manifests, 'Deployment')) {
            const service = { 'face-stream': 'FaceStream', 'body-stream': 'BodyStream' }[deployment.metadata.name]
                ?? deployment.metadata.name[0].toUpperCase() + deployment.metadata.name.slice(1);
            const drain = Number(settings[`${service}__DrainSeconds`]);
            const stop = container(deployment).lifecycle.preStop.sleep.seconds;
            assert.ok(drain > 0 && stop > 0);
            assert.ok(deployment.spec.template.spec.terminationGracePeriodSeconds > drain + stop, deployment.metadata.name);
        }
    });

    test(`${overlay}: probes, Services and policies use ports that exist`, () => {
        for (const deployment of of(manifests, 'Deployment')) {
            const ports = container(deployment).ports.map(p => p.name);
            for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
                assert.ok(ports.includes(container(deployment)[probe].httpGet.port), `${deployment.metadata.name} ${probe}`);
            for (const port of named(manifests, 'Service', deployment.metadata.name).spec.ports)
                assert.ok(ports.includes(port.targetPort), `Service ${deployment.metadata.name}`);
        }
    });

    test(`${overlay}: services find each other by names of headless Services, at the port that is named`, () => {
        const addresses = Object.entries(settings).filter(([, v]) => v.startsWith('http'));
        assert.equal(addresses.length, 7);
        for (const [key, value] of addresses) {
            const url = new URL(value);
            const service = named(manifests, 'Service', url.hostname);
            assert.equal(service?.spec.clusterIP, 'None', `${key}=${value}`);
            assert.equal(Number(url.port), container(named(manifests, 'Deployment', url.hostname)).ports.find(p => p.name === 'service').containerPort, key);
        }
    });

    test(`${overlay}: what is named exists, and what must be made by hand is in the runbook`, () => {
        const runbook = readFileSync(join(root, 'docs/operations.md'), 'utf8');
        for (const deployment of of(manifests, 'Deployment')) {
            for (const from of container(deployment).envFrom)
                assert.ok(named(manifests, 'ConfigMap', from.configMapRef.name), from.configMapRef.name);
            const volumes = deployment.spec.template.spec.volumes ?? [];
            for (const mount of container(deployment).volumeMounts ?? [])
                assert.ok(volumes.some(v => v.name === mount.name), mount.name);
            for (const { secret } of volumes)
                assert.ok(runbook.includes(`create secret generic ${secret.secretName} `) || runbook.includes(`create secret tls ${secret.secretName} `), secret.secretName);
        }
        assert.equal(of(manifests, 'Secret').length, 0, 'no secret is committed');
    });

    test(`${overlay}: every metric that scales a service is handed over by the adapter's rules`, () => {
        const rules = parse(readFileSync(join(root, 'deploy/kubernetes/prometheus-adapter.yaml'), 'utf8')).rules.custom;
        const offered = rules.map(r => r.name?.as ?? r.seriesQuery.split('{')[0]);
        const made = instruments();
        for (const rule of rules)
            assert.ok(made.has(rule.seriesQuery.split('{')[0].replace(/_total$/, '')), `${rule.seriesQuery} is a metric of the suite`);
        const wanted = of(manifests, 'HorizontalPodAutoscaler').flatMap(h => h.spec.metrics).filter(m => m.type === 'Pods').map(m => m.pods.metric.name);
        assert.ok(wanted.length >= 5);
        for (const name of wanted)
            assert.ok(offered.includes(name), name);
    });
}

test('overlays/gpu: detection and the face stream get a GPU, its node and its image; the others none', () => {
    for (const deployment of of(rendered['overlays/gpu'], 'Deployment')) {
        const onGpu = ['detection', 'face-stream'].includes(deployment.metadata.name);
        const pod = deployment.spec.template.spec;
        const { image, resources, env } = container(deployment);
        assert.equal(resources.limits['nvidia.com/gpu'], onGpu ? '1' : undefined);
        assert.equal(pod.nodeSelector?.['nvidia.com/gpu.present'], onGpu ? 'true' : undefined);
        assert.equal(pod.tolerations?.[0].key, onGpu ? 'nvidia.com/gpu' : undefined);
        assert.equal(image.endsWith('-gpu'), onGpu);
        assert.equal(env?.find(e => e.name === 'Models__Provider')?.value, onGpu ? 'cuda' : undefined);
    }
});
