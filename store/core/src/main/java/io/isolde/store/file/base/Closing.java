package io.isolde.store.file.base;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Closes several things, each of them even if closing another one fails. */
public final class Closing {
  private Closing() {}

  /** Closes all, and then throws the first exception, if there was one. */
  public static void all(Iterable<? extends Closeable> things) throws IOException {
    IOException failure = null;
    for (Closeable thing : things) {
      failure = first(failure, close(thing));
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable IOException close(Closeable thing) {
    try {
      thing.close();
      return null;
    } catch (IOException e) {
      return e;
    } catch (RuntimeException e) {
      return new IOException(thing + " cannot be closed: " + e, e);
    }
  }

  private static @Nullable IOException first(
      @Nullable IOException before, @Nullable IOException now) {
    if (before == null) {
      return now;
    }
    if (now != null) {
      before.addSuppressed(now);
    }
    return before;
  }
}
