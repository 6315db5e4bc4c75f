package io.isolde.store.testkit.faults;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A fault of system calls, to be injected by {@code faults.c}. Immutable.
 *
 * @param call the kind of call that fails
 * @param name a part of the file's path; empty for any file
 * @param at the number of the first call that fails, counted from 1
 * @param times how many calls in a row fail; 0 for all from then on
 * @param error what the calls fail with
 * @param delayMillis how long a call takes to fail
 * @param drops whether a force that fails loses what was written since the last force that
 *     succeeded
 */
public record Fault(
    Call call, String name, int at, int times, Errno error, int delayMillis, boolean drops) {
  /** The kinds of calls that can fail, each with its possible errors. */
  public enum Call {
    /** Writes bytes to a file. */
    WRITE(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT, Errno.SHORT),
    /** Reads bytes from a file. */
    READ(Errno.EIO, Errno.SHORT),
    /** Forces a file or a directory. */
    FORCE(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT),
    /** Forces pages that are mapped into memory. */
    MAP(Errno.EIO, Errno.ENOSPC),
    /** Renames a file. */
    RENAME(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT),
    /** Opens or creates a file, or opens a directory. */
    OPEN(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT, Errno.EMFILE),
    /** Deletes a file. */
    UNLINK(Errno.EIO),
    /** Truncates a file. */
    TRUNCATE(Errno.EIO, Errno.ENOSPC),
    /** Allocates space for a file. */
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
    /** The disk quota is used up. */
    EDQUOT,
    /** Too many files are open. */
    EMFILE,
    /** No error: the call does only half of its work. */
    SHORT
  }

  private static final List<String> NAMES =
      List.of("", "", "", "journal", "journal", "checkpoint", "manifest", "base", "lock");

  /** The calls from which half of the random faults are drawn. */
  private static final List<Call> USUAL = List.of(Call.WRITE, Call.FORCE, Call.FORCE, Call.OPEN);

  /** A fault in which a call fails once with an error. */
  public static Fault once(Call call, Errno error, String name, int at) {
    return new Fault(call, name, at, 1, error, 0, call == Call.FORCE);
  }

  /** The same fault, but all calls fail from then on. */
  public Fault forEver() {
    return new Fault(call, name, at, 0, error, delayMillis, drops);
  }

  /** The same fault, but each call takes {@code millis} to fail. */
  public Fault after(int millis) {
    return new Fault(call, name, at, times, error, millis, drops);
  }

  /** A random fault; earlier calls are more likely to fail than later ones. */
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
