package io.isolde.benchmarks.peer.zio;

import scala.runtime.Nothing$;
import zio.Runtime;
import zio.Runtime$;
import zio.Trace;
import zio.Unsafe$;
import zio.ZIO;
import zio.stm.TRef;
import zio.stm.ZSTM;

/**
 * Runs ZIO's effects from Java. Each run starts a fiber on the calling thread, and waits for it.
 */
final class Zio {
  private static final Object NO_TRACE = Trace.empty();
  private static final Runtime<Object> RUNTIME = defaultRuntime();

  private Zio() {}

  /** {@code Runtime.default}, whose name is a keyword in Java. */
  @SuppressWarnings("unchecked") // as declared
  private static Runtime<Object> defaultRuntime() {
    try {
      return (Runtime<Object>) Runtime$.class.getMethod("default").invoke(Runtime$.MODULE$);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  static <A> A commit(ZSTM<Object, Nothing$, A> transaction) {
    return run(transaction.commit(NO_TRACE));
  }

  static <A> TRef<A> ref(A value) {
    return run(TRef.makeCommit(() -> value, NO_TRACE));
  }

  private static <A> A run(ZIO<Object, Nothing$, A> effect) {
    return RUNTIME
        .unsafe()
        .run(effect, NO_TRACE, Unsafe$.MODULE$)
        .getOrThrowFiberFailure(Unsafe$.MODULE$);
  }
}
