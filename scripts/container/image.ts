import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sh } from './machine.ts';

/** What an image says of how it is to be run. */
export interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly Volumes: Readonly<Record<string, object>>;
  readonly WorkingDir: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Healthcheck: { readonly Test: readonly string[] };
}

/** Images in a storage of their own that goes away with it: nothing of the machine's is used or left behind. */
export class Builder implements Disposable {
  readonly #folder: string;

  constructor(cache: string) {
    mkdirSync(cache, { recursive: true });
    this.#folder = mkdtempSync(join(cache, 'storage-'));
  }

  /** Makes an image of a whole file system. */
  pack(root: string, name: string): void {
    const container = this.#buildah('from', 'scratch');
    this.#buildah('copy', '--quiet', container, root, '/');
    // npm in the build trusts what the machine trusts.
    this.#buildah('config', '--env', `NPM_CONFIG_CAFILE=/etc/ssl/certs/ca-certificates.crt`, container);
    this.#buildah('commit', '--quiet', '--rm', container, name);
  }

  /** In Docker's format, as the other one has no health check. */
  build(base: string, name: string): void {
    const args = ['--format', 'docker', '--isolation', 'chroot', '--layers=false', '--pull-never'];
    this.#buildah('build', ...args, '--build-arg', `BASE=${base}`, '--tag', name, '.');
  }

  config(name: string): ImageConfig {
    const { Docker } = JSON.parse(this.#buildah('inspect', '--type', 'image', name));
    return Docker.config;
  }

  /** The folder in which the image's files are. */
  mount(name: string): string {
    return this.#buildah('mount', this.#buildah('from', '--pull-never', name));
  }

  [Symbol.dispose](): void {
    this.#buildah('umount', '--all');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #buildah(...args: string[]): string {
    const storage = ['--root', join(this.#folder, 'root'), '--runroot', join(this.#folder, 'run')];
    return sh('buildah', ...storage, '--storage-driver', 'vfs', ...args);
  }
}
