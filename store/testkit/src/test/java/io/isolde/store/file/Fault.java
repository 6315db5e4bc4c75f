package io.isolde.store.file;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A system call that fails, as {@code faults.c} has it. Immutable.
 *
 * @param call which
 * @param name a part of the path of the file; empty for any
 * @param at the how-manieth call is the first to fail, from 1
 * @param times how many in a row fail; 0 for all from then on
 * @param error what it fails with
 * @param delayMillis how long it takes to fail
 * @param drops whether a force that fails loses what was written since the last good one
 */
public record Fault(
    Call call, String name, int at, int times, Errno error, int delayMillis, boolean drops) {
  /** The calls that can fail, and with what. */
  public enum Call {
    /** Of bytes to a file. */
    WRITE(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT, Errno.SHORT),
    /** Of bytes from a file. */
    READ(Errno.EIO, Errno.SHORT),
    /** Of a file or a directory. */
    FORCE(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT),
    /** The force of pages that are mapped into memory. */
    MAP(Errno.EIO, Errno.ENOSPC),
    /** Of a file. */
    RENAME(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT),
    /** Of a file or a directory, to make it too. */
    OPEN(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT, Errno.EMFILE),
    /** Of a file. */
    UNLINK(Errno.EIO),
    /** Of a file. */
    TRUNCATE(Errno.EIO, Errno.ENOSPC),
    /** Of room for a file. */
    ALLOCATE(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT);

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Errno> errors;

    Call(Errno... errors) {
      this.errors = List.of(errors);
    }
  }

  /** What a call fails with. */
  public enum Errno {
    /** The disk is broken. */
    EIO,
    /** The disk is full. */
    ENOSPC,
    /** So is the part of it that one may use. */
    EDQUOT,
    /** Too many files are open. */
    EMFILE,
    /** Nothing: half is done. */
    SHORT
  }

  private static final List<String> NAMES =
      List.of("", "", "", "journal", "journal", "checkpoint", "manifest", "base", "lock");

  /** What half of the faults are. */
  private static final List<Call> USUAL = List.of(Call.WRITE, Call.FORCE, Call.FORCE, Call.OPEN);

  /** Of a call that fails once with an error. */
  public static Fault once(Call call, Errno error, String name, int at) {
    return new Fault(call, name, at, 1, error, 0, call == Call.FORCE);
  }

  /** Of all calls from then on. */
  public Fault forEver() {
    return new Fault(call, name, at, 0, error, delayMillis, drops);
  }

  /** Of calls that take a while to fail. */
  public Fault after(int millis) {
    return new Fault(call, name, at, times, error, millis, drops);
  }

  /** Any; the earlier calls are the likelier. */
  static Fault random(Random random) {
    Call call = pick(random.nextBoolean() ? USUAL : List.of(Call.values()), random);
    String name = pick(NAMES, random);
    int at = (int) Math.exp(random.nextDouble() * Math.log(name.isEmpty() ? 300 : 60));
    int times = pick(List.of(1, 1, 1, 3, 0), random);
    int delayMillis = pick(List.of(0, 0, 100), random);
    return new Fault(
        call, name, at, times, pick(call.errors, random), delayMillis, random.nextBoolean());
  }

  private static <T> T pick(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  Map<String, String> environment() {
    return Map.of(
        "FAULT_CALL", call.name().toLowerCase(Locale.ROOT),
        "FAULT_NAME", name,
        "FAULT_AT", String.valueOf(at),
        "FAULT_TIMES", String.valueOf(times),
        "FAULT_ERROR", error.name(),
        "FAULT_DELAY", String.valueOf(delayMillis),
        "FAULT_DROP", drops ? "1" : "0");
  }
}
