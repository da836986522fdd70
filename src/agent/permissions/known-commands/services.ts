/** Commands that ask services: containers, clusters, forges. */
import type { KnownCommand } from './known-command.ts';

const LISTED = '-a --all -f: --filter: --format: -q --quiet --no-trunc';
const LOGS = '-f --follow -n= --tail= --since= --until= -t --timestamps --details --no-color --no-log-prefix';

const DOCKER_READS: Readonly<Record<string, KnownCommand>> = {
  ps: { options: `${LISTED} -n= --last= -l --latest -s --size`, reads: true },
  images: { options: `${LISTED} --digests --tree`, reads: true },
  logs: { options: LOGS, reads: true },
  stats: { options: `${LISTED} --no-stream`, reads: true },
  top: { reads: true },
  port: { reads: true },
  diff: { reads: true },
  history: { options: `${LISTED} -H --human`, reads: true },
  inspect: { options: '-f: --format: -s --size --type=container|image|network|volume', reads: true },
  version: { options: '-f: --format:', reads: true },
  info: { options: '-f: --format:', reads: true },
};

const DOCKER: KnownCommand = {
  options: '-v --version --help',
  stepsOver: '-H --host -c --context --config --log-level -l',
  subcommands: {
    ...DOCKER_READS,
    build: {
      onlyWritten: true,
      options:
        '-t: --tag: -f= --file= --no-cache --pull --target= --platform= --progress=auto|plain|tty|quiet|rawjson -q --quiet --rm --build-arg: --label: --network=none|default --check',
    },
    compose: {
      stepsOver: '-f --file -p --project-name --profile --env-file --project-directory --progress',
      subcommands: {
        ps: { options: `${LISTED} --services --status= --orphans`, reads: true },
        logs: { options: `${LOGS} --no-log-prefix`, reads: true },
        images: { options: '-q --quiet --format:', reads: true },
        top: { reads: true },
        ls: { options: LISTED, reads: true },
        port: { reads: true },
        version: { reads: true },
        up: {
          onlyWritten: true,
          options:
            '-d --detach --build --no-build --no-deps --wait --pull=always|missing|never --force-recreate --no-recreate --remove-orphans --quiet-pull --timeout= -t=',
        },
        build: {
          onlyWritten: true,
          options: '--no-cache --pull -q --quiet --build-arg: --progress=auto|plain|tty|quiet',
        },
      },
    },
    image: {
      subcommands: {
        ls: { options: LISTED, reads: true },
        inspect: { options: '-f: --format:', reads: true },
        history: { options: LISTED, reads: true },
      },
    },
    container: {
      subcommands: {
        ls: { options: LISTED, reads: true },
        logs: { options: LOGS, reads: true },
        inspect: { options: '-f: --format:', reads: true },
      },
    },
    network: {
      subcommands: { ls: { options: LISTED, reads: true }, inspect: { options: '-f: --format: -v', reads: true } },
    },
    volume: {
      subcommands: { ls: { options: LISTED, reads: true }, inspect: { options: '-f: --format:', reads: true } },
    },
  },
};

const KUBE =
  '-n= --namespace= -A --all-namespaces -l: --selector: -o=wide|yaml|json|name -L= --show-labels --field-selector: --sort-by: --no-headers -w --watch --context= --ignore-not-found --show-kind';

const GH =
  '-R= --repo= -L= --limit= -s: --state: -l: --label: -a: --assignee: -A: --author: -S: --search: -B: --base: -H: --head: -m: --milestone: --json: -q: --jq: --template: -c --comments --log --log-failed --name-only --patch --color=always|auto|never --required --watch --fail-fast -i= --interval= -w: --workflow: -b: --branch: --commit: -e: --event: -u: --user: --exit-status -v --verbose -j: --job: --order= --sort= --owner: --language: --visibility= --draft -d -t: --title: --body: --add-label: --remove-label: -f --fill --dry-run';

export const SERVICES: Readonly<Record<string, KnownCommand>> = {
  docker: DOCKER,
  podman: DOCKER,
  'docker-compose': DOCKER.subcommands?.['compose'] ?? {},
  kubectl: {
    stepsOver: '-n --namespace --context --kubeconfig --cluster --user -s --server',
    subcommands: {
      get: { options: KUBE, reads: true },
      describe: { options: KUBE, reads: true },
      logs: {
        options: `${KUBE} -f --follow -c= --container= --tail= --since= --since-time= -p --previous --timestamps --all-containers --prefix --max-log-requests=`,
        reads: true,
      },
      top: { options: `${KUBE} --containers`, reads: true },
      explain: { options: '--recursive --api-version=', reads: true },
      version: { options: '--client -o=yaml|json', reads: true },
      'cluster-info': { reads: true },
      'api-resources': { options: '-o=wide|name --namespaced=true|false --api-group= --verbs=', reads: true },
    },
  },
  gh: {
    options: '--version --help',
    subcommands: Object.fromEntries(
      'pr issue run release repo search workflow label status cache ruleset'
        .split(' ')
        .map((name): [string, KnownCommand] => [name, { options: GH, takesAt: true }]),
    ),
  },
};
