/**
 * A seccomp filter for a command without the network: it can make sockets of the internet (which lead nowhere, in a
 * network namespace of its own) and of netlink, and pairs of connected sockets, nothing else.
 *
 * A network namespace alone does not do it: a unix socket that has a path is reached from every namespace, also on a
 * read-only mount, and so are VM sockets. A pair of datagram sockets is refused because each of them can be sent to
 * another address later. `io_uring` makes sockets that no filter sees. A second system call interface (32-bit, x32) has
 * numbers of its own and is refused as a whole.
 *
 * Sources: seccomp(2), linux/filter.h, linux/seccomp.h, linux/audit.h; numbers of system calls from unistd.h of the
 * kernel. Processors that are not here have no filter.
 */
interface Machine {
  /** AUDIT_ARCH_*. */
  readonly arch: number;
  readonly socket: number;
  readonly socketpair: number;
  /** Numbers from here on belong to another interface (x32). */
  readonly foreign?: number;
}

/** asm-generic/unistd.h. */
const GENERIC = { socket: 198, socketpair: 199 };
const MACHINES: Readonly<Record<string, Machine>> = {
  x64: { arch: 0xc000003e, socket: 41, socketpair: 53, foreign: 0x40000000 },
  arm64: { arch: 0xc00000b7, ...GENERIC },
  riscv64: { arch: 0xc00000f3, ...GENERIC },
  loong64: { arch: 0xc0000102, ...GENERIC },
};

/** The filter as `bwrap --seccomp` reads it; nothing for a processor that is not known. `machine` as Node names it. */
export function socketFilter(machine: string): Buffer | undefined {
  const found = MACHINES[machine];
  return found === undefined ? undefined : assemble(programFor(found));
}

/** Where the kernel puts things for a filter (struct seccomp_data); of arguments the lower half, on little endian. */
const NUMBER = 0;
const ARCH = 4;
const FIRST_ARGUMENT = 16;
const SECOND_ARGUMENT = 24;

const IO_URING_SETUP = 425;
const AF_UNIX = 1;
const ALLOWED_FAMILIES = { AF_INET: 2, AF_INET6: 10, AF_NETLINK: 16 };
/** What is left of a type without SOCK_NONBLOCK and SOCK_CLOEXEC. */
const SOCK_TYPE_MASK = 0xf;
const CONNECTED_TYPES = { SOCK_STREAM: 1, SOCK_SEQPACKET: 5 };

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const RET_ERRNO = 0x00050000;
const EACCES = 13;
const ENOSYS = 38;

/** One step; jumps name the step to go to when it is so, else the next one is done. */
type Step =
  | { readonly at?: string; readonly load: number }
  | { readonly at?: string; readonly and: number }
  | { readonly at?: string; readonly equals: number; readonly goto: string }
  | { readonly at?: string; readonly atLeast: number; readonly goto: string }
  | { readonly at?: string; readonly answer: number };

function programFor({ arch, socket, socketpair, foreign }: Machine): readonly Step[] {
  return [
    { load: ARCH },
    { equals: arch, goto: 'native' },
    { answer: KILL_PROCESS },
    { at: 'native', load: NUMBER },
    ...(foreign === undefined ? [] : [{ atLeast: foreign, goto: 'unknown' }]),
    { equals: socket, goto: 'socket' },
    { equals: socketpair, goto: 'socketpair' },
    { equals: IO_URING_SETUP, goto: 'unknown' },
    { answer: ALLOW },
    { at: 'socket', load: FIRST_ARGUMENT },
    ...Object.values(ALLOWED_FAMILIES).map((family) => ({ equals: family, goto: 'allowed' })),
    { answer: RET_ERRNO | EACCES },
    { at: 'socketpair', load: FIRST_ARGUMENT },
    { equals: AF_UNIX, goto: 'pair' },
    { answer: RET_ERRNO | EACCES },
    { at: 'pair', load: SECOND_ARGUMENT },
    { and: SOCK_TYPE_MASK },
    ...Object.values(CONNECTED_TYPES).map((type) => ({ equals: type, goto: 'allowed' })),
    { answer: RET_ERRNO | EACCES },
    { at: 'unknown', answer: RET_ERRNO | ENOSYS },
    { at: 'allowed', answer: ALLOW },
  ];
}

/** BPF_LD|BPF_W|BPF_ABS, BPF_ALU|BPF_AND|BPF_K, BPF_JMP|BPF_JEQ|BPF_K, BPF_JMP|BPF_JGE|BPF_K, BPF_RET|BPF_K. */
const OPCODES = { load: 0x20, and: 0x54, equals: 0x15, atLeast: 0x35, answer: 0x06 };
const STEP_BYTES = 8;

/** struct sock_filter: code (16 bit), steps to skip when it is so and when not (8 bit each), a constant (32 bit). */
function assemble(steps: readonly Step[]): Buffer {
  const bytes = Buffer.alloc(steps.length * STEP_BYTES);
  steps.forEach((step, index) => {
    const skip = 'goto' in step ? steps.findIndex(({ at }) => at === step.goto) - index - 1 : 0;
    const [code, constant] = codeOf(step);
    const offset = index * STEP_BYTES;
    bytes.writeUInt16LE(code, offset);
    bytes.writeUInt8(skip, offset + 2);
    bytes.writeUInt32LE(constant >>> 0, offset + 4);
  });
  return bytes;
}

function codeOf(step: Step): readonly [number, number] {
  if ('load' in step) return [OPCODES.load, step.load];
  if ('and' in step) return [OPCODES.and, step.and];
  if ('equals' in step) return [OPCODES.equals, step.equals];
  if ('atLeast' in step) return [OPCODES.atLeast, step.atLeast];
  return [OPCODES.answer, step.answer];
}
